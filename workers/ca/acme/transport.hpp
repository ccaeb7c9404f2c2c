#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/https.hpp"
#include "workers/ca/acme/account.hpp"
#include "workers/ca/acme/jws.hpp"
#include "workers/ca/acme/problem_errors.hpp"
#include "workers/ca/acme/resources.hpp"

namespace kigen::workers::ca::acme {

/// Who signs: the account's key, and its URL once the CA has given one.
struct Signer {
  const AccountKey& key;
  std::string account_url = {};
};

/// A CA's answer to a signed request, of any status.
struct Reply {
  std::string url = {};  ///< that was asked
  unsigned status = 0;
  std::string body = {};
  std::string location = {};                ///< checked to be the CA's; empty when there was none
  std::optional<Instant> retry_after = {};  ///< at most 30 days away
  std::optional<Problem> problem = {};      ///< of a status from 400 on

  Refusal refusal() const { return {url, status, problem.value_or(Problem{}), retry_after}; }
};

/// Signed requests to ACME servers (RFC 8555 §6): directory, nonces, the waits a CA asked for. One loop.
///
/// Every URL that a CA gives must be https on the host and port of its directory, and redirects are refused:
/// a CA that names another host could make us send signed requests there, and no CA in use needs it.
class Transport {
 public:
  Transport(orchestrator::Https& https, orchestrator::Clock& clock) : https_(https), clock_(clock) {}

  /// Read at most once an hour.
  Task<Result<Directory>> directory(const AcmeAccount& ca, Instant deadline);

  /// One signed request, repeated with a new nonce while the CA refuses the nonce (§6.5). Fails with
  /// unreachable, unexpected_answer, unavailable and rate_limited. The latter two bear the CA's Retry-After:
  /// of an unavailable CA nothing is asked before; of a limit the same request, as limits are often about one
  /// name.
  Task<Result<Reply>> post(const AcmeAccount& ca, const Signer& signer, std::string url, std::string payload,
                           Instant deadline);

 private:
  /// What the CA asked for.
  struct Pause {
    Instant until = {};
    std::string words = {};
  };
  /// What is remembered of one CA.
  struct Ca {
    std::optional<Directory> directory = {};
    Instant directory_read = {};
    std::vector<std::string> nonces = {};
    std::map<std::string, Pause> pauses = {};  ///< by request: URL and payload
    Pause unavailable = {};
  };

  Task<Result<orchestrator::HttpResponse>> exchange(const AcmeAccount& ca, orchestrator::HttpRequest request,
                                                    bool changes, Instant deadline);
  Task<Result<std::string>> take_nonce(const AcmeAccount& ca, Instant deadline);
  Result<> check_url(const AcmeAccount& ca, const std::string& url) const;
  Result<Reply> read_reply(const AcmeAccount& ca, std::string url, orchestrator::HttpResponse response);
  std::optional<Instant> wait_of(const orchestrator::HttpResponse& response) const;
  std::unexpected<Error> pause(Ca& state, const std::string& request, const Reply& reply);
  Result<> check_pause(const Pause& pause, orchestrator::ca_errc code) const;
  Ca& state_of(const AcmeAccount& ca) { return cas_[ca.directory_url]; }

  orchestrator::Https& https_;
  orchestrator::Clock& clock_;
  std::map<std::string, Ca> cas_;  // by directory URL
};

}  // namespace kigen::workers::ca::acme
