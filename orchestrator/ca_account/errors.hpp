#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class ca_account_errc {
  no_hook = 1,                  ///< dns-01 without a program
  incomplete_external_account,  ///< key id or key missing (RFC 8555 §7.3.4)
  no_account_url,
};
std::error_code make_error_code(ca_account_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::ca_account_errc> : std::true_type {};
