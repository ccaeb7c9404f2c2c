#pragma once

#include <memory>

#include "events/log/event_log.hpp"
#include "projections/views.hpp"

namespace kigen::projections {

/// The views as they were when the log had `end` records (all of them, if it has fewer), folded in memory:
/// for auditors and `?at=` reads. To see the state right after an event, give its position + 1; for an
/// instant see position_at. `judges` as for Views::in_memory. Folds on the caller's executor: give it one
/// that may be busy.
Task<Result<std::unique_ptr<Views>>> fold_to(events::EventLog& log, Position end,
                                             std::shared_ptr<const Owners> judges = {});

}  // namespace kigen::projections
