#pragma once

#include <CLI/CLI.hpp>

namespace kigen::tools {

/// Adds `kigen NOUN VERB` for every verb of the client. The process's exit code goes into `exit_code`:
/// 0 done, 1 refused or ended badly, 2 wrong arguments, 3 server not reached.
void add_client_commands(CLI::App& app, int& exit_code);

}  // namespace kigen::tools
