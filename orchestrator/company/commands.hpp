#pragma once

#include <optional>
#include <string>

#include "events/company_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

struct NameCompany {
  static constexpr std::string_view name = "company.name";
  std::string company_name = {};
  StreamId stream() const { return events::company_stream; }
};
/// The first admin takes possession of a new installation: password, company and first site, all or nothing.
/// Refused when that was done before, ever.
struct ClaimInstallation {
  static constexpr std::string_view name = "company.claim";
  UserId admin = {};
  SecretRef password = {};
  std::optional<std::string> company_name = {};
  SiteId site = {};
  std::optional<std::string> site_name = {};
  StreamId stream() const { return stream_of(admin); }
};
/// Who has the machine gives an admin a new password, whoever has lost theirs. The server is stopped.
struct RecoverAdmin {
  static constexpr std::string_view name = "company.recover";
  UserId admin = {};
  SecretRef password = {};
  StreamId stream() const { return stream_of(admin); }
};
struct ChangeSettings {
  static constexpr std::string_view name = "company.change_settings";
  events::GeneralSettings settings = {};
  StreamId stream() const { return events::company_stream; }
};

/// Whether somebody took possession. A log older than the event that says so was claimed once any user had a
/// password: only an admin, with one of their own, could give another.
bool is_claimed(const World& world);

Result<Changes> decide(const World& world, const NameCompany& command);
Result<Changes> decide(const World& world, const ClaimInstallation& command);
Result<Changes> decide(const World& world, const RecoverAdmin& command);
Result<Changes> decide(const World& world, const ChangeSettings& command);

}  // namespace kigen::orchestrator
