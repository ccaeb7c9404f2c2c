#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "events/core/mutex.hpp"
#include "events/core/task.hpp"

namespace kigen {

/// Whether a sleeper may be cancelled.
enum class Patience { cancellable, to_the_end };

/// Where one coroutine sleeps until any thread wakes it. Nothing of the sleeper's executor is kept here, so
/// that who wakes may hold it longer than that executor lives. The executor must run the coroutine's steps
/// one at a time (a loop, or a strand).
class Wake : public std::enable_shared_from_this<Wake> {
 public:
  explicit Wake(asio::any_io_executor executor);

  /// True once woken, at once if that was before; false when the caller was cancelled first.
  /// With to_the_end a cancellation is left to the caller's next co_await.
  Task<bool> sleep(Patience patience);
  /// Any thread; only the first call counts.
  void wake();

 private:
  struct Bed;
  bool is_woken();
  void cancel_timer();

  const asio::any_io_executor executor_;
  Mutex mutex_;
  bool woken_ GUARDED_BY(mutex_) = false;
  asio::steady_timer* timer_ GUARDED_BY(mutex_) =
      nullptr;  ///< in the frame of the sleeper; null when nobody sleeps
};

}  // namespace kigen
