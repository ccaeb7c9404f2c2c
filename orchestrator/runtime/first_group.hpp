#pragma once

#include "events/log/event_log.hpp"
#include "orchestrator/runtime/orchestrator.hpp"

namespace kigen::orchestrator {

/// Makes the first user group, "samplegroup", unless the log ever said something of it (R3): services and
/// users of a log that knows no groups are in it. It is a group like others from then on.
Task<Result<>> ensure_first_group(Orchestrator& orchestrator, events::EventLog& log);

}  // namespace kigen::orchestrator
