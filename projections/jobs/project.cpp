#include <map>
#include <utility>

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
  indexes.push_back((job.service ? job_list({.service = job.service}) : std::string(own_jobs)) + at);
  return indexes;
}

void end_attempt(JobRow& job, AttemptOutcome outcome, Instant at, const std::string& code = {},
                 const std::string& detail = {}) {
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
}

void deferred(JobRow& job, const JobDeferred& event, Instant at) {
  end_attempt(job, AttemptOutcome::deferred, at, {}, event.reason);
  job.error.clear();
}

template <class Event>
void failed(JobRow& job, AttemptOutcome outcome, const Event& event, Instant at) {
  end_attempt(job, outcome, at, event.code, event.detail);
  job.error = event.code + ": " + event.detail;
}

void succeeded(JobRow& job, Instant at) {
  end_attempt(job, AttemptOutcome::succeeded, at);
  job.error.clear();
}

void cancelled(JobRow& job, const JobCancelled& event, Instant at) {
  end_attempt(job, AttemptOutcome::interrupted, at, {}, event.reason);
  job.error = event.reason;
}

void queued(JobRow& job, const Fact& fact) {
  job.service = fact.about.service;
  job.service_name = fact.about.service_name;
  job.queued_at = fact.time();
}

/// What is told of it besides.
void tell(JobRow& job, const Fact& fact, bool ended) {
  const auto at = fact.time();
  visit_some(
      std::get<JobEvent>(fact.event),  //
      [&](const JobQueued&) { queued(job, fact); }, [&](const JobStarted& e) { started(job, e, at); },
      [&](const JobDeferred& e) { deferred(job, e, at); },
      [&](const JobRetryScheduled& e) { failed(job, AttemptOutcome::failed, e, at); },
      [&](const JobSucceeded&) { succeeded(job, at); },
      [&](const JobParked& e) { failed(job, AttemptOutcome::parked, e, at); },
      [&](const JobCancelled& e) { cancelled(job, e, at); });
  if (ended) job.ended_at = at;
  job.changed_at = fact.position();
}

}  // namespace

JobState state_of(JobStage stage) {
  switch (stage) {
    case JobStage::waiting:
      return JobState::waiting;
    case JobStage::running:
      return JobState::running;
    case JobStage::parked:
      return JobState::parked;
    case JobStage::succeeded:
    case JobStage::cancelled:
      break;
  }
  return JobState::finished;
}

void show(JobRow& row, const Job& job) {
  row.id = job.id;
  row.version = job.version;
  row.kind = job.queued.kind;
  row.pool = job.queued.pool;
  row.key = job.queued.key;
  row.subject = job.queued.subject;
  row.state = state_of(job.stage);
  row.priority = job.queued.priority;
  row.due = job.due;
  row.attempt = job.attempt;
  row.lease_until.reset();
  if (job.stage == JobStage::running) row.lease_until = job.lease_until;
  row.cancelled = job.stage == JobStage::cancelled;
}

Jobs::Jobs(Store& store, const Owners& owners, std::size_t kept_finished)
    : View("job", 2),
      store_(store),
      owners_(owners),
      jobs_(store, "job/row", indexes_of),
      kept_finished_(kept_finished) {}

void Jobs::count(const JobRow& job, int by) {
  changes_[job.service][static_cast<std::size_t>(job.state)] += by;
}

Result<> Jobs::fold(const Fact& fact) {
  const auto* const job = fact.state<Job>();
  if (job == nullptr) return {};
  const auto key = key_of(job->id);
  TRY(const auto* const known, jobs_.find(key));
  if (known != nullptr) count(*known, -1);
  TRY(auto* const row, jobs_.at(key));
  show(*row, *job);
  tell(*row, fact, has_ended(*job));
  count(*row, 1);
  if (!has_ended(*job)) return {};
  finished_.push_back(job->id);
  return forget_oldest();
}

Result<> Jobs::forget_oldest() {
  if (finished_.size() <= kept_finished_) return {};
  const auto key = key_of(finished_.front());
  TRY(const auto* const oldest, jobs_.find(key));
  if (oldest != nullptr) count(*oldest, -1);
  finished_.pop_front();
  return jobs_.erase(key);
}

void Jobs::take_in_counts() {
  for (const auto& [service, changes] : std::exchange(changes_, {})) {
    auto& counts = counts_[service];
    for (std::size_t state = 0; state < changes.size(); ++state) {
      counts[state] += changes[state];
      all_[state] += changes[state];
    }
    if (counts == ByState{}) counts_.erase(service);
  }
}

void Jobs::commit() {
  jobs_.commit();
  take_in_counts();
}

Result<> Jobs::load() {
  std::map<Position, JobId> finished;
  TRY_DO(jobs_.for_each([&](const JobRow& job) {
    count(job, 1);
    if (job.state == JobState::finished) finished.emplace(job.changed_at, job.id);
  }));
  for (const auto& [at, id] : finished) finished_.push_back(id);
  take_in_counts();
  return {};
}

}  // namespace kigen::projections
