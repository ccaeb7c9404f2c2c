#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "events/state/job.hpp"

namespace kigen::projections {

/// `finished`: succeeded or cancelled.
enum class JobState : std::uint8_t { waiting, running, parked, finished };

JobState state_of(events::JobStage stage);

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::JobState> {
  static constexpr std::array<std::string_view, 4> words{"waiting", "running", "parked", "finished"};
};
