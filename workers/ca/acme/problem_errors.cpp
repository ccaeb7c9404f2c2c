#include "workers/ca/acme/problem_errors.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <string_view>

#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/certificate_authority.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::ca_errc;
using orchestrator::net_errc;

struct Meaning {
  std::string_view type;
  ca_errc code;
};
constexpr std::array meanings{
    Meaning{"accountDoesNotExist", ca_errc::account_unusable},
    Meaning{"externalAccountRequired", ca_errc::account_unusable},
    Meaning{"userActionRequired", ca_errc::account_unusable},
    Meaning{"invalidContact", ca_errc::account_unusable},
    Meaning{"unsupportedContact", ca_errc::account_unusable},
    Meaning{"badPublicKey", ca_errc::account_unusable},
    Meaning{"badSignatureAlgorithm", ca_errc::account_unusable},
    Meaning{"rateLimited", ca_errc::rate_limited},
    Meaning{"badNonce", ca_errc::unexpected_answer},       // a fresh nonce may do
    Meaning{"orderNotReady", ca_errc::unexpected_answer},  // the order's state tells what to do instead
    Meaning{"serverInternal", ca_errc::unavailable},
};

ca_errc meaning_of(unsigned status, const Problem& problem) {
  const auto known = std::ranges::find(meanings, problem.type, &Meaning::type);
  if (known != meanings.end()) return known->code;
  if (status == 429) return ca_errc::rate_limited;
  if (status >= 500) return ca_errc::unavailable;
  const bool says_why = !problem.type.empty();  // else it was cut short, or comes from something in between
  return says_why && status >= 400 && status < 500 ? ca_errc::refused : ca_errc::unexpected_answer;
}

bool was_never_sent(const std::error_code& code) {
  return code == net_errc::name_not_found || code == net_errc::unreachable || code == net_errc::tls_failed ||
         code == net_errc::malformed_request;
}

bool broke_off(const std::error_code& code) {
  return code == net_errc::timed_out || code == net_errc::connection_lost;
}

}  // namespace

Error to_error(const Refusal& refusal) {
  namespace http = boost::beast::http;
  const auto words = to_text(refusal.problem);
  const std::string phrase = http::obsolete_reason(http::int_to_status(refusal.status));
  Error error{make_error_code(meaning_of(refusal.status, refusal.problem))};
  error.detail = refusal.url + " answered " + std::to_string(refusal.status) + " " + phrase +
                 (words.empty() ? "" : ": " + words);
  error.not_before = refusal.retry_after;
  if (refusal.retry_after) error.detail += "; not before " + kigen::to_text(*refusal.retry_after);
  return error;
}

Error as_ca_error(const Error& error, bool changes) {
  if (was_never_sent(error.code)) return {make_error_code(ca_errc::unreachable), describe(error)};
  if (broke_off(error.code))
    return {make_error_code(changes ? ca_errc::outcome_unknown : ca_errc::unreachable), describe(error)};
  if (error.code == net_errc::malformed_answer)
    return {make_error_code(ca_errc::unexpected_answer), describe(error)};
  return error;
}

}  // namespace kigen::workers::ca::acme
