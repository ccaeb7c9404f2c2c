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

enum class AcmeChallenge : std::uint8_t { http_01, dns_01 };
template <>
struct EnumWords<AcmeChallenge> {
  static constexpr std::array<std::string_view, 2> words{"http-01", "dns-01"};
};

/// A CA that speaks ACME (RFC 8555).
struct AcmeCa {
  static constexpr std::string_view kind = "acme";
  std::string directory_url = {};
  std::string contact = {};    ///< mail address or empty
  std::string trust_pem = {};  ///< extra roots for the CA's own HTTPS
  AcmeChallenge challenge = AcmeChallenge::http_01;
  std::string dns_hook = {};  ///< program for dns-01: its name; before there was a folder for them, its path
  std::string external_key_id = {};
  std::optional<SecretRef> external_key = {};
  std::optional<SecretRef> account_key = {};  ///< made at creation

  static constexpr auto fields = field_list(
      field("directoryUrl", &AcmeCa::directory_url)
          .required()
          .listed()
          .text(TextKind::https_url)
          .section("directory"),
      field("contact", &AcmeCa::contact).text(TextKind::mail),
      field("trustPem", &AcmeCa::trust_pem).text(TextKind::pem),
      field("challenge", &AcmeCa::challenge).listed().section("validation"),
      field("dnsHook", &AcmeCa::dns_hook).text(TextKind::program).when("challenge", "dns-01"),
      field("externalKeyId", &AcmeCa::external_key_id).at_most(256).section("externalAccount"),
      field("externalKey", &AcmeCa::external_key), field("accountKey", &AcmeCa::account_key).made_by_us());
  friend bool operator==(const AcmeCa&, const AcmeCa&) = default;
};

/// A named CA with what it takes to order there (R14); secrets by reference.
struct CaAccountSettings {
  using Id = CaAccountId;
  static constexpr KeptAs kept{.plural = "ca-accounts",
                               .first_line = 3300,
                               .module = "ca",
                               .en = "CA account",
                               .ja = "認証局申請情報",
                               .proved = true,
                               .noun = "ca"};
  std::string name = {};
  std::uint32_t parallel_orders = 4;  ///< orders under way at once
  OneOf<AcmeCa> ca = {};

  static constexpr auto fields =
      field_list(field("name", &CaAccountSettings::name).required().listed().text(TextKind::name),
                 field("parallelOrders", &CaAccountSettings::parallel_orders).listed().within(1, 64),
                 field("ca", &CaAccountSettings::ca).required().listed());
  friend bool operator==(const CaAccountSettings&, const CaAccountSettings&) = default;
};

struct CaAccountCreated {
  CaAccountSettings settings = {};
  static constexpr EventType type{.name = "ca_account.created", .schema = 3};
  static constexpr auto fields = field_list(field("settings", &CaAccountCreated::settings));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
  friend bool operator==(const CaAccountCreated&, const CaAccountCreated&) = default;
};

struct CaAccountEdited {
  CaAccountSettings settings = {};
  static constexpr EventType type{.name = "ca_account.edited", .schema = 3};
  static constexpr auto fields = field_list(field("settings", &CaAccountEdited::settings));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
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

struct CaAccount;  // events/state/ca_account.hpp
template <>
struct KeptParts<CaAccountSettings> {
  using State = CaAccount;
  using Event = CaAccountEvent;
};

}  // namespace kigen::events
