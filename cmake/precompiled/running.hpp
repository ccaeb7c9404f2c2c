#pragma once

// What nearly every file that runs on a loop parses anyway.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <filesystem>

#include "cmake/precompiled/plain.hpp"
#include "events/codec/event_codec.hpp"
#include "events/core/task.hpp"

namespace kigen::precompiled {
/// What is instantiated here is not instantiated again in every file.
inline boost::asio::any_io_executor executor_of(boost::asio::io_context& loop) { return loop.get_executor(); }
inline boost::asio::steady_timer timer_on(const boost::asio::any_io_executor& executor) {
  return boost::asio::steady_timer(executor);
}
}  // namespace kigen::precompiled
