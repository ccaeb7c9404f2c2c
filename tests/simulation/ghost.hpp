#pragma once

#include "tests/simulation/process.hpp"

namespace kigen::simulation {

/// A worker that was replaced and does not know it: says once more, under a lease that has ended, what was
/// said under it. Nobody may believe it.
Task<Result<>> haunt(Process& process, const Surroundings& around, SimRandom& random);

}  // namespace kigen::simulation
