#pragma once

#include <cstdint>
#include <string>

#include "events/job_events.hpp"
#include "orchestrator/changes.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

class World;

struct QueueJob {
  static constexpr std::string_view name = "job.queue";
  JobId id = {};
  events::JobQueued job = {};
  StreamId stream() const { return stream_of(id); }
};
/// Takes the lease. Refused unless the job waits.
struct StartJob {
  static constexpr std::string_view name = "job.start";
  JobId id = {};
  Instant lease_until = {};
  StreamId stream() const { return stream_of(id); }
};
/// The lease holder's last word on an attempt; refused (stale_lease) when `token` is not the running one.
struct EndAttempt {
  static constexpr std::string_view name = "job.end_attempt";
  JobId id = {};
  FencingToken token = 0;
  events::JobEvent outcome = {};  ///< JobSucceeded, JobDeferred, JobRetryScheduled or JobParked
  StreamId stream() const { return stream_of(id); }
};
/// A parked job again, or a waiting one at once.
struct RetryJob {
  static constexpr std::string_view name = "job.retry";
  JobId id = {};
  Instant due = {};
  StreamId stream() const { return stream_of(id); }
};
/// A waiting or parked job is dropped; a running one is refused.
struct CancelJob {
  static constexpr std::string_view name = "job.cancel";
  JobId id = {};
  std::string reason = {};
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const QueueJob& command);
Result<Changes> decide(const World& world, const StartJob& command);
Result<Changes> decide(const World& world, const EndAttempt& command);
Result<Changes> decide(const World& world, const RetryJob& command);
Result<Changes> decide(const World& world, const CancelJob& command);

}  // namespace kigen::orchestrator
