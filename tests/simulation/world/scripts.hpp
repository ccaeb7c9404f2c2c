#pragma once

#include <span>
#include <string>
#include <string_view>

#include "tests/simulation/world/apache.hpp"
#include "tests/simulation/world/shell.hpp"

namespace kigen::simulation {

/// What a script runs on.
struct ScriptRun {
  Shell& shell;
  SimApache& apache;
  std::span<const std::string> arguments;  ///< "$1" …
  std::string_view input = {};             ///< its standard input
};

/// Does what /bin/sh does with a script of workers/install; false when it is none of them.
/// Throws as Shell does.
bool run_script(const std::string& text, ScriptRun& run);

}  // namespace kigen::simulation
