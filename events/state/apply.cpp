#include "events/state/apply.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

void requested(Apply& apply, const ApplyRequested& event) {
  apply.service = event.service;
  apply.node = event.node;
  apply.slot = event.slot;
  apply.serial = event.serial;
  apply.reason = event.reason;
  apply.scheduled_for = event.scheduled_for;
}

/// Continues what an interruption left: the steps keep their states, a rollback goes on as one.
void started(Apply& apply, const ApplyStarted& event) {
  apply.attempt = event.attempt;
  apply.served_before = event.served_before;
  if (apply.stage != ApplyStage::rolling_back) apply.stage = ApplyStage::running;
}

void set_step(Apply& apply, std::uint32_t index, const std::string& name, StepState state) {
  auto at = std::ranges::lower_bound(apply.steps, index, {}, &StepProgress::index);
  if (at == apply.steps.end() || at->index != index) at = apply.steps.insert(at, {index, name, state});
  at->state = state;
}

void rolling_back(Apply& apply, const RollbackStarted& event) {
  apply.stage = ApplyStage::rolling_back;
  apply.rollback_reason = event.reason;
}

void stuck(Apply& apply, const ApplyStuck& event) {
  apply.stage = ApplyStage::stuck;
  if (apply.rollback_reason.empty()) apply.rollback_reason = event.reason;
}

}  // namespace

bool has_ended(const Apply& apply) {
  return apply.stage == ApplyStage::succeeded || apply.stage == ApplyStage::rolled_back ||
         apply.stage == ApplyStage::cancelled;
}

const StepProgress* find_step(const Apply& apply, std::uint32_t index) {
  const auto at = std::ranges::lower_bound(apply.steps, index, {}, &StepProgress::index);
  return at == apply.steps.end() || at->index != index ? nullptr : &*at;
}

Apply evolve(Apply apply, const ApplyEvent& event, const Stamp& stamp) {
  const auto step = [&](const auto& e, StepState state) { set_step(apply, e.index, e.name, state); };
  std::visit(overloaded{
                 [&](const ApplyRequested& e) { requested(apply, e); },
                 [&](const ApplyStarted& e) { started(apply, e); },
                 [&](const StepStarted& e) { step(e, StepState::started); },
                 [&](const StepSucceeded& e) { step(e, StepState::succeeded); },
                 [&](const StepFailed& e) { step(e, StepState::failed); },
                 [&](const RollbackStarted& e) { rolling_back(apply, e); },
                 [&](const StepUndoStarted& e) { step(e, StepState::undo_started); },
                 [&](const StepUndone& e) { step(e, StepState::undone); },
                 [&](const StepUndoFailed& e) { step(e, StepState::undo_failed); },
                 [&](const ApplySucceeded&) { apply.stage = ApplyStage::succeeded; },
                 [&](const ApplyRolledBack&) { apply.stage = ApplyStage::rolled_back; },
                 [&](const ApplyStuck& e) { stuck(apply, e); },
                 [&](const RollbackRetried&) { apply.stage = ApplyStage::rolling_back; },
                 [&](const ApplyCancelled&) { apply.stage = ApplyStage::cancelled; },
             },
             event);
  apply.version = stamp.version;
  return apply;
}

}  // namespace kigen::events
