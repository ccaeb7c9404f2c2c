#pragma once

#include <vector>

#include "events/core/task.hpp"
#include "orchestrator/jobs/keyring.hpp"
#include "orchestrator/ports/vault.hpp"

namespace kigen::orchestrator {

/// At home. What the vault does not give is noted with its reason: only the work knows whether it matters.
Task<Keyring> gather_keyring(Vault& vault, std::vector<SecretRef> refs);

}  // namespace kigen::orchestrator
