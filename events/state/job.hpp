#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "events/job_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

enum class JobStage : std::uint8_t { waiting, running, parked, succeeded, cancelled };
template <>
struct EnumWords<JobStage> {
  static constexpr std::array<std::string_view, 5> words{"waiting", "running", "parked", "succeeded",
                                                         "cancelled"};
};

/// Position of the job.started record: a report with an older one is refused.
using FencingToken = Position;

struct Job {
  JobId id = {};
  Version version = 0;
  JobQueued queued = {};  ///< kind, pool, key, subject, …
  JobStage stage = JobStage::waiting;
  Instant due = {};
  std::uint32_t attempt = 0;  ///< of the last start; counts anew after a deferral
  FencingToken token = 0;
  Instant lease_until = {};
  bool interrupted = false;  ///< the last attempt ended in nobody's sight
};

bool has_ended(const Job& job);

Job evolve(Job job, const JobEvent& event, const Stamp& stamp);

}  // namespace kigen::events
