#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "orchestrator/ports/ssh.hpp"
#include "workers/ssh/connection.hpp"

namespace kigen::workers::ssh {

/// Of what a host said, in an error: its end.
inline constexpr std::size_t told_bytes = 800;

/// Runs one program with these arguments, as the login user or, when `elevated`, as the target says (R23): a
/// password goes to su's or sudo's question, `input` to the program itself once it runs. `marker` is a fresh
/// random word of [0-9a-z]. Fails with execution_id_failed when su or sudo refuse.
Task<Result<orchestrator::CommandOutput>> run_command(Connection& connection,
                                                      const orchestrator::SshTarget& target,
                                                      std::vector<std::string> arguments, bool elevated,
                                                      Secret input, std::string marker);

}  // namespace kigen::workers::ssh
