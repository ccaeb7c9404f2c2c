#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/signal.hpp"
#include "orchestrator/runtime/task_group.hpp"

namespace kigen::orchestrator {

/// Runs the pending jobs: takes a lease in the turn that made the job due, lets the handler work on the
/// workers' executor once that is durable, writes how the attempt ended. Owned by the orchestrator's loop.
///
/// Crash-only: jobs that were running when the process ended are found running in the World at start() and
/// are scheduled again as interrupted; stop() leaves them for the next start in the same way. So is a lease
/// that a failing log kept although it said that it had not.
class JobRunner {
 public:
  /// `pools`: how many jobs of a pool run at once.
  JobRunner(Orchestrator& orchestrator, Clock& clock, Random& random, asio::any_io_executor workers,
            std::map<std::string, std::size_t> pools);
  void add(std::unique_ptr<JobHandler> handler);

  /// After Orchestrator::start().
  Task<Result<>> start();
  Task<Result<>> stop(Duration patience);

 private:
  /// A lease that was decided, and what is to be done under it.
  struct Attempt {
    Job job;
    JobHandler* handler;  // null: none of its kind
    Result<Work> work;
    bool leased = false;  // else refused
  };
  void watch();
  void end_strays();
  void take(JobId id);
  Result<Work> prepare(JobHandler* handler, const Job& job) const;
  void taken(std::shared_ptr<Attempt> attempt, const Result<Receipt>& receipt);
  void look_again_later(const Error& why);
  Task<Result<>> pause();
  void arm(Instant now);
  Task<Result<>> wake_when_due();
  Task<Result<>> run(std::shared_ptr<Attempt> attempt);
  Task<Result<JobOutcome>> work_on(const Attempt& attempt, JobContext& context);
  Task<Result<>> end_attempt(const Attempt& attempt, Result<JobOutcome> result, std::vector<Command> noted);
  Task<Result<Receipt>> report_end(const Job& job, std::vector<Command> noted, events::JobEvent outcome);
  events::JobEvent outcome_of(const Job& job, const JobRules& rules, const Result<JobOutcome>& result);
  JobHandler* handler_of(const Job& job) const;

  Orchestrator& orchestrator_;
  Clock& clock_;
  Random& random_;
  asio::any_io_executor workers_;
  std::map<std::string, std::size_t> pools_;
  std::map<std::string, std::unique_ptr<JobHandler>, std::less<>> handlers_;
  std::set<FencingToken> held_;             // leases of attempts that have not ended here
  std::optional<std::uint64_t> seen_ = {};  // the World's making, as strays were last looked for
  std::optional<Instant> armed_ = {};       // when wake_when_due() wakes
  Signal rearmed_;                          // notified when that is earlier than it was
  bool pausing_ = false;
  TaskGroup tasks_;  // last: ends first
};

enum class jobs_errc { no_handler = 1, interrupted, lease_expired };
std::error_code make_error_code(jobs_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::jobs_errc> : std::true_type {};
