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
  apply.order = event.order;
}

/// Continues what an interruption left: the steps keep their states, a rollback goes on as one.
void started(Apply& apply, const ApplyStarted& event) {
  apply.attempt = event.attempt;
  apply.served_before = event.served_before;
  if (apply.stage != ApplyStage::rolling_back) apply.stage = ApplyStage::running;
}

/// By name: another version may have other steps before it.
StepProgress& step_named(Apply& apply, std::uint32_t index, const std::string& name) {
  auto at = std::ranges::find(apply.steps, name, &StepProgress::name);
  if (at == apply.steps.end()) at = apply.steps.insert(at, {.index = index, .name = name});
  at->index = index;
  return *at;
}

/// What was once owed or live is so whoever repeats the step. One that had begun was cut off.
void step_started(Apply& apply, const StepStarted& event) {
  const bool is_first = find_step(apply, event.name) == nullptr;
  auto& step = step_named(apply, event.index, event.name);
  if (!is_first && step.state == StepState::started) step.touched = true;
  step.state = StepState::started;
  if (event.undoable) step.undoable = step.undoable.value_or(false) || *event.undoable;
  if (event.live) step.live = step.live.value_or(false) || *event.live;
}

void step_failed(Apply& apply, const StepFailed& event) {
  auto& step = step_named(apply, event.index, event.name);
  step.state = StepState::failed;
  step.touched |= event.touched.value_or(true);
}

template <Event E>
void step_moved(Apply& apply, const E& event, StepState state) {
  auto& step = step_named(apply, event.index, event.name);
  step.state = state;
  step.touched = true;
}

void rolling_back(Apply& apply, const RollbackStarted& event) {
  apply.stage = ApplyStage::rolling_back;
  apply.rollback_reason = event.reason;
}

void failed(Apply& apply, const ApplyFailed& event) {
  apply.stage = ApplyStage::failed;
  apply.rollback_reason = event.reason;
}

void stuck(Apply& apply, const ApplyStuck& event) {
  apply.stage = ApplyStage::stuck;
  if (apply.rollback_reason.empty()) apply.rollback_reason = event.reason;
}

}  // namespace

bool has_ended(const Apply& apply) {
  return apply.stage == ApplyStage::succeeded || apply.stage == ApplyStage::rolled_back ||
         apply.stage == ApplyStage::cancelled || apply.stage == ApplyStage::failed;
}

bool may_have_changed(const StepProgress& step) { return step.touched || step.state == StepState::started; }

const StepProgress* find_step(const Apply& apply, std::string_view name) {
  const auto at = std::ranges::find(apply.steps, name, &StepProgress::name);
  return at == apply.steps.end() ? nullptr : &*at;
}

bool was_live(const Apply& apply) {
  return std::ranges::any_of(apply.steps, [](const StepProgress& step) {
    return step.live.value_or(false) && may_have_changed(step);
  });
}

bool is_live_left(const Apply& apply) {
  return std::ranges::any_of(apply.steps, [](const StepProgress& step) {
    return step.live.value_or(false) && may_have_changed(step) && step.state != StepState::undone;
  });
}

std::vector<std::string> left_over(const Apply& apply) {
  std::vector<std::string> names;
  for (const auto& step : apply.steps)
    if (step.undoable.value_or(false) && may_have_changed(step) && step.state != StepState::undone)
      names.push_back(step.name);
  return names;
}

Apply evolve(Apply apply, const ApplyEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const ApplyRequested& e) { requested(apply, e); },
                 [&](const ApplyStarted& e) { started(apply, e); },
                 [&](const StepStarted& e) { step_started(apply, e); },
                 [&](const StepSucceeded& e) { step_moved(apply, e, StepState::succeeded); },
                 [&](const StepFailed& e) { step_failed(apply, e); },
                 [&](const RollbackStarted& e) { rolling_back(apply, e); },
                 [&](const StepUndoStarted& e) { step_moved(apply, e, StepState::undo_started); },
                 [&](const StepUndone& e) { step_moved(apply, e, StepState::undone); },
                 [&](const StepUndoFailed& e) { step_moved(apply, e, StepState::undo_failed); },
                 [&](const ApplySucceeded&) { apply.stage = ApplyStage::succeeded; },
                 [&](const ApplyFailed& e) { failed(apply, e); },
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
