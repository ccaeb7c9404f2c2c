#pragma once

#include "orchestrator/consequences.hpp"

// The recurring look at what a node serves (R26).
namespace kigen::orchestrator {

/// Enabled, of an enabled service, and with a check method.
bool wants_checks(const World& world, const Node& node);
/// Queues a check due now, or makes the one that waits due now.
void check_now(Consequences& then, const Node& node, std::int32_t priority);
/// Queues a check unless one waits or runs.
void ensure_checked(Consequences& then, const Node& node, Instant due);

}  // namespace kigen::orchestrator
