#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class apply_errc {
  unknown_apply = 1,  ///< never requested, or ended
  unknown_node,
  node_disabled,
  service_disabled,
  apply_open,     ///< another apply of the node waits, runs or is stuck
  no_generation,  ///< nothing to install in that slot
  no_key,         ///< the key is elsewhere
  not_yet_valid,  ///< now, or at the time that was asked for
  too_late,       ///< it runs
  not_stuck,      ///< there is no rollback to retry
  wrong_stage,    ///< a report that does not fit where the apply stands
  not_a_report,
  scheduled_in_past,
};
std::error_code make_error_code(apply_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::apply_errc> : std::true_type {};
