#pragma once

#include <utility>
#include <vector>

#include "orchestrator/jobs/handler.hpp"

namespace kigen::workers {

/// What a running attempt has to say, in order. Used by one coroutine at a time.
class Reports {
 public:
  explicit Reports(const orchestrator::JobContext& job) : job_(job) {}

  /// Keeps it for the next report: an outcome that another word follows at once.
  void note(orchestrator::Command command) { noted_.push_back(std::move(command)); }

  /// Durable when it returns, as all that was noted before it. An error may be that of a noted command; what
  /// stood behind it is not said.
  Task<Result<orchestrator::Receipt>> report(orchestrator::Command command) {
    for (auto& noted : std::exchange(noted_, {})) CO_TRY_DO(co_await job_.report(std::move(noted)));
    co_return co_await job_.report(std::move(command));
  }

 private:
  const orchestrator::JobContext& job_;
  std::vector<orchestrator::Command> noted_;
};

}  // namespace kigen::workers
