#pragma once

#include <cstdint>

#include "events/core/instant.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::orchestrator {

/// Exponential backoff with full jitter: uniform in [0, min(cap, base · 2^(attempt-1))], at least a tenth of
/// that bound so that a retry is never immediate. `attempt` counts from 1.
Duration backoff(std::uint32_t attempt, Duration base, Duration cap, Random& random);

}  // namespace kigen::orchestrator
