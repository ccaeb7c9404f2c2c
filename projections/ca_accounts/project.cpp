#include "events/core/overloaded.hpp"
#include "projections/ca_accounts/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const CaAccountDetail& account) {
  return {"name/" + key_of(lower(account.name))};
}

void set(CaAccountDetail& account, const CaAccountSettings& settings) {
  account.name = settings.name;
  account.kind = settings.kind;
  account.directory_url = settings.directory_url;
  account.contact = settings.contact;
  account.trust_pem = settings.trust_pem;
  account.challenge = settings.challenge;
  account.dns_hook = settings.dns_hook;
  account.external_key_id = settings.external_key_id;
  account.has_external_key = settings.external_key.has_value();
  account.has_account_key = settings.account_key.has_value();
}

void evolve(CaAccountDetail& account, const Fact& fact, const CaAccountEvent& event) {
  std::visit(overloaded{
                 [&](const CaAccountCreated& e) { set(account, e.settings); },
                 [&](const CaAccountEdited& e) { set(account, e.settings); },
                 [](const CaAccountDeleted&) {},
                 [&](const CaAccountRegistered& e) {
                   account.account_url = e.account_url;
                   account.registered = true;
                 },
             },
             event);
  account.version = fact.record.version;
}

}  // namespace

CaAccounts::CaAccounts(Store& store) : store_(store), accounts_(store, "ca-account", indexes_of) {}

Result<> CaAccounts::fold(const Fact& fact) {
  const auto* const event = std::get_if<CaAccountEvent>(&fact.event);
  if (event == nullptr) return {};
  const CaAccountId id{fact.id};
  if (std::holds_alternative<CaAccountDeleted>(*event)) return accounts_.erase(key_of(id));
  if (std::holds_alternative<CaAccountCreated>(*event)) TRY_DO(accounts_.put(key_of(id), {.id = id}));
  TRY(auto* const account, accounts_.edit(key_of(id)));
  if (account != nullptr) evolve(*account, fact, *event);
  return {};
}

// --- answers ---

Result<Seen<CaAccountDetail>> CaAccounts::detail(CaAccountId id) const {
  const auto reading = store_.reading();
  TRY(auto account, accounts_.require(key_of(id), "CA account " + to_text(id)));
  return Seen<CaAccountDetail>{store_.position(), std::move(account)};
}

Result<Page<CaAccountDetail>> CaAccounts::list(const Paging& paging, std::string_view search) const {
  const auto reading = store_.reading();
  return accounts_.list(
      "name/", paging, Direction::forward,
      [wanted = lower(search)](const CaAccountDetail& row) { return lower(row.name).contains(wanted); });
}

Result<> CaAccounts::write(Batch& batch) { return accounts_.write(batch); }
void CaAccounts::commit() { accounts_.commit(); }

}  // namespace kigen::projections
