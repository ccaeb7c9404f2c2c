#include "orchestrator/runtime/first_of.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace kigen::orchestrator {

Task<std::size_t> first_of(Task<void> a, Task<void> b) {
  const auto executor = co_await asio::this_coro::executor;
  auto both = asio::experimental::make_parallel_group(asio::co_spawn(executor, std::move(a), asio::deferred),
                                                      asio::co_spawn(executor, std::move(b), asio::deferred));
  const auto [order, thrown_by_a, thrown_by_b] =
      co_await both.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  const auto& thrown = order[0] == 0 ? thrown_by_a : thrown_by_b;
  if (thrown) std::rethrow_exception(thrown);
  co_return order[0];
}

}  // namespace kigen::orchestrator
