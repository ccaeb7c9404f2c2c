#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>

namespace kigen::tests {

/// Whether `condition`, which another thread makes true, holds before `patience` is over; looks every 5 ms.
inline bool eventually(const std::function<bool()>& condition,
                       std::chrono::milliseconds patience = std::chrono::seconds(20)) {
  boost::asio::io_context loop;
  boost::asio::steady_timer look(loop), end(loop, patience);
  bool over = false;
  end.async_wait([&](auto) { over = true; });
  while (!condition() && !over) {
    look.expires_after(std::chrono::milliseconds(5));
    look.async_wait([](auto) {});
    loop.run_one();
  }
  return !over;
}

}  // namespace kigen::tests
