#include "events/core/offload.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include "events/core/wake.hpp"

namespace kigen::detail {

Task<bool> call_on(asio::any_io_executor pool, std::move_only_function<void()> work, Patience patience) {
  const auto done = std::make_shared<Wake>(co_await asio::this_coro::executor);
  asio::post(pool, [weak = std::weak_ptr(done), work = std::move(work)]() mutable {
    work();
    work = {};  // what it held goes before the caller goes on
    if (const auto waiting = weak.lock()) waiting->wake();
  });
  co_return co_await done->sleep(patience);
}

}  // namespace kigen::detail
