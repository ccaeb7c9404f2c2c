#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace kigen::tests {

/// Whether `condition` comes true before `patience` is over; looks every few milliseconds.
inline bool eventually(const std::function<bool()>& condition,
                       std::chrono::milliseconds patience = std::chrono::seconds(20)) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace kigen::tests
