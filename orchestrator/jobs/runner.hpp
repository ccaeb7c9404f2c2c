#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/signal.hpp"
#include "orchestrator/runtime/task_group.hpp"

namespace kigen::orchestrator {

/// Runs the pending jobs: takes a lease in the log, lets the handler work on the workers' executor, writes
/// how the attempt ended. Owned by the orchestrator's loop.
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
  Task<Result<>> end_strays();
  Task<Result<>> dispatch();
  Task<Result<>> wait_for_work();
  Task<Result<>> take_all(std::vector<JobId> ids);
  Task<Result<>> take_one(JobId id);
  Task<Result<>> try_to_take(JobId id);
  Task<Result<>> take(JobId id);
  Task<Result<>> run(JobId id);
  Task<Result<>> run_held(JobId id);
  Task<Result<JobOutcome>> attempt(JobHandler* handler, const Job& job);
  Task<Result<>> end_attempt(const Job& job, events::JobEvent outcome);
  events::JobEvent outcome_of(const Job& job, const JobRules& rules, const Result<JobOutcome>& result);
  JobHandler* handler_of(const Job& job) const;

  Orchestrator& orchestrator_;
  Clock& clock_;
  Random& random_;
  asio::any_io_executor workers_;
  std::map<std::string, std::size_t> pools_;
  std::map<std::string, std::unique_ptr<JobHandler>, std::less<>> handlers_;
  std::multiset<JobId> held_;  // once by who takes it, once by who runs it
  std::size_t starting_ = 0;   // leases being taken
  Signal taken_;               // notified when one less is
  TaskGroup tasks_;            // last: ends first
};

enum class jobs_errc { no_handler = 1, interrupted, lease_expired };
std::error_code make_error_code(jobs_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::jobs_errc> : std::true_type {};
