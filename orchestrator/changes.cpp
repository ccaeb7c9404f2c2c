#include "orchestrator/changes.hpp"

#include <algorithm>

namespace kigen::orchestrator {

void Changes::append(const StreamId& stream, Version at, events::Encoded event) {
  auto found = std::ranges::find(streams_, stream, &events::StreamAppend::stream);
  if (found == streams_.end()) found = streams_.insert(found, {stream, at, {}});
  found->events.push_back(std::move(event));
}

}  // namespace kigen::orchestrator
