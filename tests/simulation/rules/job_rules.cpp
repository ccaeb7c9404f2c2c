#include "tests/simulation/rules/job_rules.hpp"

#include <algorithm>

namespace kigen::simulation {
namespace {

using namespace events;
using namespace std::chrono_literals;

/// An attempt that is stopped at the end of its lease has seen the end of what it was writing by then.
constexpr auto patience = 1h;

}  // namespace

void JobRules::saw(const Sighting& seen) {
  const auto& record = seen.record;
  check_lease(record);
  check_patience(record);
  remember(seen);
  const bool is_job = std::holds_alternative<JobEvent>(seen.event);
  if (!is_job) return;
  if (ended_.contains(record.stream)) findings_.add("after the job's end", record);
  end_attempt(record);
  follow<JobRules, JobEvent>(*this, seen);
}

void JobRules::remember(const Sighting& seen) {
  const auto& cause = seen.record.meta.causation;
  for (auto& [job, attempt] : running_)
    if (cause == attempt.token)
      attempt.said.push_back({*id_of<JobId>(job), attempt.token, seen.record, seen.event});
}

void JobRules::end_attempt(const Record& record) {
  constexpr std::size_t enough = 64;
  const auto held = running_.find(record.stream);
  if (held == running_.end()) return;
  std::ranges::move(held->second.said, std::back_inserter(ended_reports_));
  const auto surplus = ended_reports_.size() - std::min(ended_reports_.size(), enough);
  ended_reports_.erase(ended_reports_.begin(), ended_reports_.begin() + static_cast<std::ptrdiff_t>(surplus));
  running_.erase(held);
}

void JobRules::process_ended() {
  for (auto& [job, attempt] : running_) attempt.alive = false;
}

void JobRules::attempt_begins(const orchestrator::Job& job, Position known, Position durable) {
  const auto about = job.queued.kind + " of " + job.queued.subject.text;
  const auto held = running_.find(stream_of(job.id));
  if (held == running_.end() || held->second.token != job.token)
    findings_.add("a worker began without a lease in the log: " + about);
  if (known > durable) findings_.add("a worker was told of what is not durable: " + about);
}

/// A worker speaks with the token of an attempt that runs; its word about starting comes before there is one.
void JobRules::check_lease(const Record& record) {
  if (record.meta.actor.kind != ActorKind::worker || record.type == JobStarted::type.name) return;
  if (!record.meta.causation) return findings_.add("a worker that names no lease was believed", record);
  const auto holds = [&](const auto& held) { return held.second.token == *record.meta.causation; };
  if (std::ranges::none_of(running_, holds)) findings_.add("a worker without a lease was believed", record);
}

void JobRules::check_patience(const Record& record) {
  for (auto& [job, attempt] : running_) {
    if (!attempt.alive || record.meta.time <= attempt.lease_until) continue;
    if (!attempt.found_late) attempt.found_late = record.meta.time;
    if (between(*attempt.found_late, record.meta.time) > patience)
      findings_.add("runs beyond its lease, " + job.text, record);
  }
}

Duration JobRules::between(Instant first, Instant last) const {
  auto passed = last - first;
  for (const auto& [from, by] : jumps_)
    if (first <= from && from < last) passed -= by;
  return passed;
}

void JobRules::on(const Record& record, const JobQueued& event) { queued_[record.stream] = event; }

void JobRules::on(const Record& record, const JobStarted& event) {
  const auto& [key, limit] = std::tie(queued_[record.stream].key, queued_[record.stream].limit);
  if (std::ranges::count_if(running_, [&](const auto& other) { return other.second.key == key; }) >= limit)
    findings_.add("more jobs run with one key than may, " + key, record);
  running_[record.stream] = {key, event.lease_until, record.position};
}

void JobRules::on(const Record& record, const JobRetryScheduled& event) {
  if (event.failure == Failure::permanent) findings_.add("what can never work is tried again", record);
  check_room(record, event.code);
}

void JobRules::on(const Record& record, const JobParked& event) { check_room(record, event.code); }

/// As many older certificates as the nodes hold, one more finds its place.
void JobRules::check_room(const Record& record, const std::string& code) {
  if (code == "no_free_slot") findings_.add("a renewal is held up by a node that stays behind", record);
}

void JobRules::end(const Record& record) { ended_.insert(record.stream); }

}  // namespace kigen::simulation
