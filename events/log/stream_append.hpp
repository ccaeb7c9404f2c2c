#pragma once

#include <vector>

#include "events/codec/event_codec.hpp"
#include "events/core/ids.hpp"

namespace kigen::events {

/// Events for one stream, wanted at exactly `expected` (0 = the stream must not exist).
struct StreamAppend {
  StreamId stream;
  Version expected = 0;
  std::vector<Encoded> events;
};

}  // namespace kigen::events
