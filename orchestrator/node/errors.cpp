#include "orchestrator/node/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(node_errc code) {
  static const TableCategory table(
      "node", {
                  {int(node_errc::unknown_node), "unknown_node", "there is no such node", 1608,
                   Failure::permanent, Answer::not_found},
                  {int(node_errc::name_taken), "node_name_taken",
                   "another node of the service has this name; choose another one", 6, Failure::permanent,
                   Answer::conflict},
                  {int(node_errc::apply_open), "apply_open",
                   "an apply to this node waits, runs or is stuck; wait for its end or cancel it", 2601,
                   Failure::permanent, Answer::conflict},
                  {int(node_errc::node_disabled), "node_disabled", "the node is disabled; enable it first",
                   1615, Failure::permanent, Answer::conflict},
                  {int(node_errc::leftovers), "node_leftovers",
                   "what an apply left on the host is to be removed first; wait for the job "
                   "node.clean_up, or cancel it if you see to the host yourself",
                   2601, Failure::permanent, Answer::conflict},
                  {int(node_errc::no_check), "no_check_settings",
                   "the node is not to be checked; choose a check method in its settings", 1814,
                   Failure::permanent, Answer::conflict},
              });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
