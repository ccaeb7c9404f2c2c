#include "events/state/system.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {

System evolve(System system, const SystemEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const SystemStarted&) { system.stopped_cleanly = false; },
                 [&](const SystemStopped&) { system.stopped_cleanly = true; },
                 unchanged_by<ConsequenceDeclined, PoliciesSettled>,
             },
             event);
  system.version = stamp.version;
  return system;
}

}  // namespace kigen::events
