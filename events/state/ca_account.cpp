#include "events/state/ca_account.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

bool is_another_account(const AcmeCa& before, const AcmeCa& after) {
  return before.directory_url != after.directory_url || before.account_key != after.account_key;
}
template <class Before, class After>
bool is_another_account(const Before&, const After&) {
  return true;  // of another kind
}

/// Another directory or account key is an account that the CA does not know yet.
void edited(CaAccount& account, const CaAccountSettings& settings) {
  const auto differ = [](const auto& before, const auto& after) { return is_another_account(before, after); };
  if (visit_both(account.settings.ca, settings.ca, differ)) account.account_url.clear();
  account.settings = settings;
}

}  // namespace

CaAccount evolve(CaAccount account, const CaAccountEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const CaAccountCreated& e) { account.settings = e.settings; },
                 [&](const CaAccountEdited& e) { edited(account, e.settings); },
                 [&](const CaAccountDeleted&) { account.deleted = true; },
                 [&](const CaAccountRegistered& e) { account.account_url = e.account_url; },
             },
             event);
  account.version = stamp.version;
  return account;
}

}  // namespace kigen::events
