#pragma once

#include <functional>
#include <map>

#include "events/core/instant.hpp"

namespace kigen::simulation {

/// What is on its way and arrives whatever became of its sender: requests that had left, scripts that a host
/// goes on with when the connection is gone.
class Transit {
 public:
  void send(Instant arrival, std::function<void()> act) { acts_.emplace(arrival, std::move(act)); }
  /// All that is due by now happens.
  void arrive(Instant now) {
    while (!acts_.empty() && acts_.begin()->first <= now) acts_.extract(acts_.begin()).mapped()();
  }

 private:
  std::multimap<Instant, std::function<void()>> acts_;
};

}  // namespace kigen::simulation
