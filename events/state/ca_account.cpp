#include "events/state/ca_account.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

bool are_two(const AcmeCa& before, const AcmeCa& after) {
  return before.directory_url != after.directory_url || before.account_key != after.account_key;
}
template <class Before, class After>
bool are_two(const Before&, const After&) {
  return true;  // of another kind
}

void edited(CaAccount& account, const CaAccountSettings& settings) {
  if (is_another_account(account.settings.ca, settings.ca)) account.account_url.clear();
  account.settings = settings;
}

}  // namespace

bool is_another_account(const OneOf<AcmeCa>& before, const OneOf<AcmeCa>& after) {
  return visit_both(before, after, [](const auto& a, const auto& b) { return are_two(a, b); });
}

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
