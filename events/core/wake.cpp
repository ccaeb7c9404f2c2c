#include "events/core/wake.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kigen {

Wake::Wake(asio::any_io_executor executor)
    : timer_(std::move(executor), asio::steady_timer::time_point::max()) {}

Task<bool> Wake::sleep(Patience patience) {
  const auto token = asio::as_tuple(asio::use_awaitable);
  if (woken_) co_return true;
  if (patience == Patience::cancellable)
    co_await timer_.async_wait(token);
  else
    co_await timer_.async_wait(asio::bind_cancellation_slot(asio::cancellation_slot(), token));
  co_return woken_;
}

void Wake::wake() {
  if (woken_.exchange(true)) return;
  asio::post(timer_.get_executor(), [self = shared_from_this()] { self->timer_.cancel(); });
}

}  // namespace kigen
