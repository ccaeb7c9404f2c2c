#include "events/core/offload.hpp"

#include <boost/asio/post.hpp>

namespace kigen::detail {

void post_to(const asio::any_io_executor& pool, std::move_only_function<void()> work) {
  asio::post(pool, std::move(work));
}

}  // namespace kigen::detail
