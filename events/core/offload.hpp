#pragma once

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <memory>
#include <type_traits>
#include <utility>

#include "events/core/reply.hpp"

namespace kigen {

/// Runs `work`, a function that may block and returns a Result, on `pool` (an executor or execution context),
/// and resumes the caller on its own executor. A cancelled caller returns at once; the work then ends unseen,
/// so it must own or outlive what it uses. A caller with Patience::to_the_end stays until the work is done.
template <class Pool, class Work>
Task<std::invoke_result_t<Work&>> offload(Pool& pool, Work work, Patience patience = Patience::cancellable) {
  using Value = typename std::invoke_result_t<Work&>::value_type;
  auto reply = std::make_shared<Reply<Value>>(co_await asio::this_coro::executor);
  asio::post(pool, [weak = std::weak_ptr(reply), work = std::move(work)]() mutable {
    auto result = work();
    if (const auto waiting = weak.lock()) waiting->send(std::move(result));
  });
  co_return co_await reply->receive(patience);
}

}  // namespace kigen
