#include "orchestrator/runtime/system_clock.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>

namespace kigen::orchestrator {
namespace {

constexpr Duration longest_nap = std::chrono::seconds(5);

}  // namespace

Instant SystemClock::now() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

Task<Result<>> SystemClock::sleep_until(Instant when) {
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (auto left = when - now(); left > Duration::zero(); left = when - now()) {
    timer.expires_after(std::min(left, longest_nap));
    const auto [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    if (error) co_return fail(Error{make_error_code(std::errc::operation_canceled)});
  }
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
