#include <utility>

#include "events/core/overloaded.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/jobs/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

Result<const Job*> find(const World& world, JobId id) {
  const auto* job = world.job(id);
  if (!job) return fail(job_errc::unknown_job, to_text(id));
  return job;
}

std::string about(const Job& job) { return job.queued.kind + " of " + job.queued.subject.text; }

template <Event E>
Changes change(const Job& job, const E& event) {
  return std::move(Changes{}.add(stream_of(job.id), job.version, event));
}

/// The outcome as it is stored: the attempt's number is the job's own, whatever the report says.
Result<Changes> ended(const Job& job, const JobEvent& outcome) {
  const auto refused = [](std::string_view type) -> Result<Changes> {
    return fail(job_errc::not_an_outcome, std::string(type));
  };
  const auto numbered = [&](auto event) -> Result<Changes> {
    event.attempt = job.attempt;
    return change(job, event);
  };
  return std::visit(overloaded{
                        [&](const JobSucceeded& e) { return numbered(e); },
                        [&](const JobRetryScheduled& e) { return numbered(e); },
                        [&](const JobParked& e) { return numbered(e); },
                        [&](const JobDeferred& e) -> Result<Changes> { return change(job, e); },
                        [&](const JobQueued& e) { return refused(e.type.name); },
                        [&](const JobStarted& e) { return refused(e.type.name); },
                        [&](const JobRetriedByHand& e) { return refused(e.type.name); },
                        [&](const JobCancelled& e) { return refused(e.type.name); },
                    },
                    outcome);
}

}  // namespace

Result<Changes> decide(const World& world, const QueueJob& command) {
  if (world.job(command.id)) return Changes{};
  const auto& job = command.job;
  if (job.kind.empty()) return fail(job_errc::malformed, "no kind", "kind");
  if (job.pool.empty()) return fail(job_errc::malformed, "no pool", "pool");
  if (job.key.empty()) return fail(job_errc::malformed, "no key", "key");
  if (!is_valid(job.subject)) return fail(job_errc::malformed, job.subject.text, "subject");
  return std::move(Changes{}.add(command.stream(), 0, job));
}

Result<Changes> decide(const World& world, const StartJob& command) {
  TRY(const auto* job, find(world, command.id));
  if (job->stage != JobStage::waiting) return fail(job_errc::not_waiting, about(*job));
  return change(*job, JobStarted{.attempt = job->attempt + 1,
                                 .lease_until = command.lease_until,
                                 .after_interruption = job->interrupted});
}

Result<Changes> decide(const World& world, const EndAttempt& command) {
  const auto* job = world.job(command.id);
  if (!job) return fail(job_errc::stale_lease, "the job has ended");
  if (job->stage != JobStage::running || job->token != command.token)
    return fail(job_errc::stale_lease, about(*job));
  return ended(*job, command.outcome);
}

Result<Changes> decide(const World& world, const RetryJob& command) {
  TRY(const auto* job, find(world, command.id));
  if (job->stage == JobStage::running) return fail(job_errc::running, about(*job));
  if (job->stage == JobStage::waiting && job->due <= command.due) return Changes{};
  return change(*job, JobRetriedByHand{.due = command.due});
}

Result<Changes> decide(const World& world, const CancelJob& command) {
  TRY(const auto* job, find(world, command.id));
  if (job->stage == JobStage::running) return fail(job_errc::running, about(*job));
  return change(*job, JobCancelled{.reason = command.reason});
}

}  // namespace kigen::orchestrator
