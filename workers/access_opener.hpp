#pragma once

#include "orchestrator/jobs/keyring.hpp"
#include "orchestrator/ports/install.hpp"
#include "orchestrator/states.hpp"

namespace kigen::workers {

/// An access with its secrets: what a login needs.
Result<orchestrator::InstallTarget> open_access(const orchestrator::Access& access,
                                                const orchestrator::Keyring& secrets);

}  // namespace kigen::workers
