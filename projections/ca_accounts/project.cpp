#include "projections/ca_accounts/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const CaAccountDetail& account) {
  return {"name/" + key_of(lower(account.name))};
}

}  // namespace

void show(CaAccountDetail& row, const CaAccount& account) {
  const auto& settings = account.settings;
  row.id = account.id;
  row.version = account.version;
  row.name = settings.name;
  row.kind = settings.kind;
  row.directory_url = settings.directory_url;
  row.contact = settings.contact;
  row.trust_pem = settings.trust_pem;
  row.challenge = settings.challenge;
  row.dns_hook = settings.dns_hook;
  row.external_key_id = settings.external_key_id;
  row.parallel_orders = settings.parallel_orders;
  row.has_external_key = settings.external_key.has_value();
  row.has_account_key = settings.account_key.has_value();
  row.account_url = account.account_url;
  row.registered = !account.account_url.empty();
}

CaAccounts::CaAccounts(Store& store)
    : View("ca-account", 1), store_(store), accounts_(store, "ca-account/row", indexes_of) {}

Result<> CaAccounts::fold(const Fact& fact) {
  const auto* const account = fact.state<CaAccount>();
  if (account == nullptr) return {};
  const auto key = key_of(account->id);
  if (account->deleted) return accounts_.erase(key);
  TRY(auto* const row, accounts_.at(key));
  show(*row, *account);
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

}  // namespace kigen::projections
