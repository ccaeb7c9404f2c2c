#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>

#include <chrono>
#include <cstdint>

#include "events/core/error.hpp"
#include "events/core/task.hpp"

namespace kigen::orchestrator {

/// A condition that coroutines of one executor wait for; the waiter re-checks what it waits for.
class Signal {
 public:
  explicit Signal(const asio::any_io_executor& executor) : timer_(executor, forever) {}
  /// Counts the notifications: read it before checking the condition, so that none is missed while starting
  /// to wait.
  std::uint64_t epoch() const { return epoch_; }
  /// Returns once there was a notification after `seen`; operation_canceled when the caller is cancelled.
  Task<Result<>> wait(std::uint64_t seen);
  Task<Result<>> wait() { return wait(epoch_); }
  void notify_all() {
    ++epoch_;
    timer_.expires_at(forever);  // completes all waits
  }

 private:
  using Timer =
      asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                 asio::any_io_executor>;
  static constexpr auto forever = std::chrono::steady_clock::time_point::max();
  Timer timer_;
  std::uint64_t epoch_ = 0;
};

}  // namespace kigen::orchestrator
