#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class access_errc {
  no_login = 1,        ///< neither password nor key
  no_execution_login,  ///< elevation without what it needs
  no_identity,         ///< a pin or refusal without algorithm or fingerprint
  identity_changed,    ///< another identity is pinned; only a person may replace it
  moved_meanwhile,     ///< what was seen is of the place that it led to before
};
std::error_code make_error_code(access_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::access_errc> : std::true_type {};
