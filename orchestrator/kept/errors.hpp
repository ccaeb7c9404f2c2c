#pragma once

#include <system_error>

namespace kigen::orchestrator {

/// What is refused of any kept thing. The detail says which thing.
enum class kept_errc {
  unknown = 1,
  name_taken,
  used,               ///< something refers to it
  unknown_reference,  ///< settings refer to what is not there, or is another kind of thing
};
std::error_code make_error_code(kept_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::kept_errc> : std::true_type {};
