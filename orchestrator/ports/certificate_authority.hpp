#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"
#include "events/core/secret.hpp"
#include "events/core/task.hpp"

namespace kigen::orchestrator {

enum class ca_errc {
  unreachable = 1,
  unavailable,    ///< the CA, or what is before it, says that it cannot answer now
  rate_limited,   ///< the detail holds the CA's words; not_before says when
  refused,        ///< the CA's final no: rejected identifier, bad CSR, unauthorized account
  order_invalid,  ///< a validation failed for good
  unexpected_answer,
  account_unusable,
  order_not_found,
  outcome_unknown,    ///< the request may have been taken
  challenge_pending,  ///< the CA has looked, and not found what it wants yet
  challenge_failed,   ///< what the CA wants to see could not be put in place here
  foreign_name,       ///< the CA wants proof of a name that nobody ordered
};
std::error_code make_error_code(ca_errc code);

/// What an ACME account needs to speak with its CA.
struct AcmeCredentials {
  std::string directory_url = {};
  std::string trust_pem = {};  ///< extra roots for the CA's own TLS
  std::string contact = {};    ///< mail address or empty
  std::string external_key_id = {};
  Secret external_key = {};  ///< external account binding MAC key, base64url
  Secret account_key = {};   ///< PEM
  std::string challenge = "http-01";
  std::string dns_hook = {};  ///< name of the program for dns-01: HOOK add|remove NAME VALUE
};

/// By the kind of CA.
using KindCredentials = std::variant<AcmeCredentials>;

/// What an account needs to speak with its CA; secrets fetched from the vault by the caller.
struct CaCredentials {
  KindCredentials ca = {};
  std::string account_url = {};  ///< known after the first registration
  std::string proxy = {};
};

struct CaOrderRequest {
  std::string request_key = {};  ///< of the attempt; CAs that can, keep it
  std::string common_name = {};
  std::vector<std::string> names = {};  ///< all DNS names, the common name first
  std::string csr_pem = {};
  std::optional<std::string> previous_order = {};
  std::string ca_order = {};  ///< the CA's order once it is known; empty before
};

enum class CaStage : std::uint8_t { pending, ready, processing, issued, invalid };

struct CaOrderStatus {
  CaStage stage = CaStage::pending;
  std::string ca_order = {};  ///< the CA's name for the order
  std::string detail = {};    ///< the CA's own status word or problem text
  std::optional<Instant> retry_after = {};
  std::string trouble = {};  ///< what the CA did not find yet, in its words; it goes on trying
};

/// One kind of CA, given credentials of its kind alone. Calls are safe to repeat with the same request key
/// once the CA's order is known.
class CertificateAuthority {
 public:
  virtual ~CertificateAuthority() = default;
  /// Makes sure the account exists; returns its URL or name.
  virtual Task<Result<std::string>> register_account(CaCredentials credentials, Instant deadline) = 0;
  /// Asks for a new order. Nothing is validated yet.
  virtual Task<Result<CaOrderStatus>> submit(CaCredentials credentials, CaOrderRequest request,
                                             Instant deadline) = 0;
  /// After a crash: the order that `submit` with this request may have made, if the CA can tell.
  virtual Task<Result<std::optional<CaOrderStatus>>> find(CaCredentials credentials, CaOrderRequest request,
                                                          Instant deadline) = 0;
  /// Does what the order needs next (answers challenges, finalizes with the CSR) and tells where it stands.
  virtual Task<Result<CaOrderStatus>> advance(CaCredentials credentials, CaOrderRequest request,
                                              Instant deadline) = 0;
  /// Nobody wants the order any more: takes away what was put in place for it, and tells the CA where it can
  /// be told. What the CA holds by itself expires.
  virtual Task<Result<>> abandon(CaCredentials credentials, CaOrderRequest request, Instant deadline) = 0;
  /// The issued chain, leaf first, PEM.
  virtual Task<Result<std::string>> download(CaCredentials credentials, CaOrderRequest request,
                                             Instant deadline) = 0;
};

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::ca_errc> : std::true_type {};
