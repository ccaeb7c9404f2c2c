#pragma once

#include <string>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/task.hpp"
#include "orchestrator/ports/clock.hpp"

namespace kigen::workers::ca::acme {

struct ProgramEnd {
  int exit_code = 0;        ///< 128 + n when signal n ended it
  std::string output = {};  ///< the first 4 KiB of stdout and stderr together
};

/// Runs the program that `program` has open directly, without a shell; a script finds itself as
/// /proc/self/fd/3. Its environment is PATH and LC_ALL, its standard input is empty, its working directory
/// "/", its process group its own. At `deadline`, or when the caller is cancelled, the whole group is killed.
/// Fails with the system's error when it cannot start; timed_out.
Task<Result<ProgramEnd>> run_program(int program, std::vector<std::string> arguments,
                                     orchestrator::Clock& clock, Instant deadline);

}  // namespace kigen::workers::ca::acme
