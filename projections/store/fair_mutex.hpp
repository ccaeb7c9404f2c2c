#pragma once

#include <mutex>
#include <shared_mutex>

namespace kigen::projections {

/// A shared mutex whose writer is not starved: readers that come after it wait until it is done.
class FairMutex {
 public:
  std::shared_lock<std::shared_mutex> shared() {
    const std::lock_guard turn(turn_);
    return std::shared_lock(state_);
  }
  std::unique_lock<std::shared_mutex> unique() {
    const std::lock_guard turn(turn_);
    return std::unique_lock(state_);
  }

 private:
  std::mutex turn_;
  std::shared_mutex state_;
};

}  // namespace kigen::projections
