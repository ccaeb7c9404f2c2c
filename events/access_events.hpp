#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"
#include "events/kept.hpp"

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

/// A host over SSH.
struct SshAccess {
  static constexpr std::string_view kind = "ssh";
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
      field("host", &SshAccess::host).required().listed().text(TextKind::host).section("host"),
      field("port", &SshAccess::port).listed().within(1, 65'535),
      field("loginId", &SshAccess::login_id).required().listed().text(TextKind::login).section("login"),
      field("loginPassword", &SshAccess::login_password),
      field("sshPrivateKey", &SshAccess::ssh_private_key).text(TextKind::pem),
      field("elevation", &SshAccess::elevation).listed().section("elevation"),
      field("executionId", &SshAccess::execution_id).text(TextKind::login).when("elevation", "su sudo"),
      field("executionPassword", &SshAccess::execution_password).when("elevation", "su sudo"),
      field("hostKeyPolicy", &SshAccess::host_key_policy).section("identity"),
      field("algorithms", &SshAccess::algorithms));
  friend bool operator==(const SshAccess&, const SshAccess&) = default;
};

/// Named connection data of nodes (R29); secrets by reference.
struct AccessSettings {
  using Id = AccessId;
  static constexpr KeptAs kept{.plural = "accesses",
                               .first_line = 3200,
                               .module = "access",
                               .en = "Access",
                               .ja = "アクセス情報",
                               .proved = true};
  std::string name = {};
  OneOf<SshAccess> connection = {};

  static constexpr auto fields =
      field_list(field("name", &AccessSettings::name).required().listed().text(TextKind::name),
                 field("connection", &AccessSettings::connection).required().listed());
  friend bool operator==(const AccessSettings&, const AccessSettings&) = default;
};

struct AccessCreated {
  AccessSettings settings = {};
  static constexpr EventType type{.name = "access.created", .schema = 3};
  static constexpr auto fields = field_list(field("settings", &AccessCreated::settings));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
  friend bool operator==(const AccessCreated&, const AccessCreated&) = default;
};

struct AccessEdited {
  AccessSettings settings = {};
  bool moved = false;  ///< it leads elsewhere: what was known of the host is not of this one
  static constexpr EventType type{.name = "access.edited", .schema = 3};
  static constexpr auto fields =
      field_list(field("settings", &AccessEdited::settings), field("moved", &AccessEdited::moved));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
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

struct Access;  // events/state/access.hpp
template <>
struct KeptParts<AccessSettings> {
  using State = Access;
  using Event = AccessEvent;
};

}  // namespace kigen::events
