#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <string_view>

namespace kigen::tools {

/// A script that lets a shell ("bash", "zsh", "fish") complete the program's commands, their options and the
/// words that these take. `app` has all commands.
std::string completion_script(const CLI::App& app, std::string_view shell);

/// Adds `kigen completion SHELL`.
void add_completion(CLI::App& app, int& exit_code);

}  // namespace kigen::tools
