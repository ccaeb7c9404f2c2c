#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

#include "events/core/reply.hpp"

namespace kigen {
namespace detail {

template <class Work>
Outcome<typename std::invoke_result_t<Work&>::value_type> outcome_of(Work& work) noexcept {
  try {
    return work();
  } catch (...) {
    return std::current_exception();
  }
}

/// asio::post, compiled once for all kinds of work: each costs a second of compilation.
void post_to(const asio::any_io_executor& pool, std::move_only_function<void()> work);

template <class Pool>
asio::any_io_executor executor_of(Pool& pool) {
  if constexpr (requires { pool.get_executor(); })
    return pool.get_executor();
  else
    return pool;
}

}  // namespace detail

/// Runs `work`, a function that may block and returns a Result, on `pool` (an executor or execution context),
/// and resumes the caller on its own executor with that result, or rethrows what `work` threw. A caller with
/// Patience::cancellable returns at once when cancelled; the work then ends unseen, so it must own or outlive
/// what it uses.
template <class Pool, class Work>
Task<std::invoke_result_t<Work&>> offload(Pool&& pool, Work work, Patience patience = Patience::to_the_end) {
  using Value = typename std::invoke_result_t<Work&>::value_type;
  const auto reply = std::make_shared<Reply<Value>>(co_await asio::this_coro::executor);
  detail::post_to(detail::executor_of(pool), [weak = std::weak_ptr(reply), work = std::move(work)]() mutable {
    auto outcome = detail::outcome_of(work);
    if (const auto waiting = weak.lock()) waiting->send(std::move(outcome));
  });
  co_return co_await reply->receive(patience);
}

}  // namespace kigen
