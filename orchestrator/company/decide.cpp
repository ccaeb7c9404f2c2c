#include <algorithm>
#include <utility>

#include "orchestrator/company/commands.hpp"
#include "orchestrator/company/keeping.hpp"
#include "orchestrator/described.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/kept/errors.hpp"
#include "orchestrator/user/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

template <Event E>
Changes change(const World& world, const E& event) {
  return std::move(Changes{}.add(company_stream, world.company().version, event));
}

Result<> check_first_site(const World& world, const std::string& name) {
  constexpr auto field = "siteName";
  TRY_DO(check_name(name, field));
  if (Keeping<SiteSettings>::named(world, name)) return fail(kept_errc::name_taken, "site " + name, field);
  return {};
}

Result<const User*> claimable_admin(const World& world, UserId id) {
  const auto* admin = world.user(id);
  if (is_claimed(world) || !admin || admin->role != Role::admin) return fail(user_errc::not_claimable);
  return admin;
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
  if (command.site_name) TRY_DO(check_first_site(world, *command.site_name));
  const auto version = world.company().version;
  Changes changes;
  changes.add(command.stream(), admin->version, PasswordSet{command.password});
  changes.add(company_stream, version, CompanyClaimed{command.admin});
  if (command.company_name) changes.add(company_stream, version, CompanyNamed{*command.company_name});
  if (command.site_name)
    changes.add(company_stream, version, SiteCreated{command.site, {*command.site_name}});
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

Result<Changes> decide(const World& world, const ChangeSettings& command) {
  TRY_DO(check_described(command.settings));
  if (command.settings == world.company().settings) return Changes{};
  return change(world, GeneralSettingsChanged{command.settings});
}

}  // namespace kigen::orchestrator
