#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/mutex.hpp"
#include "events/core/reply.hpp"

namespace kigen::events {

/// How far a log has grown, and those who wait for more. Thread-safe.
class Growth {
 public:
  explicit Growth(Position end = 0) : end_(end) {}
  ~Growth() { close(); }

  Position end() const { return end_.load(std::memory_order_acquire); }
  /// See EventLog::wait_beyond.
  Task<Result<>> wait_beyond(Position position);

  /// The log ends at `end` now: wakes who waited for that.
  void advance(Position end);
  /// Wakes all with `closed`; who comes later gets it at once, unless there is something to read.
  void close();

 private:
  struct Waiter {
    Position beyond;
    std::weak_ptr<Reply<void>> reply;
  };
  Result<bool> look_or_wait(Position position, const std::shared_ptr<Reply<void>>& reply);

  std::atomic<Position> end_;
  Mutex mutex_;
  bool closed_ GUARDED_BY(mutex_) = false;
  std::vector<Waiter> waiters_ GUARDED_BY(mutex_);
};

}  // namespace kigen::events
