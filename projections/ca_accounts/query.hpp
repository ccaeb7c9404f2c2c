#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/state/ca_account.hpp"
#include "projections/page.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// A CA account without its secrets (R14): of those, only whether they are there.
struct CaAccountDetail {
  CaAccountId id = {};
  Version version = 0;
  std::string name = {};
  events::CaKind kind = events::CaKind::acme;
  std::string directory_url = {};
  std::string contact = {};
  std::string trust_pem = {};
  events::AcmeChallenge challenge = events::AcmeChallenge::http_01;
  std::string dns_hook = {};
  std::string external_key_id = {};
  std::uint32_t parallel_orders = 4;
  bool has_external_key = false;
  bool has_account_key = false;
  std::string account_url = {};  ///< once the CA knows us
  bool registered = false;

  static constexpr auto fields = events::field_list(
      events::field("id", &CaAccountDetail::id), events::field("version", &CaAccountDetail::version),
      events::field("name", &CaAccountDetail::name), events::field("kind", &CaAccountDetail::kind),
      events::field("directoryUrl", &CaAccountDetail::directory_url),
      events::field("contact", &CaAccountDetail::contact),
      events::field("trustPem", &CaAccountDetail::trust_pem),
      events::field("challenge", &CaAccountDetail::challenge),
      events::field("dnsHook", &CaAccountDetail::dns_hook),
      events::field("externalKeyId", &CaAccountDetail::external_key_id),
      events::field("parallelOrders", &CaAccountDetail::parallel_orders),
      events::field("hasExternalKey", &CaAccountDetail::has_external_key),
      events::field("hasAccountKey", &CaAccountDetail::has_account_key),
      events::field("accountUrl", &CaAccountDetail::account_url),
      events::field("registered", &CaAccountDetail::registered));
};

/// What the row has from the aggregate: all of it.
void show(CaAccountDetail& row, const events::CaAccount& account);

/// CA accounts. Queries: any thread.
class CaAccounts final : public View {
 public:
  explicit CaAccounts(Store& store);

  Result<Seen<CaAccountDetail>> detail(CaAccountId id) const;
  /// By name, those whose name has `search` in it; ASCII letters in either case.
  Result<Page<CaAccountDetail>> list(const Paging& paging, std::string_view search = {}) const;

  Result<> fold(const Fact& fact) override;

 private:
  std::vector<AnyTable*> tables() override { return {&accounts_}; }

  Store& store_;
  Table<CaAccountDetail> accounts_;
};

}  // namespace kigen::projections
