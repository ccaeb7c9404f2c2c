#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <utility>

#include "events/core/task.hpp"

namespace kigen::orchestrator {
namespace detail {

Task<void> finish_on(asio::any_io_executor executor, Task<void> task);

template <class T>
Task<void> keep(Task<T> task, std::shared_ptr<std::optional<T>> value) {
  value->emplace(co_await std::move(task));
}

}  // namespace detail

/// Runs `task` on `executor` and resumes the caller, on its own executor, with what the task returned or
/// threw. `executor` runs one step at a time: a loop, or a strand. A cancellation of the caller reaches the
/// task on `executor`; the caller waits for the task's end all the same. Why not co_spawn alone: it hands a
/// cancellation to another executor by a pointer into an operation that may have ended meanwhile (Boost 1.81,
/// asio/impl/co_spawn.hpp).
template <class T>
Task<T> run_on(asio::any_io_executor executor, Task<T> task) {
  const auto value = std::make_shared<std::optional<T>>();
  co_await detail::finish_on(std::move(executor), detail::keep(std::move(task), value));
  co_return std::move(**value);
}

}  // namespace kigen::orchestrator
