#pragma once

#include <memory>

#include "orchestrator/jobs/handler.hpp"
#include "tests/simulation/witness.hpp"

namespace kigen::simulation {

/// `handler`, whose attempts the witness sees begin.
std::unique_ptr<orchestrator::JobHandler> watched(std::unique_ptr<orchestrator::JobHandler> handler,
                                                  Witness& witness);

}  // namespace kigen::simulation
