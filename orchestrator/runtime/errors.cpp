#include "orchestrator/runtime/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(command_errc code) {
  static const TableCategory table(
      "command", {
                     {int(command_errc::id_reused), "command_id_reused",
                      "the command id was used for another command before", 17},
                     {int(command_errc::failed), "decision_failed",
                      "the decision ended unexpectedly; the server's log says more", 98, Failure::permanent,
                      Answer::internal},
                 });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
