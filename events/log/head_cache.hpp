#pragma once

#include <optional>
#include <unordered_map>

#include "events/log/sequencer.hpp"

namespace kigen::events {

/// Heads of the streams used last: the last 32,768 for sure, twice as many at the most. The appender's own;
/// not thread-safe.
class HeadCache {
 public:
  std::optional<StreamHead> find(const StreamId& stream);
  void put(const StreamId& stream, const StreamHead& head);
  void clear();

 private:
  using Heads = std::unordered_map<StreamId, StreamHead>;
  Heads young_;  // used since the last change of generation
  Heads old_;    // used in the generation before, and not since
};

}  // namespace kigen::events
