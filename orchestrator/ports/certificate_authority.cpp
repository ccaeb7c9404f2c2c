#include "orchestrator/ports/certificate_authority.hpp"

namespace kigen::orchestrator {
namespace {

const TableCategory& ca_category() {
  using enum ca_errc;
  static const TableCategory table(
      "ca",
      {{int(unreachable), "unreachable", "the CA could not be reached", 2103, Failure::transient,
        Answer::unavailable},
       {int(unavailable), "unavailable", "the CA cannot answer now", 2199, Failure::transient,
        Answer::unavailable},
       {int(rate_limited), "rate_limited", "the CA asks to wait", 2199, Failure::transient,
        Answer::too_many_requests},
       {int(refused), "refused", "the CA refused the request", 2199, Failure::permanent,
        Answer::unprocessable},
       {int(order_invalid), "order_invalid", "the CA declared the order invalid", 2199, Failure::permanent,
        Answer::unprocessable},
       {int(unexpected_answer), "unexpected_answer", "the CA's answer makes no sense", 2105,
        Failure::transient, Answer::unavailable},
       {int(account_unusable), "account_unusable", "the account with the CA cannot be used", 2199,
        Failure::permanent, Answer::unprocessable},
       {int(order_not_found), "order_not_found", "the CA does not know the order", 2104, Failure::permanent,
        Answer::not_found},
       {int(outcome_unknown), "outcome_unknown", "the CA may have taken the request", 2103, Failure::unknown,
        Answer::unavailable},
       {int(challenge_pending), "challenge_pending",
        "the CA has not found the proof yet; it is asked to look again", 2199, Failure::transient,
        Answer::unavailable},
       {int(challenge_failed), "challenge_failed", "the answer to the CA's challenge could not be prepared",
        2103, Failure::transient, Answer::unavailable},
       {int(foreign_name), "foreign_name",
        "the CA wants proof of a name that was not ordered; nothing was done for it", 2105,
        Failure::permanent, Answer::unprocessable}});
  return table;
}

}  // namespace

std::error_code make_error_code(ca_errc code) { return {int(code), ca_category()}; }

}  // namespace kigen::orchestrator
