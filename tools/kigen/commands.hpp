#pragma once

#include <CLI/CLI.hpp>

namespace kigen::tools {

// Each adds one subcommand of the server side; the process's exit code goes into `exit_code`.
void add_serve(CLI::App& app, int& exit_code);
void add_init(CLI::App& app, int& exit_code);
void add_verify(CLI::App& app, int& exit_code);
void add_replay(CLI::App& app, int& exit_code);
void add_export(CLI::App& app, int& exit_code);
void add_licences(CLI::App& app, int& exit_code);
void add_recover(CLI::App& app, int& exit_code);
void add_vault(CLI::App& app, int& exit_code);
/// Claims the first admin of a running server.
void add_bootstrap(CLI::App& app, int& exit_code);

}  // namespace kigen::tools
