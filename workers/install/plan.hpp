#pragma once

#include "orchestrator/ports/install.hpp"
#include "workers/install/errand.hpp"

namespace kigen::workers::install {

/// All of a plan but certificates, key and what is done about the host's identity.
Result<orchestrator::InstallPlan> plan_for(const Errand& errand);

}  // namespace kigen::workers::install
