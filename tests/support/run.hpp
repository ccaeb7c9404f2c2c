#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "events/core/task.hpp"

namespace kigen::tests {

/// Runs one coroutine on a loop of its own until it ends.
template <class T>
T run(Task<T> task) {
  asio::io_context loop;
  auto result = asio::co_spawn(loop, std::move(task), asio::use_future);
  loop.run();
  return result.get();
}

}  // namespace kigen::tests
