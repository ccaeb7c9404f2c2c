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

/// By name: another version may have other steps before it.
StepProgress& set_step(Apply& apply, std::uint32_t index, const std::string& name, StepState state) {
  auto at = std::ranges::find(apply.steps, name, &StepProgress::name);
  if (at == apply.steps.end()) at = apply.steps.insert(at, {.name = name});
  at->index = index;
  at->state = state;
  return *at;
}

/// An undo that was owed once is owed whoever repeats the step.
void step_started(Apply& apply, const StepStarted& event) {
  auto& step = set_step(apply, event.index, event.name, StepState::started);
  if (event.undoable) step.undoable = step.undoable.value_or(false) || *event.undoable;
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

const StepProgress* find_step(const Apply& apply, std::string_view name) {
  const auto at = std::ranges::find(apply.steps, name, &StepProgress::name);
  return at == apply.steps.end() ? nullptr : &*at;
}

Apply evolve(Apply apply, const ApplyEvent& event, const Stamp& stamp) {
  const auto step = [&](const auto& e, StepState state) { set_step(apply, e.index, e.name, state); };
  std::visit(overloaded{
                 [&](const ApplyRequested& e) { requested(apply, e); },
                 [&](const ApplyStarted& e) { started(apply, e); },
                 [&](const StepStarted& e) { step_started(apply, e); },
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
