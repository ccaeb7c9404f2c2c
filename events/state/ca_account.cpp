#include "events/state/ca_account.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

/// Another directory or account key is an account that the CA does not know yet.
void edited(CaAccount& account, const CaAccountSettings& settings) {
  if (settings.directory_url != account.settings.directory_url ||
      settings.account_key != account.settings.account_key)
    account.account_url.clear();
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
