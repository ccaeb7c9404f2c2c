#pragma once

#include <list>
#include <optional>
#include <unordered_map>
#include <utility>

#include "events/log/sequencer.hpp"

namespace kigen::events {

/// Heads of the 65,536 streams used last. The appender's own; not thread-safe.
class HeadCache {
 public:
  std::optional<StreamHead> find(const StreamId& stream);
  void put(const StreamId& stream, const StreamHead& head);
  void clear();

 private:
  using Entry = std::pair<StreamId, StreamHead>;
  std::list<Entry> entries_;  // used last first
  std::unordered_map<StreamId, std::list<Entry>::iterator> places_;
};

}  // namespace kigen::events
