#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class command_errc {
  id_reused = 1,  ///< the command id belongs to another command
  failed,         ///< the decision ended unexpectedly: a defect of ours
};
std::error_code make_error_code(command_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::command_errc> : std::true_type {};
