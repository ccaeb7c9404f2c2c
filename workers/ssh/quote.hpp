#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"

namespace kigen::workers::ssh {

/// One word of a POSIX shell that means exactly `text` (POSIX.1-2017 Shell 2.2.2): every byte but NUL.
std::string quote(std::string_view text);

/// The arguments as one command line. Fails with command_failed when there is none or one holds a NUL, which
/// no argument of a program can.
Result<std::string> command_line(const std::vector<std::string>& arguments);

}  // namespace kigen::workers::ssh
