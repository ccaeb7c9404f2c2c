#include "orchestrator/runtime/signal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "orchestrator/runtime/cancellation.hpp"

namespace kigen::orchestrator {

Task<Result<>> Signal::wait(std::uint64_t seen) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (epoch_ == seen) {
    if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
  }
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
