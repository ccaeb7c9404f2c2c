#include "orchestrator/runtime/system_clock.hpp"

#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "orchestrator/runtime/cancellation.hpp"

namespace kigen::orchestrator {
namespace {

constexpr Duration longest_nap = std::chrono::seconds(5);

}  // namespace

Instant SystemClock::now() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

Task<Result<>> SystemClock::sleep_until(Instant when) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (auto left = when - now(); left > Duration::zero(); left = when - now()) {
    if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled();
    timer.expires_after(std::min(left, longest_nap));
    const auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error) co_return cancelled();
  }
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
