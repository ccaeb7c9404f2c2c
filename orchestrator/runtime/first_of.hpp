#pragma once

#include "events/core/task.hpp"

namespace kigen::orchestrator {

/// Runs both on the caller's executor until one of them ended, then cancels the other and waits for it too,
/// so that nothing they refer to is outlived. Returns which ended first: 0 or 1. Rethrows what that one
/// threw.
Task<std::size_t> first_of(Task<void> a, Task<void> b);

}  // namespace kigen::orchestrator
