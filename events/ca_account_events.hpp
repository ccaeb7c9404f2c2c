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

enum class CaKind : std::uint8_t { acme };
template <>
struct EnumWords<CaKind> {
  static constexpr std::array<std::string_view, 1> words{"acme"};
};

enum class AcmeChallenge : std::uint8_t { http_01, dns_01 };
template <>
struct EnumWords<AcmeChallenge> {
  static constexpr std::array<std::string_view, 2> words{"http-01", "dns-01"};
};

/// A named CA with what it takes to order there (R14); secrets by reference.
struct CaAccountSettings {
  std::string name = {};
  CaKind kind = CaKind::acme;
  std::string directory_url = {};
  std::string contact = {};    ///< mail address or empty
  std::string trust_pem = {};  ///< extra roots for the CA's own HTTPS
  AcmeChallenge challenge = AcmeChallenge::http_01;
  std::string dns_hook = {};  ///< program for dns-01: its name; before there was a folder for them, its path
  std::string external_key_id = {};
  std::optional<SecretRef> external_key = {};
  std::optional<SecretRef> account_key = {};  ///< made at creation
  std::uint32_t parallel_orders = 4;          ///< orders under way at once, 1 to 64

  static constexpr auto fields = field_list(
      field("name", &CaAccountSettings::name), field("kind", &CaAccountSettings::kind),
      field("directoryUrl", &CaAccountSettings::directory_url), field("contact", &CaAccountSettings::contact),
      field("trustPem", &CaAccountSettings::trust_pem), field("challenge", &CaAccountSettings::challenge),
      field("dnsHook", &CaAccountSettings::dns_hook),
      field("externalKeyId", &CaAccountSettings::external_key_id),
      field("externalKey", &CaAccountSettings::external_key),
      field("accountKey", &CaAccountSettings::account_key),
      field("parallelOrders", &CaAccountSettings::parallel_orders).added_in(2));
  friend bool operator==(const CaAccountSettings&, const CaAccountSettings&) = default;
};

struct CaAccountCreated {
  CaAccountSettings settings = {};
  static constexpr EventType type{.name = "ca_account.created", .schema = 2};
  static constexpr auto fields = field_list(field("settings", &CaAccountCreated::settings));
  friend bool operator==(const CaAccountCreated&, const CaAccountCreated&) = default;
};

struct CaAccountEdited {
  CaAccountSettings settings = {};
  static constexpr EventType type{.name = "ca_account.edited", .schema = 2};
  static constexpr auto fields = field_list(field("settings", &CaAccountEdited::settings));
  friend bool operator==(const CaAccountEdited&, const CaAccountEdited&) = default;
};

struct CaAccountDeleted {
  static constexpr EventType type{.name = "ca_account.deleted"};
  static constexpr auto fields = field_list();
  friend bool operator==(const CaAccountDeleted&, const CaAccountDeleted&) = default;
};

/// The CA knows us; `account_url` signs our requests from here on (RFC 8555 §7.3).
struct CaAccountRegistered {
  std::string account_url = {};
  static constexpr EventType type{.name = "ca_account.registered"};
  static constexpr auto fields = field_list(field("accountUrl", &CaAccountRegistered::account_url));
  friend bool operator==(const CaAccountRegistered&, const CaAccountRegistered&) = default;
};

using CaAccountEvent = std::variant<CaAccountCreated, CaAccountEdited, CaAccountDeleted, CaAccountRegistered>;

}  // namespace kigen::events
