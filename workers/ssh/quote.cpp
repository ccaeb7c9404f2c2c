#include "workers/ssh/quote.hpp"

#include <algorithm>

#include "orchestrator/ports/ssh.hpp"

namespace kigen::workers::ssh {

std::string quote(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'')
      quoted += "'\\''";
    else
      quoted += c;
  }
  return quoted + "'";
}

Result<std::string> command_line(const std::vector<std::string>& arguments) {
  if (arguments.empty()) return fail(orchestrator::ssh_errc::command_failed, "no program to run");
  std::string line;
  for (const auto& argument : arguments) {
    if (argument.contains('\0'))
      return fail(orchestrator::ssh_errc::command_failed,
                  "an argument of " + arguments[0] + " holds a NUL byte");
    line += (line.empty() ? "" : " ") + quote(argument);
  }
  return line;
}

}  // namespace kigen::workers::ssh
