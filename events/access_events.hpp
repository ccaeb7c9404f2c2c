#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

enum class Elevation : std::uint8_t { none, su, sudo };
template <>
struct EnumWords<Elevation> {
  static constexpr std::array<std::string_view, 3> words{"none", "su", "sudo"};
};

enum class HostKeyPolicy : std::uint8_t { confirm, trust_on_first_use };
template <>
struct EnumWords<HostKeyPolicy> {
  static constexpr std::array<std::string_view, 2> words{"confirm", "trust-on-first-use"};
};

/// What an SSH connection may be protected with: what today's OpenSSH offers by itself, or also what it has
/// given up, for hosts that know nothing else.
enum class SshAlgorithms : std::uint8_t { modern, legacy };
template <>
struct EnumWords<SshAlgorithms> {
  static constexpr std::array<std::string_view, 2> words{"modern", "legacy"};
};

/// Named connection data of nodes (R29); secrets by reference.
struct AccessSettings {
  std::string name = {};
  std::string host = {};  ///< IPv4, IPv6 or name
  std::uint32_t port = 22;
  std::string login_id = {};
  std::optional<SecretRef> login_password = {};
  std::optional<SecretRef> ssh_private_key = {};
  Elevation elevation = Elevation::none;
  std::string execution_id = {};
  std::optional<SecretRef> execution_password = {};
  HostKeyPolicy host_key_policy = HostKeyPolicy::confirm;
  SshAlgorithms algorithms = SshAlgorithms::modern;

  static constexpr auto fields = field_list(
      field("name", &AccessSettings::name), field("host", &AccessSettings::host),
      field("port", &AccessSettings::port), field("loginId", &AccessSettings::login_id),
      field("loginPassword", &AccessSettings::login_password),
      field("sshPrivateKey", &AccessSettings::ssh_private_key),
      field("elevation", &AccessSettings::elevation), field("executionId", &AccessSettings::execution_id),
      field("executionPassword", &AccessSettings::execution_password),
      field("hostKeyPolicy", &AccessSettings::host_key_policy),
      field("algorithms", &AccessSettings::algorithms).added_in(2));
  friend bool operator==(const AccessSettings&, const AccessSettings&) = default;
};

struct AccessCreated {
  AccessSettings settings = {};
  static constexpr EventType type{.name = "access.created", .schema = 2};
  static constexpr auto fields = field_list(field("settings", &AccessCreated::settings));
  friend bool operator==(const AccessCreated&, const AccessCreated&) = default;
};

struct AccessEdited {
  AccessSettings settings = {};
  bool moved = false;  ///< it leads elsewhere: what was known of the host is not of this one
  static constexpr EventType type{.name = "access.edited", .schema = 2};
  static constexpr auto fields = field_list(field("settings", &AccessEdited::settings),
                                            field("moved", &AccessEdited::moved).added_in(2));
  friend bool operator==(const AccessEdited&, const AccessEdited&) = default;
};

struct AccessDeleted {
  static constexpr EventType type{.name = "access.deleted"};
  static constexpr auto fields = field_list();
  friend bool operator==(const AccessDeleted&, const AccessDeleted&) = default;
};

/// From now on only this identity is spoken to (R30).
struct HostKeyPinned {
  std::string algorithm = {};
  std::string fingerprint = {};
  bool first_use = false;  ///< trusted at first contact, not confirmed by a person
  static constexpr EventType type{.name = "access.host_key_pinned"};
  static constexpr auto fields = field_list(field("algorithm", &HostKeyPinned::algorithm),
                                            field("fingerprint", &HostKeyPinned::fingerprint),
                                            field("firstUse", &HostKeyPinned::first_use));
  friend bool operator==(const HostKeyPinned&, const HostKeyPinned&) = default;
};

/// The host showed an identity that is not the pinned one, or none is pinned: a person must decide.
struct HostKeyRefused {
  std::string algorithm = {};
  std::string fingerprint = {};
  std::string pinned_fingerprint = {};  ///< empty: none pinned
  static constexpr EventType type{.name = "access.host_key_refused"};
  static constexpr auto fields = field_list(field("algorithm", &HostKeyRefused::algorithm),
                                            field("fingerprint", &HostKeyRefused::fingerprint),
                                            field("pinnedFingerprint", &HostKeyRefused::pinned_fingerprint));
  friend bool operator==(const HostKeyRefused&, const HostKeyRefused&) = default;
};

using AccessEvent = std::variant<AccessCreated, AccessEdited, AccessDeleted, HostKeyPinned, HostKeyRefused>;

}  // namespace kigen::events
