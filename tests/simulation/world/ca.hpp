#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/ports/https.hpp"

namespace kigen::simulation {

struct AcmeAuthorization;
struct AcmeOrder;
struct AcmeProblem;
struct SignedRequest;

struct SimCaOptions {
  std::string base = "https://ca.test";  ///< of all its URLs; the directory is at /dir
  Duration validity = std::chrono::hours(24 * 90);
  Duration order_life = std::chrono::hours(24 * 7);  ///< of orders and authorizations that come to nothing
  /// MAC keys (base64url) by key id; not empty = new accounts need a binding (RFC 8555 §7.3.4).
  std::map<std::string, Secret> external_keys = {};
  bool reuses_authorizations = false;  ///< a name proved once needs no new proof
  bool orders_say_why = true;  ///< an invalid order names the error; for some CAs only its authorizations do
  int checks_before_validation = 1;  ///< looks at order or authorization until a challenge's result is there
  int checks_before_issuance = 0;    ///< looks at the order that still show "processing"
};

/// An ACME server (RFC 8555) that checks everything a server must: nonces, signatures, who owns what, states.
/// http-01 only. Certificates are real, by a root and intermediate made once per process. Passive: it acts
/// within handle() and nowhere else, so its state is the same whether or not the answer arrives. One thread.
class SimCa {
 public:
  /// Fetches http://DOMAIN/PATH and returns the body of a 200; an error is what the CA complains about.
  using Fetch = std::function<Result<std::string>(std::string domain, std::string path)>;

  explicit SimCa(SimCaOptions options, Fetch fetch);
  ~SimCa();
  SimCa(SimCa&&) = delete;

  orchestrator::HttpResponse handle(const orchestrator::HttpRequest& request, Instant now);
  std::string directory_url() const { return options_.base + "/dir"; }
  static const std::string& root_pem();

  // Levers. All of them last until changed.
  struct Trouble {
    /// The next requests of this kind are answered 500 serverInternal, before or after they took effect.
    int errors_before = 0;
    int errors_after = 0;
    int rate_limited = 0;  ///< the next requests are answered 429
    std::optional<Duration> retry_after = std::chrono::hours(1);
    int refused_nonces = 0;  ///< good nonces that are refused all the same (§6.5)
  };
  enum class Request : std::uint8_t { new_account, new_order, challenge, finalize, read };
  Trouble& trouble(Request kind) { return trouble_[kind]; }
  /// Names it will not sign for: rejectedIdentifier.
  void block(std::string name) { blocked_.insert(std::move(name)); }
  /// Forgets accounts and orders, as pebble does at a restart. The counts stay.
  void lose_memory();
  void deactivate_accounts();
  /// No lever is set any more.
  void calm() { trouble_.clear(); }
  /// Whether it would still find an order that it once made.
  bool knows(const std::string& order_url) const;
  /// The names in a request for a new order; none for other requests.
  std::optional<std::set<std::string>> names_ordered(const orchestrator::HttpRequest& request) const;

  // Counts, for invariants.
  struct OrderFacts {
    std::string url = {};
    std::string account = {};  ///< thumbprint of its key (RFC 7638)
    std::set<std::string> names = {};
    std::string status = {};
    std::string certificate_pem = {};  ///< leaf, once issued
    std::string serial = {};           ///< upper-case hex, once issued
    Instant made = {};
  };
  const std::vector<OrderFacts>& orders() const;  ///< all ever made, oldest first
  /// URLs of the orders whose CSR it took: from then on it issues.
  const std::vector<std::string>& finalized() const;
  std::size_t accounts_made() const { return accounts_made_; }
  std::size_t certificates_issued() const { return issued_; }

 private:
  struct State;
  struct Call;

  orchestrator::HttpResponse answer(const orchestrator::HttpRequest& request, Instant now);
  std::string new_nonce();
  Call accepted(const orchestrator::HttpRequest& request, Instant now);
  void split(const std::string& url, Call& call) const;
  std::string account_of(const SignedRequest& request) const;
  orchestrator::HttpResponse perform(const Call& call);
  orchestrator::HttpResponse route(const Call& call);
  orchestrator::HttpResponse register_account(const Call& call);
  orchestrator::HttpResponse account_answer(unsigned status, const std::string& id) const;
  orchestrator::HttpResponse read_account(const Call& call);
  orchestrator::HttpResponse make_order(const Call& call);
  orchestrator::HttpResponse read_order(const Call& call);
  orchestrator::HttpResponse finalize_order(const Call& call);
  orchestrator::HttpResponse answer_challenge(const Call& call);
  orchestrator::HttpResponse read_authorization(const Call& call);
  orchestrator::HttpResponse read_certificate(const Call& call);
  template <class Resource>
  static Resource& owned(std::map<std::string, Resource>& all, const Call& call);
  std::string authorize(const Call& call, const std::string& name);
  void validate_if_due(AcmeAuthorization& authorization);
  std::optional<AcmeProblem> validation_error(const AcmeAuthorization& authorization) const;
  void settle(AcmeOrder& order, Instant now);
  void issue(AcmeOrder& order, Instant now);

  SimCaOptions options_;
  Fetch fetch_;
  std::unique_ptr<State> state_;
  std::set<std::string> blocked_;
  std::map<Request, Trouble> trouble_;
  std::size_t accounts_made_ = 0;
  std::size_t issued_ = 0;
};

}  // namespace kigen::simulation
