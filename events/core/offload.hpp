#pragma once

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <exception>
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

}  // namespace detail

/// Runs `work`, a function that may block and returns a Result, on `pool` (an executor or execution context),
/// and resumes the caller on its own executor with that result, or rethrows what `work` threw. A caller with
/// Patience::cancellable returns at once when cancelled; the work then ends unseen, so it must own or outlive
/// what it uses.
template <class Pool, class Work>
Task<std::invoke_result_t<Work&>> offload(Pool&& pool, Work work, Patience patience = Patience::to_the_end) {
  using Value = typename std::invoke_result_t<Work&>::value_type;
  auto reply = std::make_shared<Reply<Value>>(co_await asio::this_coro::executor);
  asio::post(pool, [weak = std::weak_ptr(reply), work = std::move(work)]() mutable {
    auto outcome = detail::outcome_of(work);
    if (const auto waiting = weak.lock()) waiting->send(std::move(outcome));
  });
  co_return co_await reply->receive(patience);
}

}  // namespace kigen
