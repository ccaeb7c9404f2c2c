#include "orchestrator/jobs/runner.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/this_coro.hpp>

#include <utility>

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

Context context_of(const Job& job) {
  Context context;
  context.actor = worker(job);
  context.causation = job.token;
  context.lease = Lease{job.id, job.token};
  return context;
}

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

Task<Result<Receipt>> JobContext::report(Command command) {
  auto commands = take_noted();
  commands.push_back(std::move(command));
  co_return co_await orchestrator_.execute_all(std::move(commands), context_of(job_));
}

JobRunner::JobRunner(Orchestrator& orchestrator, Clock& clock, Random& random, asio::any_io_executor workers,
                     std::map<std::string, std::size_t> pools)
    : orchestrator_(orchestrator),
      clock_(clock),
      random_(random),
      workers_(std::move(workers)),
      pools_(std::move(pools)),
      rearmed_(orchestrator.loop()),
      tasks_(orchestrator.loop(), clock) {}

void JobRunner::add(std::unique_ptr<JobHandler> handler) {
  const std::string kind(handler->kind());
  ensure(handlers_.emplace(kind, std::move(handler)).second, "two handlers for one kind of job");
}

Task<Result<>> JobRunner::start() {
  tasks_.spawn("jobs that become due", wake_when_due());
  orchestrator_.watch_turns([this] { watch(); });
  orchestrator_.turn();
  co_return Result<>{};
}

Task<Result<>> JobRunner::stop(Duration patience) {
  orchestrator_.watch_turns(nullptr);
  co_return co_await tasks_.stop(patience);
}

/// All that may start by now starts in this turn.
void JobRunner::watch() {
  if (pausing_) return;
  if (seen_ != orchestrator_.remakes()) end_strays();
  const auto now = clock_.now();
  for (const auto id : orchestrator_.world().queue().startable(now, pools_)) take(id);
  arm(now);
}

/// Attempts that run as far as the log knows, and that nobody here works on: those of an earlier process, and
/// those whose lease was kept although the log denied it.
void JobRunner::end_strays() {
  seen_ = orchestrator_.remakes();
  const auto running = orchestrator_.world().queue().running_jobs();
  for (const auto id : running) {
    const Job job = *orchestrator_.world().job(id);
    if (held_.contains(job.token)) continue;
    const events::JobRetryScheduled interrupted{job.attempt, clock_.now(), error_word(jobs_errc::interrupted),
                                                describe({jobs_errc::interrupted}), Failure::unknown};
    orchestrator_.submit(as_command(EndAttempt{job.id, job.token, interrupted}), context_of(job),
                         [this](const Result<Receipt>& ended) {
                           if (!ended) look_again_later(ended.error());
                         });
  }
}

void JobRunner::take(JobId id) {
  const Job waiting = *orchestrator_.world().job(id);
  auto attempt = std::make_shared<Attempt>(waiting, handler_of(waiting), Result<Work>());
  const auto lease = attempt->handler ? attempt->handler->rules().lease : JobRules{}.lease;
  Context context;
  context.actor = worker(waiting);
  orchestrator_.submit(as_command(StartJob{id, clock_.now() + lease}), std::move(context),
                       [this, attempt](const Result<Receipt>& receipt) { taken(attempt, receipt); });
  const Job* const started = orchestrator_.world().job(id);
  if (started == nullptr || started->stage != JobStage::running) return;  // refused: taken() hears of it
  attempt->job = *started;
  attempt->leased = true;
  held_.insert(started->token);
  attempt->work = prepare(attempt->handler, attempt->job);
}

Result<Work> JobRunner::prepare(JobHandler* handler, const Job& job) const {
  if (handler == nullptr) return fail(jobs_errc::no_handler, job.queued.kind);
  try {
    return handler->prepare(orchestrator_.world(), job);
  } catch (const std::exception& caught) {
    return fail(jobs_errc::interrupted, caught.what());
  }
}

/// The lease is durable, or is none.
void JobRunner::taken(std::shared_ptr<Attempt> attempt, const Result<Receipt>& receipt) {
  if (receipt) {
    auto name = "job " + to_text(attempt->job.id);
    return tasks_.spawn(std::move(name), run(std::move(attempt)));
  }
  if (attempt->leased) held_.erase(attempt->job.token);
  look_again_later(receipt.error());
}

/// What the log refused now it may take in a moment.
void JobRunner::look_again_later(const Error& why) {
  if (std::exchange(pausing_, true)) return;
  spdlog::warn("no jobs are started for a moment: {}", describe(why));
  tasks_.spawn("pause of the jobs", pause());
}

Task<Result<>> JobRunner::pause() {
  CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + log_trouble_pause));
  pausing_ = false;
  seen_.reset();
  orchestrator_.turn();
  co_return Result<>{};
}

void JobRunner::arm(Instant now) {
  const auto due = orchestrator_.world().queue().next_due(now);
  if (!due || (armed_ && *armed_ <= *due)) return;
  armed_ = due;
  rearmed_.notify_all();
}

Task<Result<>> JobRunner::wake_when_due() {
  for (;;) {
    const auto seen = rearmed_.epoch();
    if (!armed_) {
      CO_TRY_DO(co_await rearmed_.wait(seen));
      continue;
    }
    const auto woken = co_await with_deadline(clock_, *armed_, rearmed_.wait(seen));
    if (woken) continue;
    if (woken.error().code != std::errc::timed_out) co_return woken;
    armed_.reset();
    orchestrator_.turn();
  }
}

Task<Result<>> JobRunner::run(std::shared_ptr<Attempt> attempt) {
  co_await asio::this_coro::throw_if_cancelled(false);
  JobContext context(orchestrator_, attempt->job);
  auto result = co_await work_on(*attempt, context);
  Result<> ended;
  if (!co_await is_cancelled())  // stopping: found again as interrupted
    ended = co_await end_attempt(*attempt, std::move(result), context.take_noted());
  held_.erase(attempt->job.token);
  co_return ended;
}

Task<Result<JobOutcome>> JobRunner::work_on(const Attempt& attempt, JobContext& context) {
  if (!attempt.work) co_return fail(attempt.work.error());
  try {
    auto result = co_await run_on(
        workers_, with_deadline<JobOutcome>(clock_, attempt.job.lease_until, (*attempt.work)(context)));
    if (!result && result.error().code == std::errc::timed_out)
      co_return fail(jobs_errc::lease_expired, attempt.job.queued.kind);
    co_return result;
  } catch (const std::exception& caught) {
    co_return fail(Error{make_error_code(jobs_errc::interrupted), caught.what()});
  }
}

Task<Result<>> JobRunner::end_attempt(const Attempt& attempt, Result<JobOutcome> result,
                                      std::vector<Command> noted) {
  const auto rules = attempt.handler ? attempt.handler->rules() : JobRules{};
  for (;;) {
    const auto ended = co_await report_end(attempt.job, noted, outcome_of(attempt.job, rules, result));
    if (ended || ended.error().code == job_errc::stale_lease) co_return Result<>{};
    if (!noted.empty() && failure_of(ended.error().code) == Failure::permanent) {
      noted.clear();  // one of them is refused: that is how the attempt ends
      result = fail(ended.error());
      continue;
    }
    spdlog::warn("the end of job {} could not be recorded: {}", to_text(attempt.job.id),
                 describe(ended.error()));
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + log_trouble_pause));
  }
}

Task<Result<Receipt>> JobRunner::report_end(const Job& job, std::vector<Command> noted,
                                            events::JobEvent outcome) {
  noted.push_back(as_command(EndAttempt{job.id, job.token, std::move(outcome)}));
  co_return co_await orchestrator_.execute_all(std::move(noted), context_of(job));
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
