#pragma once

#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "events/core/task.hpp"

namespace kigen {

/// Whether a sleeper may be cancelled.
enum class Patience { cancellable, to_the_end };

/// Where one coroutine sleeps until any thread wakes it. Lives on the sleeper's executor, so it dies with it:
/// who wakes holds it weakly. That executor must run the coroutine's steps one at a time (a loop, or a
/// strand).
class Wake : public std::enable_shared_from_this<Wake> {
 public:
  explicit Wake(asio::any_io_executor executor);

  /// True once woken, at once if that was before; false when the caller was cancelled first.
  /// With to_the_end a cancellation is left to the caller's next co_await.
  Task<bool> sleep(Patience patience);
  /// Any thread; only the first call counts.
  void wake();

 private:
  asio::steady_timer timer_;
  std::atomic<bool> woken_ = false;
};

}  // namespace kigen
