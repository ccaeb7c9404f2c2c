#include "orchestrator/apply/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(apply_errc code) {
  static const TableCategory table(
      "apply",
      {
          {int(apply_errc::unknown_apply), "unknown_apply", "there is no such apply, or it has ended", 18,
           Failure::permanent, Answer::not_found},
          {int(apply_errc::unknown_node), "no_matching_node", "there is no such node", 2605,
           Failure::permanent, Answer::not_found},
          {int(apply_errc::node_disabled), "node_disabled", "the node is disabled; enable it first", 2611,
           Failure::permanent, Answer::conflict},
          {int(apply_errc::service_disabled), "service_disabled", "the service is disabled; enable it first",
           13, Failure::permanent, Answer::conflict},
          {int(apply_errc::apply_open), "apply_open",
           "an apply to this node waits, runs or is stuck; wait for its end or cancel it", 2601,
           Failure::permanent, Answer::conflict},
          {int(apply_errc::no_generation), "no_generation",
           "there is no certificate to install; order or import one first", 2404, Failure::permanent,
           Answer::conflict},
          {int(apply_errc::no_key), "no_key", "the certificate's private key is elsewhere; import it first",
           1651, Failure::permanent, Answer::conflict},
          {int(apply_errc::not_yet_valid), "not_yet_valid",
           "the certificate is not valid then; choose a later time", 2601, Failure::permanent,
           Answer::conflict},
          {int(apply_errc::too_late), "apply_runs", "the apply runs; it ends or is rolled back by itself",
           2601, Failure::permanent, Answer::conflict},
          {int(apply_errc::not_stuck), "apply_not_stuck",
           "only an apply whose rollback did not end is put back again", 2601, Failure::permanent,
           Answer::conflict},
          {int(apply_errc::wrong_stage), "wrong_apply_stage",
           "the report does not fit where the apply stands", 1614, Failure::permanent, Answer::conflict},
          {int(apply_errc::not_a_report), "not_an_apply_report", "this event is not reported but decided",
           1614},
          {int(apply_errc::scheduled_in_past), "scheduled_in_past",
           "this time has passed; choose a later one, or apply now", 2601},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
