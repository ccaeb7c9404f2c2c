#pragma once

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/task.hpp"

namespace kigen::orchestrator {

/// The only source of time. `now` may jump (it is the wall clock); sleepers follow it.
struct Clock {
  virtual ~Clock() = default;
  /// Any thread.
  virtual Instant now() const = 0;
  /// Resumes on the caller's executor once now() ≥ when; operation_canceled if the caller is cancelled first.
  virtual Task<Result<>> sleep_until(Instant when) = 0;
};

}  // namespace kigen::orchestrator
