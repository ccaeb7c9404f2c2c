#pragma once

#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

/// Where and when an event stands, for `evolve`.
struct Stamp {
  Position position = 0;
  Version version = 0;
  Instant time = {};
};

}  // namespace kigen::events
