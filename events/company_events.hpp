#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/kept.hpp"

namespace kigen::events {

/// Stream of company, sites and general settings: they change together and rarely.
inline constexpr std::string_view company_word = "company";
inline const StreamId company_stream{std::string(company_word)};

struct CompanyNamed {
  std::string name = {};
  static constexpr EventType type{.name = "company.named"};
  static constexpr auto fields = field_list(field("name", &CompanyNamed::name));
  friend bool operator==(const CompanyNamed&, const CompanyNamed&) = default;
};

/// Where nodes stand: a data centre, an office.
struct SiteSettings {
  using Id = SiteId;
  static constexpr KeptAs kept{.plural = "sites", .en = "Site", .ja = "拠点"};
  std::string name = {};

  static constexpr auto fields =
      field_list(field("name", &SiteSettings::name).required().text(TextKind::name).listed());
  friend bool operator==(const SiteSettings&, const SiteSettings&) = default;
};

struct SiteCreated {
  SiteId site = {};
  SiteSettings settings = {};
  static constexpr EventType type{.name = "company.site_created", .schema = 2};
  static constexpr auto fields =
      field_list(field("site", &SiteCreated::site), field("settings", &SiteCreated::settings));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
  friend bool operator==(const SiteCreated&, const SiteCreated&) = default;
};

struct SiteRenamed {
  SiteId site = {};
  SiteSettings settings = {};
  static constexpr EventType type{.name = "company.site_renamed", .schema = 2};
  static constexpr auto fields =
      field_list(field("site", &SiteRenamed::site), field("settings", &SiteRenamed::settings));
  static Result<std::string> upcast(std::uint16_t from, std::string_view payload);
  friend bool operator==(const SiteRenamed&, const SiteRenamed&) = default;
};

struct SiteRemoved {
  SiteId site = {};
  static constexpr EventType type{.name = "company.site_removed"};
  static constexpr auto fields = field_list(field("site", &SiteRemoved::site));
  friend bool operator==(const SiteRemoved&, const SiteRemoved&) = default;
};

/// R5. Seconds.
struct GeneralSettings {
  std::string proxy = {};  ///< "host:port", empty = direct
  std::uint32_t ca_timeout_s = 60;
  std::uint32_t connect_timeout_s = 20;
  std::uint32_t command_timeout_s = 60;
  std::uint32_t order_poll_s = 10;
  std::uint32_t node_check_interval_s = 86'400;
  std::uint32_t expiry_check_interval_s = 21'600;

  static constexpr auto fields = field_list(
      field("proxy", &GeneralSettings::proxy).text(TextKind::proxy).section("connections"),
      field("caTimeoutS", &GeneralSettings::ca_timeout_s).within(5, 600).in("s"),
      field("connectTimeoutS", &GeneralSettings::connect_timeout_s).within(1, 300).in("s"),
      field("commandTimeoutS", &GeneralSettings::command_timeout_s).within(1, 3'600).in("s"),
      field("orderPollS", &GeneralSettings::order_poll_s).within(1, 86'400).in("s").section("intervals"),
      field("nodeCheckIntervalS", &GeneralSettings::node_check_interval_s).within(10, 2'592'000).in("s"),
      field("expiryCheckIntervalS", &GeneralSettings::expiry_check_interval_s).within(10, 604'800).in("s"));
  friend bool operator==(const GeneralSettings&, const GeneralSettings&) = default;
};

struct GeneralSettingsChanged {
  GeneralSettings settings = {};
  static constexpr EventType type{.name = "company.settings_changed"};
  static constexpr auto fields = field_list(field("settings", &GeneralSettingsChanged::settings));
  friend bool operator==(const GeneralSettingsChanged&, const GeneralSettingsChanged&) = default;
};

/// The first admin took possession, with the bootstrap token or over the local socket. Once, for ever.
struct CompanyClaimed {
  UserId admin = {};
  static constexpr EventType type{.name = "company.claimed"};
  static constexpr auto fields = field_list(field("admin", &CompanyClaimed::admin));
  friend bool operator==(const CompanyClaimed&, const CompanyClaimed&) = default;
};

/// Who has the machine gave an admin a new password, while the server was stopped.
struct CompanyRecovered {
  UserId admin = {};
  static constexpr EventType type{.name = "company.recovered"};
  static constexpr auto fields = field_list(field("admin", &CompanyRecovered::admin));
  friend bool operator==(const CompanyRecovered&, const CompanyRecovered&) = default;
};

using CompanyEvent = std::variant<CompanyNamed, SiteCreated, SiteRenamed, SiteRemoved, GeneralSettingsChanged,
                                  CompanyClaimed, CompanyRecovered>;

}  // namespace kigen::events
