#pragma once

#include "events/security_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

/// Who came in and who was kept out: one stream, on which nothing is decided.
struct Security {
  Version version = 0;
};

Security evolve(Security security, const SecurityEvent& event, const Stamp& stamp);

}  // namespace kigen::events
