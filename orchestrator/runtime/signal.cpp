#include "orchestrator/runtime/signal.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kigen::orchestrator {

Task<Result<>> Signal::wait(std::uint64_t seen) {
  co_await asio::this_coro::throw_if_cancelled(false);
  while (epoch_ == seen) {
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      co_return fail(Error{make_error_code(std::errc::operation_canceled)});
  }
  co_return Result<>{};
}

}  // namespace kigen::orchestrator
