#pragma once

#include "events/state/stamp.hpp"
#include "events/system_events.hpp"

namespace kigen::events {

/// The product's own life: one stream.
struct System {
  Version version = 0;
  bool stopped_cleanly = true;  ///< the run before ended with system.stopped (or there was none)
};

System evolve(System system, const SystemEvent& event, const Stamp& stamp);

}  // namespace kigen::events
