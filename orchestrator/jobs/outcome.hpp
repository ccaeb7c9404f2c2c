#pragma once

#include <string>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/instant.hpp"

namespace kigen::orchestrator {

struct JobDone {
  static constexpr auto fields = events::field_list();
};
/// Nothing is wrong, but it is not over: look again then.
struct JobLater {
  Instant due = {};
  std::string reason = {};
  static constexpr auto fields =
      events::field_list(events::field("due", &JobLater::due), events::field("reason", &JobLater::reason));
};
/// How an attempt ends that does not fail.
using JobOutcome = std::variant<JobDone, JobLater>;

}  // namespace kigen::orchestrator
