#include <algorithm>
#include <utility>

#include "orchestrator/company/bounds.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/company/errors.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/user/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

template <Event E>
Changes change(const World& world, const E& event) {
  return std::move(Changes{}.add(company_stream, world.company().version, event));
}

Result<std::string> name_of_site(const World& world, SiteId id) {
  const auto found = world.company().sites.find(id);
  if (found == world.company().sites.end()) return fail(company_errc::unknown_site, to_text(id));
  return found->second;
}

Result<> check_site_name(const World& world, const std::string& name, std::string_view field = "name") {
  TRY_DO(check_name(name, field));
  const bool taken =
      std::ranges::any_of(world.company().sites, [&](const auto& site) { return site.second == name; });
  if (taken) return fail(company_errc::site_name_taken, name, std::string(field));
  return {};
}

Result<const User*> claimable_admin(const World& world, UserId id) {
  const auto* admin = world.user(id);
  if (is_claimed(world) || !admin || admin->role != Role::admin) return fail(user_errc::not_claimable);
  return admin;
}

Result<> check(const GeneralSettings& settings) {
  using namespace settings_bounds;
  const auto within = [](std::uint32_t value, Bounds bounds, std::string_view field) {
    return check_range(value, bounds.low, bounds.high, field);
  };
  TRY_DO(check_proxy(settings.proxy, "settings.proxy"));
  TRY_DO(within(settings.ca_timeout_s, ca_timeout_s, "settings.caTimeoutS"));
  TRY_DO(within(settings.connect_timeout_s, connect_timeout_s, "settings.connectTimeoutS"));
  TRY_DO(within(settings.command_timeout_s, command_timeout_s, "settings.commandTimeoutS"));
  TRY_DO(within(settings.order_poll_s, order_poll_s, "settings.orderPollS"));
  TRY_DO(within(settings.node_check_interval_s, node_check_interval_s, "settings.nodeCheckIntervalS"));
  return within(settings.expiry_check_interval_s, expiry_check_interval_s, "settings.expiryCheckIntervalS");
}

}  // namespace

bool is_claimed(const World& world) {
  return world.company().claimed ||
         std::ranges::any_of(world.users(), [](const auto& user) { return user.second.had_password; });
}

Result<Changes> decide(const World& world, const NameCompany& command) {
  TRY_DO(check_name(command.company_name, "name"));
  if (command.company_name == world.company().name) return Changes{};
  return change(world, CompanyNamed{command.company_name});
}

Result<Changes> decide(const World& world, const ClaimInstallation& command) {
  TRY(const auto* admin, claimable_admin(world, command.admin));
  if (command.company_name) TRY_DO(check_name(*command.company_name, "companyName"));
  if (command.site_name) TRY_DO(check_site_name(world, *command.site_name, "siteName"));
  const auto version = world.company().version;
  Changes changes;
  changes.add(command.stream(), admin->version, PasswordSet{command.password});
  changes.add(company_stream, version, CompanyClaimed{command.admin});
  if (command.company_name) changes.add(company_stream, version, CompanyNamed{*command.company_name});
  if (command.site_name) changes.add(company_stream, version, SiteCreated{command.site, *command.site_name});
  return changes;
}

Result<Changes> decide(const World& world, const RecoverAdmin& command) {
  const auto* admin = world.user(command.admin);
  if (!admin || admin->role != Role::admin) return fail(user_errc::unknown_user, to_text(command.admin));
  auto changes = change(world, CompanyRecovered{command.admin});
  changes.add(command.stream(), admin->version, PasswordSet{command.password});
  if (!admin->tokens.empty()) changes.add(command.stream(), admin->version, TokensRevoked{});
  return changes;
}

Result<Changes> decide(const World& world, const CreateSite& command) {
  if (const auto existing = name_of_site(world, command.id); existing && *existing == command.site_name)
    return Changes{};
  TRY_DO(check_site_name(world, command.site_name));
  return change(world, SiteCreated{command.id, command.site_name});
}

Result<Changes> decide(const World& world, const RenameSite& command) {
  TRY(const auto before, name_of_site(world, command.id));
  if (before == command.site_name) return Changes{};
  TRY_DO(check_site_name(world, command.site_name));
  return change(world, SiteRenamed{command.id, command.site_name});
}

Result<Changes> decide(const World& world, const RemoveSite& command) {
  TRY(const auto name, name_of_site(world, command.id));
  if (world.is_site_used(command.id)) return fail(company_errc::site_used, name);
  return change(world, SiteRemoved{command.id});
}

Result<Changes> decide(const World& world, const ChangeSettings& command) {
  TRY_DO(check(command.settings));
  if (command.settings == world.company().settings) return Changes{};
  return change(world, GeneralSettingsChanged{command.settings});
}

}  // namespace kigen::orchestrator
