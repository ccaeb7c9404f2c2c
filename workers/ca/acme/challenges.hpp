#pragma once

#include <string>
#include <utility>
#include <vector>

#include "orchestrator/ports/clock.hpp"
#include "orchestrator/runtime/troubles.hpp"
#include "workers/ca/acme/account.hpp"
#include "workers/ca/acme/dns_hook.hpp"
#include "workers/ca/acme/http_challenges.hpp"
#include "workers/ca/acme/jws.hpp"
#include "workers/ca/acme/resources.hpp"

namespace kigen::workers::ca::acme {

/// One challenge to answer, in one order.
struct ChallengeTask {
  std::string order = {};  ///< its URL
  const AuthorizationResource& authorization;
  const ChallengeResource& challenge;
};

/// Puts in place what a CA wants to see, and takes it away: a token on our listener (http-01) or a TXT record
/// through the account's hook (dns-01). Keeps nothing but the listener's tokens: all follows from order and
/// account key, so that it also works in the process after a crash. One loop.
class Challenges {
 public:
  Challenges(HttpChallenges& http, orchestrator::Clock& clock, orchestrator::Troubles& troubles,
             HookFolder hooks)
      : http_(http), clock_(clock), troubles_(troubles), hooks_(std::move(hooks)) {}

  /// The account's kind of challenge in this authorization. Fails with refused when the CA does not offer it.
  static Result<ChallengeResource> choose(const AcmeAccount& ca, const AuthorizationResource& authorization);
  /// Fails with challenge_failed. `answered`: the CA was told before, so what outlives a process need not be
  /// repeated.
  Task<Result<>> prepare(const AcmeAccount& ca, const AccountKey& key, ChallengeTask task, bool answered,
                         Instant deadline);
  /// Failing to clean up fails nothing: it is logged.
  Task<void> clean_up(const AcmeAccount& ca, const AccountKey& key, ChallengeTask task, Instant deadline);
  void forget(const std::string& order) { http_.forget(order); }

 private:
  /// Whether the account's program works. Which name it was called for is told where its order is: everybody
  /// reads of troubles.
  void note(const AcmeAccount& ca, const Result<>& ended);

  HttpChallenges& http_;
  orchestrator::Clock& clock_;
  orchestrator::Troubles& troubles_;
  HookFolder hooks_;
};

/// Whether an authorization is for one of the names that were ordered: what a CA says beyond those is not
/// acted on.
bool was_ordered(const AuthorizationResource& authorization, const std::vector<std::string>& names);

/// "_acme-challenge.NAME" and the digest of the key authorization (RFC 8555 §8.4).
TxtRecord txt_record(const AuthorizationResource& authorization, const ChallengeResource& challenge,
                     const AccountKey& key);

}  // namespace kigen::workers::ca::acme
