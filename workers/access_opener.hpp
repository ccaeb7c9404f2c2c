#pragma once

#include "orchestrator/ports/ssh.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/states.hpp"

namespace kigen::workers {

/// An access with its secrets fetched: what a login needs.
Task<Result<orchestrator::SshTarget>> open_access(orchestrator::Access access, orchestrator::Vault& vault);

}  // namespace kigen::workers
