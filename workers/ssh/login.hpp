#pragma once

#include "orchestrator/ports/ssh.hpp"
#include "workers/ssh/connection.hpp"

namespace kigen::workers::ssh {

/// Logs in (RFC 4252) with what the target offers and the host allows: private key, then password, then
/// keyboard-interactive (RFC 4256) when it asks one hidden question. Fails with login_failed or
/// unsupported_key.
Task<Result<>> log_in(Connection& connection, const orchestrator::SshTarget& target);

}  // namespace kigen::workers::ssh
