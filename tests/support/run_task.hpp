#pragma once

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "events/core/task.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::tests {
namespace detail {

template <class T>
struct Outcome {
  std::optional<T> value = {};
  std::exception_ptr thrown = {};

  bool there() const { return value || thrown; }
  T take() {
    if (thrown) std::rethrow_exception(thrown);
    return *std::move(value);
  }
};

template <class T>
void start(asio::io_context& io, Task<T> task, Outcome<T>& outcome) {
  asio::co_spawn(io, std::move(task), [&outcome](std::exception_ptr thrown, T value) {
    outcome.thrown = thrown;
    if (!thrown) outcome.value.emplace(std::move(value));
  });
}

}  // namespace detail

/// Runs `task` in virtual time until it ended, and returns what it returned; other tasks run along.
template <class T>
T run_task(asio::io_context& io, VirtualClock& clock, Task<T> task) {
  detail::Outcome<T> outcome;
  detail::start(io, std::move(task), outcome);
  do {
    io.restart();
    while (!outcome.there() && io.poll_one() > 0) {
    }
  } while (!outcome.there() && clock.advance());
  ensure(outcome.there(), "the task ends");
  return outcome.take();
}

/// Runs `task` in real time, for real sockets and processes, for at most `limit`.
template <class T>
T run_task(asio::io_context& io, Task<T> task, std::chrono::seconds limit = std::chrono::seconds(30)) {
  detail::Outcome<T> outcome;
  detail::start(io, std::move(task), outcome);
  const auto end = std::chrono::steady_clock::now() + limit;
  io.restart();
  while (!outcome.there() && io.run_one_until(end) > 0) {
  }
  ensure(outcome.there(), "the task ends in time");
  return outcome.take();
}

/// Runs what there is to do until `condition` holds; false when it does not within `limit` of real time.
template <class Condition>
bool run_until(asio::io_context& io, Condition condition,
               std::chrono::seconds limit = std::chrono::seconds(30)) {
  const auto end = std::chrono::steady_clock::now() + limit;
  io.restart();
  while (!condition() && io.run_one_until(end) > 0) {
  }
  return condition();
}

}  // namespace kigen::tests
