#include <utility>

#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/ca_account/errors.hpp"
#include "orchestrator/kept/errors.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

Result<const CaAccount*> find(const World& world, CaAccountId id) {
  const auto* account = world.ca_account(id);
  if (!account) return fail(kept_errc::unknown, "ca_account " + to_text(id));
  return account;
}

template <Event E>
Changes change(const CaAccount& account, const E& event) {
  return std::move(Changes{}.add(stream_of(account.id), account.version, event));
}

Result<> check_hook(const AcmeCa& acme) {
  if (acme.challenge == AcmeChallenge::dns_01 && acme.dns_hook.empty())
    return fail(ca_account_errc::no_hook, {}, "settings.ca.dnsHook");
  return {};
}

Result<> check_external_account(const AcmeCa& acme) {
  if (acme.external_key_id.empty() && acme.external_key)
    return fail(ca_account_errc::incomplete_external_account, {}, "settings.ca.externalKeyId");
  if (!acme.external_key_id.empty() && !acme.external_key)
    return fail(ca_account_errc::incomplete_external_account, {}, "settings.ca.externalKey");
  return {};
}

Result<> check_trust(const std::string& pem) {
  if (pem.empty()) return {};
  auto roots = pki::parse_certificates(pem);
  if (roots) return {};
  auto error = roots.error();
  error.field = "settings.ca.trustPem";
  return fail(std::move(error));
}

Result<> check(const AcmeCa& acme) {
  TRY_DO(check_trust(acme.trust_pem));
  TRY_DO(check_hook(acme));
  return check_external_account(acme);
}

}  // namespace

Result<> check(const World&, const CaAccountSettings& settings) {
  return settings.ca.visit([](const auto& ca) { return check(ca); });
}

Result<> check_change(const CaAccountSettings& before, const CaAccountSettings& after) {
  return check_bound(before.ca, after.ca, "settings.ca");
}

Result<Changes> decide(const World& world, const ReportCaAccountRegistered& command) {
  TRY(const auto* account, find(world, command.id));
  if (command.account_url.empty())
    return fail(ca_account_errc::no_account_url, account->settings.name, "accountUrl");
  if (is_another_account(command.registered_as, account->settings.ca)) return Changes{};
  if (command.account_url == account->account_url) return Changes{};
  return change(*account, CaAccountRegistered{command.account_url});
}

}  // namespace kigen::orchestrator
