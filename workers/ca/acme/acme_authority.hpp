#pragma once

#include <map>
#include <string>

#include "orchestrator/ports/certificate_authority.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/https.hpp"
#include "workers/ca/acme/accounts.hpp"
#include "workers/ca/acme/challenges.hpp"
#include "workers/ca/acme/transport.hpp"

namespace kigen::workers::ca::acme {

/// Any CA that speaks ACME (RFC 8555). An order is known by its URL. Nothing here sleeps: `advance` does what
/// can be done now, in at most one pass over the order, and says when to look again. One loop.
///
/// After a crash inside `submit` the CA may hold an order whose URL we never saw. ACME cannot be asked for
/// it: the list of an account's orders (§7.1.2.1) is optional and the big CAs leave it out. So `find` knows
/// an order by its URL only, and an order without one counts as not made. That is safe: a pending order that
/// nobody finalizes issues nothing and expires.
class AcmeAuthority final : public orchestrator::CertificateAuthority {
 public:
  /// `troubles` hears how the program for dns-01 fares, which is one of `hooks`.
  AcmeAuthority(orchestrator::Https& https, HttpChallenges& http_challenges, orchestrator::Clock& clock,
                orchestrator::Troubles& troubles, HookFolder hooks = HookFolder())
      : clock_(clock),
        transport_(https, clock),
        accounts_(transport_),
        challenges_(http_challenges, clock, troubles, std::move(hooks)) {}

  Task<Result<std::string>> register_account(orchestrator::CaCredentials ca, Instant deadline) override;
  Task<Result<orchestrator::CaOrderStatus>> submit(orchestrator::CaCredentials ca,
                                                   orchestrator::CaOrderRequest request,
                                                   Instant deadline) override;
  Task<Result<std::optional<orchestrator::CaOrderStatus>>> find(orchestrator::CaCredentials ca,
                                                                orchestrator::CaOrderRequest request,
                                                                Instant deadline) override;
  Task<Result<orchestrator::CaOrderStatus>> advance(orchestrator::CaCredentials ca,
                                                    orchestrator::CaOrderRequest request,
                                                    Instant deadline) override;
  /// Deactivates the order's authorizations (RFC 8555 §7.5.2), so that nothing more comes of it.
  Task<Result<>> abandon(orchestrator::CaCredentials ca, orchestrator::CaOrderRequest request,
                         Instant deadline) override;
  Task<Result<std::string>> download(orchestrator::CaCredentials ca, orchestrator::CaOrderRequest request,
                                     Instant deadline) override;

 private:
  struct Call;   // what one call works with
  struct Found;  // an order as the CA shows it now
  struct Seen;   // what the CA says of one name
  /// When the CA was told last to look, and how often.
  struct Told {
    Instant at = {};
    int times = 0;
  };

  Task<Result<Reply>> post(const Call& call, const std::string& url, std::string payload);
  Task<Result<Found>> read_order(const Call& call);
  Task<Result<orchestrator::CaOrderStatus>> explain(const Call& call, const Found& found);
  Task<Result<AuthorizationResource>> read_authorization(const Call& call, const std::string& url);
  Task<Result<orchestrator::CaOrderStatus>> validate(const Call& call, const Found& found);
  Task<Result<Seen>> answer(const Call& call, const std::string& authorization_url);
  Task<Result<>> tell(const Call& call, const AuthorizationResource& authorization,
                      const ChallengeResource& challenge);
  bool is_due(const Call& call, const ChallengeResource& challenge) const;
  /// Null when this process told the CA nothing of it.
  const Told* find_told(const std::string& order, const std::string& challenge) const;
  void forget(const std::string& order);
  Task<Result<orchestrator::CaOrderStatus>> finalize(const Call& call, const Found& found);
  Task<Result<>> clean_up(const Call& call, const OrderResource& order);

  orchestrator::Clock& clock_;
  Transport transport_;
  Accounts accounts_;
  Challenges challenges_;
  std::map<std::string, std::map<std::string, Told>>
      told_;  // by order: challenges that this process answered
};

}  // namespace kigen::workers::ca::acme
