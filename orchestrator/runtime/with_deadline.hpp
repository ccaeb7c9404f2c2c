#pragma once

#include <optional>
#include <utility>

#include "events/core/error.hpp"
#include "events/core/task.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/runtime/first_of.hpp"

namespace kigen::orchestrator {
namespace detail {

template <class T>
Task<void> store(Task<T> operation, std::optional<T>& into) {
  into.emplace(co_await std::move(operation));
}

}  // namespace detail

/// Runs `operation` until `deadline`, then cancels it, waits for its end and returns std::errc::timed_out.
/// When it succeeded in that very moment its value counts. operation_canceled when the caller is cancelled.
template <class T>
Task<Result<T>> with_deadline(Clock& clock, Instant deadline, Task<Result<T>> operation) {
  std::optional<Result<T>> outcome;
  std::optional<Result<>> alarm;
  const auto first = co_await first_of(detail::store(std::move(operation), outcome),
                                       detail::store(clock.sleep_until(deadline), alarm));
  if (outcome && (first == 0 || *outcome)) co_return *std::move(outcome);
  if (alarm && !*alarm) co_return fail(alarm->error());
  co_return fail(Error{make_error_code(std::errc::timed_out), "deadline"});
}

}  // namespace kigen::orchestrator
