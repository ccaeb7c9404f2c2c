#pragma once

#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"

namespace kigen::tools {

enum class secret_errc {
  unreadable = 1,
  missing,  ///< an empty line, or nothing
  differs,  ///< the second time
};
std::error_code make_error_code(secret_errc code);

/// What somebody alone shall know, never taken from the command line, which everybody on the machine can
/// read: the first line of a file, or for "-" the next line of standard input. A terminal is asked for `what`
/// and does not show it.
Result<Secret> ask_secret(const std::string& file, std::string_view what);
/// The same for one that is made up now: a terminal is asked twice.
Result<Secret> ask_new_secret(const std::string& file, std::string_view what);

}  // namespace kigen::tools

template <>
struct std::is_error_code_enum<kigen::tools::secret_errc> : std::true_type {};
