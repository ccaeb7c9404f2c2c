#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orchestrator/jobs/outcome.hpp"
#include "orchestrator/runtime/orchestrator.hpp"

namespace kigen::orchestrator {

/// How a kind of job is run and retried.
struct JobRules {
  std::uint32_t max_attempts = 8;
  Duration backoff_base = std::chrono::seconds(2);
  Duration backoff_cap = std::chrono::minutes(15);
  Duration lease = std::chrono::minutes(5);  ///< an attempt that takes longer is cancelled
};

/// What a running attempt may do at home: know itself, report, and ask. Used by one coroutine at a time, on
/// the worker's executor.
class JobContext {
 public:
  JobContext(Orchestrator& orchestrator, Job job) : orchestrator_(orchestrator), job_(std::move(job)) {}

  const Job& job() const { return job_; }
  /// The attempt before ended in nobody's sight: find out before doing anything again.
  bool after_interruption() const { return job_.interrupted; }
  /// Runs a command as this job, after those that were noted, in one turn; durable when it returns. Refused
  /// (stale_lease) once another attempt holds the job. A refusal may be that of a noted one.
  Task<Result<Receipt>> report(Command command);
  /// To be decided with the next report, or with the end of the attempt: for an outcome that is followed by
  /// the next intent at once. Until then it is not durable, and nobody knows.
  void note(Command command) { noted_.push_back(std::move(command)); }
  /// What `question` finds in the World: Orchestrator::ask.
  template <class Question>
  auto ask(Question question) {
    return orchestrator_.ask(std::move(question));
  }
  /// What was noted and not reported yet.
  std::vector<Command> take_noted() { return std::exchange(noted_, {}); }

 private:
  Orchestrator& orchestrator_;
  Job job_;
  std::vector<Command> noted_;
};

/// One attempt, with everything it needs copied out of the World.
using Work = std::function<Task<Result<JobOutcome>>(JobContext&)>;

/// A kind of job. `prepare` runs on the orchestrator's loop, in the turn that takes the lease: it must be
/// quick, and do nothing but look. The work it returns runs on the workers' executor, once the lease is
/// durable.
///
/// Work that goes through the World, or has to do with log and vault alone, is one of these (the reviews).
/// What touches the outside is done in two halves (two_halves.hpp).
class JobHandler {
 public:
  virtual ~JobHandler() = default;
  virtual std::string_view kind() const = 0;
  virtual JobRules rules() const = 0;
  /// An error ends the attempt like one of the work.
  virtual Result<Work> prepare(const World& world, const Job& job) = 0;
};

}  // namespace kigen::orchestrator
