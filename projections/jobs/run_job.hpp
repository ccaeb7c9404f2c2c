#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "projections/fact.hpp"
#include "projections/jobs/state.hpp"

namespace kigen::projections {

/// The job that carries an order or an apply on, as the run's page shows it.
struct RunJob {
  JobId id = {};
  JobState state = JobState::waiting;
  std::uint32_t attempt = 0;  ///< of the last start; 0 = it never started
  Instant due = {};           ///< of the next try, while it waits
  std::string code = {};      ///< error word of the last attempt that failed; empty = none did
  std::string detail = {};

  static constexpr auto fields =
      events::field_list(events::field("id", &RunJob::id), events::field("state", &RunJob::state),
                         events::field("attempt", &RunJob::attempt), events::field("due", &RunJob::due),
                         events::field("code", &RunJob::code), events::field("detail", &RunJob::detail));
};

/// Whether an attempt failed, and the next has not got further.
bool is_retrying(const std::optional<RunJob>& job);
/// The run's job after an event of it; none when it has ended.
void fold(std::optional<RunJob>& shown, const events::JobEvent& event, const events::Job& job);

}  // namespace kigen::projections
