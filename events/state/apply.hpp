#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/apply_events.hpp"
#include "events/state/stamp.hpp"

namespace kigen::events {

enum class ApplyStage : std::uint8_t {
  requested,
  running,
  rolling_back,
  succeeded,
  rolled_back,
  stuck,
  cancelled,
  failed
};
template <>
struct EnumWords<ApplyStage> {
  static constexpr std::array<std::string_view, 8> words{
      "requested", "running", "rolling-back", "succeeded", "rolled-back", "stuck", "cancelled", "failed"};
};

enum class StepState : std::uint8_t { started, succeeded, failed, undo_started, undone, undo_failed };
template <>
struct EnumWords<StepState> {
  static constexpr std::array<std::string_view, 6> words{"running", "done",   "failed",
                                                         "undoing", "undone", "undo-failed"};
};

struct StepProgress {
  std::uint32_t index = 0;  ///< among the steps of the version that spoke of it last
  std::string name = {};
  StepState state = StepState::started;
  std::optional<bool> undoable = {};  ///< whether it had an undo when it began; none: nobody noted it
  std::optional<bool> live = {};      ///< whether it changes what the server reads; none: nobody noted it
  bool touched = false;  ///< a run that ended, or was cut off, began a command on the node, or may have
};

/// Whether something on the node may be of this step: one that runs may have begun by now.
bool may_have_changed(const StepProgress& step);

struct Apply {
  ApplyId id = {};
  Version version = 0;
  ServiceId service = {};
  NodeId node = {};
  std::uint8_t slot = 1;
  std::string serial = {};
  ApplyReason reason = ApplyReason::requested;
  std::optional<Instant> scheduled_for = {};
  std::optional<OrderId> order = {};
  ApplyStage stage = ApplyStage::requested;
  std::uint32_t attempt = 0;
  std::vector<StepProgress> steps = {};  ///< those that ever started, in the order in which they first did
  std::string rollback_reason = {};      ///< or that of its failure
  std::string served_before = {};        ///< what a rollback must bring back; empty = none was seen
};

/// Succeeded, failed, rolled back or cancelled. A stuck apply has not ended: a person must retry its rollback
/// or cancel it.
bool has_ended(const Apply& apply);
/// Null when the step never started.
const StepProgress* find_step(const Apply& apply, std::string_view name);

/// Whether a step that is noted as live was begun, be it undone since.
bool was_live(const Apply& apply);
/// Whether one was begun that is noted as live, and was not undone since.
bool is_live_left(const Apply& apply);
/// The steps that are noted to leave something on the node when they begin, and that were not undone since.
std::vector<std::string> left_over(const Apply& apply);

Apply evolve(Apply apply, const ApplyEvent& event, const Stamp& stamp);

}  // namespace kigen::events
