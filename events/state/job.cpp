#include "events/state/job.hpp"

#include <utility>

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

void wait_until(Job& job, Instant due) {
  job.stage = JobStage::waiting;
  job.due = due;
}

void queued(Job& job, const JobQueued& event) {
  job.queued = event;
  wait_until(job, event.due);
}

void started(Job& job, const JobStarted& event, Position token) {
  job.stage = JobStage::running;
  job.attempt = event.attempt;
  job.lease_until = event.lease_until;
  job.token = token;
}

/// The handler saw where things stand: no doubt is left, and the attempts count anew.
void deferred(Job& job, const JobDeferred& event) {
  wait_until(job, event.due);
  job.attempt = 0;
  job.interrupted = false;
}

/// A doubt stays until an attempt got far enough to defer or succeed.
void retry_scheduled(Job& job, const JobRetryScheduled& event) {
  wait_until(job, event.due);
  if (event.failure == Failure::unknown) job.interrupted = true;
}

void retried_by_hand(Job& job, const JobRetriedByHand& event) {
  wait_until(job, event.due);
  job.attempt = 0;
}

}  // namespace

bool has_ended(const Job& job) {
  return job.stage == JobStage::succeeded || job.stage == JobStage::cancelled;
}

Job evolve(Job job, const JobEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const JobQueued& e) { queued(job, e); },
                 [&](const JobStarted& e) { started(job, e, stamp.position); },
                 [&](const JobDeferred& e) { deferred(job, e); },
                 [&](const JobRetryScheduled& e) { retry_scheduled(job, e); },
                 [&](const JobSucceeded&) { job.stage = JobStage::succeeded; },
                 [&](const JobParked&) { job.stage = JobStage::parked; },
                 [&](const JobRetriedByHand& e) { retried_by_hand(job, e); },
                 [&](const JobCancelled&) { job.stage = JobStage::cancelled; },
             },
             event);
  job.version = stamp.version;
  return job;
}

}  // namespace kigen::events
