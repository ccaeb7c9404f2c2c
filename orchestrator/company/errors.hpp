#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class company_errc {
  unknown_site = 1,
  site_name_taken,
  site_used,  ///< a node stands there
};
std::error_code make_error_code(company_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::company_errc> : std::true_type {};
