#include <algorithm>
#include <utility>

#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/ca_account/errors.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

constexpr std::uint32_t max_parallel_orders = 64;

Result<const CaAccount*> find(const World& world, CaAccountId id) {
  const auto* account = world.ca_account(id);
  if (!account) return fail(ca_account_errc::unknown_ca_account, to_text(id));
  return account;
}

template <Event E>
Changes change(const CaAccount& account, const E& event) {
  return std::move(Changes{}.add(stream_of(account.id), account.version, event));
}

Result<> check_hook(const CaAccountSettings& settings) {
  if (settings.dns_hook.empty() && settings.challenge == AcmeChallenge::dns_01)
    return fail(ca_account_errc::no_hook, {}, "settings.dnsHook");
  if (settings.dns_hook.empty()) return {};
  return check_program_name(settings.dns_hook, "settings.dnsHook");
}

Result<> check_external_account(const CaAccountSettings& settings) {
  TRY_DO(check_text(settings.external_key_id, max_note_characters, "settings.externalKeyId"));
  if (settings.external_key_id.empty() && settings.external_key)
    return fail(ca_account_errc::incomplete_external_account, {}, "settings.externalKeyId");
  if (!settings.external_key_id.empty() && !settings.external_key)
    return fail(ca_account_errc::incomplete_external_account, {}, "settings.externalKey");
  return {};
}

Result<> check_trust(const std::string& pem) {
  if (pem.empty()) return {};
  auto roots = pki::parse_certificates(pem);
  if (roots) return {};
  auto error = roots.error();
  error.field = "settings.trustPem";
  return fail(std::move(error));
}

Result<> check(const CaAccountSettings& settings) {
  TRY_DO(check_name(settings.name, "settings.name"));
  TRY_DO(check_https_url(settings.directory_url, "settings.directoryUrl"));
  if (!settings.contact.empty()) TRY_DO(check_mail(settings.contact, "settings.contact"));
  TRY_DO(check_trust(settings.trust_pem));
  TRY_DO(check_hook(settings));
  TRY_DO(check_range(settings.parallel_orders, 1, max_parallel_orders, "settings.parallelOrders"));
  return check_external_account(settings);
}

Result<> check_name_free(const World& world, const std::string& name, CaAccountId wanted_by) {
  const auto* holder = world.ca_account_named(name);
  if (holder && holder->id != wanted_by) return fail(ca_account_errc::name_taken, name, "settings.name");
  return {};
}

}  // namespace

Result<Changes> decide(const World& world, const CreateCaAccount& command) {
  TRY_DO(check(command.settings));
  TRY_DO(check_name_free(world, command.settings.name, command.id));
  return std::move(Changes{}.add(command.stream(), 0, CaAccountCreated{command.settings}));
}

Result<Changes> decide(const World& world, const EditCaAccount& command) {
  TRY(const auto* account, find(world, command.id));
  TRY_DO(check(command.settings));
  TRY_DO(check_name_free(world, command.settings.name, command.id));
  if (command.settings == account->settings) return Changes{};
  TRY_DO(check_bound(account->settings, command.settings));
  return change(*account, CaAccountEdited{command.settings});
}

Result<Changes> decide(const World& world, const DeleteCaAccount& command) {
  TRY(const auto* account, find(world, command.id));
  if (world.is_ca_account_used(command.id)) return fail(ca_account_errc::used, account->settings.name);
  return change(*account, CaAccountDeleted{});
}

Result<Changes> decide(const World& world, const ReportCaAccountRegistered& command) {
  TRY(const auto* account, find(world, command.id));
  if (command.account_url.empty())
    return fail(ca_account_errc::no_account_url, account->settings.name, "accountUrl");
  if (command.account_url == account->account_url) return Changes{};
  return change(*account, CaAccountRegistered{command.account_url});
}

}  // namespace kigen::orchestrator
