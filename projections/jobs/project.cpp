#include <map>

#include "events/core/overloaded.hpp"
#include "projections/jobs/lists.hpp"
#include "projections/jobs/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const JobRow& job) {
  const auto at = key_of(job.changed_at);
  std::vector<std::string> indexes{job_list({}) + at, job_list({.state = job.state}) + at,
                                   job_list({.state = job.state, .pool = job.pool}) + at};
  if (job.service) indexes.push_back(job_list({.service = job.service}) + at);
  return indexes;
}

JobRow queued(const Fact& fact, const JobQueued& event) {
  return {.id = JobId{fact.id},
          .kind = event.kind,
          .pool = event.pool,
          .key = event.key,
          .subject = event.subject,
          .service = fact.about.service,
          .service_name = std::string(fact.about.service_name),
          .priority = event.priority,
          .due = event.due,
          .queued_at = fact.time()};
}

void end_attempt(JobRow& job, AttemptOutcome outcome, Instant at, const std::string& code = {},
                 const std::string& detail = {}) {
  job.lease_until.reset();
  if (job.attempts.empty() || job.attempts.back().ended_at) return;
  auto& attempt = job.attempts.back();
  attempt.outcome = outcome;
  attempt.ended_at = at;
  attempt.code = code;
  attempt.detail = detail;
}

/// What ran before and never reported was interrupted.
void started(JobRow& job, const JobStarted& event, Instant at) {
  end_attempt(job, AttemptOutcome::interrupted, at);
  if (job.attempts.size() == Jobs::kept_attempts) job.attempts.erase(job.attempts.begin());
  job.attempts.push_back({.number = event.attempt, .started_at = at});
  job.state = JobState::running;
  job.attempt = event.attempt;
  job.lease_until = event.lease_until;
}

void waits(JobRow& job, Instant due) {
  job.state = JobState::waiting;
  job.due = due;
}

void deferred(JobRow& job, const JobDeferred& event, Instant at) {
  end_attempt(job, AttemptOutcome::deferred, at, {}, event.reason);
  waits(job, event.due);
  job.error.clear();
}

void retry_scheduled(JobRow& job, const JobRetryScheduled& event, Instant at) {
  end_attempt(job, AttemptOutcome::failed, at, event.code, event.detail);
  waits(job, event.due);
  job.error = event.code + ": " + event.detail;
}

void parked(JobRow& job, const JobParked& event, Instant at) {
  end_attempt(job, AttemptOutcome::parked, at, event.code, event.detail);
  job.state = JobState::parked;
  job.error = event.code + ": " + event.detail;
}

void succeeded(JobRow& job, Instant at) {
  end_attempt(job, AttemptOutcome::succeeded, at);
  job.state = JobState::finished;
  job.ended_at = at;
  job.error.clear();
}

void cancelled(JobRow& job, const JobCancelled& event, Instant at) {
  end_attempt(job, AttemptOutcome::interrupted, at, {}, event.reason);
  job.state = JobState::finished;
  job.cancelled = true;
  job.ended_at = at;
  job.error = event.reason;
}

void evolve(JobRow& job, const Fact& fact, const JobEvent& event) {
  const auto at = fact.time();
  std::visit(overloaded{
                 [](const JobQueued&) {},
                 [&](const JobStarted& e) { started(job, e, at); },
                 [&](const JobDeferred& e) { deferred(job, e, at); },
                 [&](const JobRetryScheduled& e) { retry_scheduled(job, e, at); },
                 [&](const JobSucceeded&) { succeeded(job, at); },
                 [&](const JobParked& e) { parked(job, e, at); },
                 [&](const JobRetriedByHand& e) { waits(job, e.due); },
                 [&](const JobCancelled& e) { cancelled(job, e, at); },
             },
             event);
  job.version = fact.record.version;
  job.changed_at = fact.position();
}

}  // namespace

Jobs::Jobs(Store& store, std::size_t kept_finished)
    : store_(store), jobs_(store, "job", indexes_of), kept_finished_(kept_finished) {}

void Jobs::count(JobState state, int by) { changes_[static_cast<std::size_t>(state)] += by; }

Result<> Jobs::fold(const Fact& fact) {
  const auto* const event = std::get_if<JobEvent>(&fact.event);
  if (event == nullptr) return {};
  const JobId id{fact.id};
  if (const auto* const e = std::get_if<JobQueued>(event)) {
    TRY(const auto* const before, jobs_.find(key_of(id)));
    if (before != nullptr) count(before->state, -1);
    TRY_DO(jobs_.put(key_of(id), queued(fact, *e)));
    count(JobState::waiting, 1);
  }
  TRY(auto* const job, jobs_.edit(key_of(id)));
  if (job == nullptr) return {};
  count(job->state, -1);
  evolve(*job, fact, *event);
  count(job->state, 1);
  if (job->state != JobState::finished) return {};
  finished_.push_back(id);
  return forget_oldest();
}

Result<> Jobs::forget_oldest() {
  if (finished_.size() <= kept_finished_) return {};
  TRY_DO(jobs_.erase(key_of(finished_.front())));
  finished_.pop_front();
  count(JobState::finished, -1);
  return {};
}

void Jobs::commit() {
  jobs_.commit();
  for (std::size_t state = 0; state < counts_.size(); ++state)
    counts_[state] += std::exchange(changes_[state], 0);
}

Result<> Jobs::load() {
  std::map<Position, JobId> finished;
  TRY_DO(jobs_.for_each([&](const JobRow& job) {
    ++counts_[static_cast<std::size_t>(job.state)];
    if (job.state == JobState::finished) finished.emplace(job.changed_at, job.id);
  }));
  for (const auto& [at, id] : finished) finished_.push_back(id);
  return {};
}

Result<> Jobs::write(Batch& batch) { return jobs_.write(batch); }

}  // namespace kigen::projections
