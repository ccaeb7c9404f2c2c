#include "orchestrator/jobs/runner.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/this_coro.hpp>

#include "events/core/overloaded.hpp"
#include "orchestrator/jobs/backoff.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/jobs/errors.hpp"
#include "orchestrator/runtime/run_on.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::orchestrator {
namespace {

constexpr auto log_trouble_pause = std::chrono::seconds(1);

Task<bool> is_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  co_return state.cancelled() != asio::cancellation_type::none;
}

events::Actor worker(const Job& job) { return {events::ActorKind::worker, job.queued.kind}; }

}  // namespace

std::error_code make_error_code(jobs_errc code) {
  static const TableCategory table(
      "jobs",
      {
          {int(jobs_errc::no_handler), "no_handler", "this installation has no worker for that kind of job",
           1201, Failure::permanent, Answer::unprocessable},
          {int(jobs_errc::interrupted), "interrupted",
           "the product ended while this was running; what happened is found out first", 98, Failure::unknown,
           Answer::unavailable},
          {int(jobs_errc::lease_expired), "lease_expired", "the attempt took too long and was stopped", 1202,
           Failure::unknown, Answer::unavailable},
      });
  return {int(code), table};
}

Task<Result<Receipt>> JobContext::report(Command command) const {
  Context context;
  context.actor = worker(job_);
  context.causation = job_.token;
  context.lease = Lease{job_.id, job_.token};
  co_return co_await orchestrator_.execute(std::move(command), std::move(context));
}

JobRunner::JobRunner(Orchestrator& orchestrator, Clock& clock, Random& random, asio::any_io_executor workers,
                     std::map<std::string, std::size_t> pools)
    : orchestrator_(orchestrator),
      clock_(clock),
      random_(random),
      workers_(std::move(workers)),
      pools_(std::move(pools)),
      taken_(orchestrator.loop()),
      tasks_(orchestrator.loop(), clock) {}

void JobRunner::add(std::unique_ptr<JobHandler> handler) {
  const std::string kind(handler->kind());
  ensure(handlers_.emplace(kind, std::move(handler)).second, "two handlers for one kind of job");
}

Task<Result<>> JobRunner::start() {
  CO_TRY_DO(co_await end_strays());
  tasks_.spawn("job dispatch", dispatch());
  co_return Result<>{};
}

/// Attempts that run as far as the log knows, and that nobody here works on.
Task<Result<>> JobRunner::end_strays() {
  std::vector<Job> strays;
  for (const auto id : orchestrator_.world().queue().running_jobs())
    if (!held_.contains(id)) strays.push_back(*orchestrator_.world().job(id));
  for (const auto& job : strays)
    CO_TRY_DO(co_await end_attempt(
        job, events::JobRetryScheduled{job.attempt, clock_.now(), error_word(jobs_errc::interrupted),
                                       describe({jobs_errc::interrupted}), Failure::unknown}));
  co_return Result<>{};
}

Task<Result<>> JobRunner::stop(Duration patience) { co_return co_await tasks_.stop(patience); }

Task<Result<>> JobRunner::dispatch() {
  for (;;) {
    if (const auto ended = co_await end_strays(); !ended) {
      spdlog::warn("a job that nobody runs could not be ended: {}", describe(ended.error()));
      CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + log_trouble_pause));
      continue;
    }
    auto ids = orchestrator_.world().queue().startable(clock_.now(), pools_);
    CO_TRY_DO(co_await (ids.empty() ? wait_for_work() : take_all(std::move(ids))));
  }
}

/// Together, so that their leases go into one synced write.
Task<Result<>> JobRunner::take_all(std::vector<JobId> ids) {
  starting_ = ids.size();
  held_.insert(ids.begin(), ids.end());
  for (const auto id : ids) tasks_.spawn("start of job " + to_text(id), take_one(id));
  while (starting_ > 0) CO_TRY_DO(co_await taken_.wait());
  co_return Result<>{};
}

Task<Result<>> JobRunner::take_one(JobId id) {
  const auto taken = co_await try_to_take(id);
  held_.erase(held_.find(id));
  if (!taken) {
    spdlog::warn("job {} could not be started: {}", to_text(id), describe(taken.error()));
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + log_trouble_pause));
  }
  --starting_;
  taken_.notify_all();
  co_return Result<>{};
}

Task<Result<>> JobRunner::wait_for_work() {
  auto& folded = orchestrator_.folded();
  const auto seen = folded.epoch();
  const auto due = orchestrator_.world().queue().next_due(clock_.now());
  if (!due) co_return co_await folded.wait(seen);
  const auto woken = co_await with_deadline(clock_, *due, folded.wait(seen));
  if (!woken && woken.error().code != std::errc::timed_out) co_return woken;
  co_return Result<>{};
}

/// Whatever becomes of one start, the dispatch must learn that it is over.
Task<Result<>> JobRunner::try_to_take(JobId id) {
  try {
    co_return co_await take(id);
  } catch (const std::exception& caught) {
    co_return fail(jobs_errc::interrupted, caught.what());
  }
}

Task<Result<>> JobRunner::take(JobId id) {
  const Job* const known = orchestrator_.world().job(id);
  if (known == nullptr) co_return Result<>{};  // cancelled since it was chosen
  const Job waiting = *known;
  const auto* handler = handler_of(waiting);
  const auto lease = handler ? handler->rules().lease : JobRules{}.lease;
  Context context;
  context.actor = worker(waiting);
  CO_TRY_DO(
      co_await orchestrator_.execute(as_command(StartJob{id, clock_.now() + lease}), std::move(context)));
  held_.insert(id);
  tasks_.spawn("job " + to_text(id), run(id));
  co_return Result<>{};
}

Task<Result<>> JobRunner::run(JobId id) {
  auto ended = co_await run_held(id);
  held_.erase(held_.find(id));
  co_return ended;
}

Task<Result<>> JobRunner::run_held(JobId id) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const Job* started = orchestrator_.world().job(id);
  if (started == nullptr) co_return Result<>{};  // cancelled between the two
  const Job job = *started;
  auto* handler = handler_of(job);
  const auto rules = handler ? handler->rules() : JobRules{};
  const auto result = co_await attempt(handler, job);
  if (co_await is_cancelled()) co_return Result<>{};  // stopping: found again as interrupted
  for (;;) {
    const auto ended = co_await end_attempt(job, outcome_of(job, rules, result));
    if (ended || ended.error().code == job_errc::stale_lease) co_return Result<>{};
    spdlog::warn("the end of job {} could not be recorded: {}", to_text(id), describe(ended.error()));
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + log_trouble_pause));
  }
}

Task<Result<JobOutcome>> JobRunner::attempt(JobHandler* handler, const Job& job) {
  if (handler == nullptr) co_return fail(jobs_errc::no_handler, job.queued.kind);
  try {
    CO_TRY(auto work, handler->prepare(orchestrator_.world(), job));
    JobContext context(orchestrator_, job, handler->rules().max_attempts);
    auto result =
        co_await run_on(workers_, with_deadline<JobOutcome>(clock_, job.lease_until, work(context)));
    if (!result && result.error().code == std::errc::timed_out)
      co_return fail(jobs_errc::lease_expired, job.queued.kind);
    co_return result;
  } catch (const std::exception& caught) {
    co_return fail(Error{make_error_code(jobs_errc::interrupted), caught.what()});
  }
}

Task<Result<>> JobRunner::end_attempt(const Job& job, events::JobEvent outcome) {
  Context context;
  context.actor = worker(job);
  context.causation = job.token;
  context.lease = Lease{job.id, job.token};
  CO_TRY_DO(co_await orchestrator_.execute(as_command(EndAttempt{job.id, job.token, std::move(outcome)}),
                                           std::move(context)));
  co_return Result<>{};
}

events::JobEvent JobRunner::outcome_of(const Job& job, const JobRules& rules,
                                       const Result<JobOutcome>& result) {
  if (result) {
    return std::visit(overloaded{
                          [&](const JobDone&) { return events::JobEvent(events::JobSucceeded{job.attempt}); },
                          [](const JobLater& later) {
                            return events::JobEvent(events::JobDeferred{later.due, later.reason});
                          },
                      },
                      *result);
  }
  const auto& error = result.error();
  const auto failure = failure_of(error.code);
  if (failure == Failure::permanent || job.attempt >= rules.max_attempts)
    return events::JobParked{job.attempt, error_word(error.code), describe(error)};
  const auto due = clock_.now() + backoff(job.attempt, rules.backoff_base, rules.backoff_cap, random_);
  return events::JobRetryScheduled{job.attempt, due, error_word(error.code), describe(error), failure};
}

JobHandler* JobRunner::handler_of(const Job& job) const {
  const auto found = handlers_.find(job.queued.kind);
  return found == handlers_.end() ? nullptr : found->second.get();
}

}  // namespace kigen::orchestrator
