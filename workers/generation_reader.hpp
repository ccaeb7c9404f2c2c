#pragma once

#include "events/log/event_log.hpp"
#include "events/service_events.hpp"
#include "orchestrator/states.hpp"

namespace kigen::workers {

/// The certificates of a slot, from the record that registered them: the World keeps facts, not texts.
Task<Result<events::Generation>> read_generation(events::EventLog& log, Position registered_at);

}  // namespace kigen::workers
