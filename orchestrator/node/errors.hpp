#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class node_errc {
  unknown_node = 1,
  name_taken,  ///< by another node of the service
  apply_open,  ///< an apply waits, runs or is stuck
  node_disabled,
  leftovers,  ///< something of an apply is to be taken away from the host
  no_check,   ///< the node's check method is none
};
std::error_code make_error_code(node_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::node_errc> : std::true_type {};
