#include "events/core/wake.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace kigen {

/// The sleeper's timer, known to the Wake as long as the sleeper's frame lives.
struct Wake::Bed {
  explicit Bed(Wake& sleepers)
      : wake(sleepers), timer(wake.executor_, asio::steady_timer::time_point::max()) {
    const MutexLock lock(wake.mutex_);
    wake.timer_ = &timer;
  }
  ~Bed() {
    const MutexLock lock(wake.mutex_);
    wake.timer_ = nullptr;
  }
  Wake& wake;
  asio::steady_timer timer;
};

Wake::Wake(asio::any_io_executor executor) : executor_(std::move(executor)) {}

Task<bool> Wake::sleep(Patience patience) {
  const auto token = asio::as_tuple(asio::use_awaitable);
  Bed bed(*this);
  if (is_woken()) co_return true;
  if (patience == Patience::cancellable)
    co_await bed.timer.async_wait(token);
  else
    co_await bed.timer.async_wait(asio::bind_cancellation_slot(asio::cancellation_slot(), token));
  co_return is_woken();
}

// Under the lock a sleeper's frame cannot go, nor then its executor.
void Wake::wake() {
  const MutexLock lock(mutex_);
  if (std::exchange(woken_, true) || timer_ == nullptr) return;
  asio::post(executor_, [self = shared_from_this()] { self->cancel_timer(); });
}

bool Wake::is_woken() {
  const MutexLock lock(mutex_);
  return woken_;
}

void Wake::cancel_timer() {
  const MutexLock lock(mutex_);
  if (timer_ != nullptr) timer_->cancel();
}

}  // namespace kigen
