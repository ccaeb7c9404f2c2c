#include <algorithm>

#include "events/core/overloaded.hpp"
#include "projections/applies/query.hpp"
#include "projections/log_lines/messages.hpp"

namespace kigen::projections {
namespace {

using namespace events;

constexpr std::uint16_t restore_failed = 1816;

/// Ids are in order of creation (RFC 9562 §5.7), so newest first is backwards by id.
std::vector<std::string> indexes_of(const StoredApply& apply) {
  const auto& row = apply.detail.summary;
  std::vector<std::string> indexes{"service/" + key_of(row.service), "node/" + key_of(row.node)};
  if (!row.ended_at) indexes.emplace_back("open/");
  return indexes;
}

ApplyDetail requested(const Fact& fact, const ApplyRequested& event) {
  return {.summary = {.id = ApplyId{fact.id},
                      .service = event.service,
                      .service_name = std::string(fact.about.service_name),
                      .node = event.node,
                      .node_name = std::string(fact.about.node_name),
                      .slot = event.slot,
                      .serial = event.serial,
                      .reason = event.reason,
                      .scheduled_for = event.scheduled_for,
                      .requested_at = fact.time()}};
}

/// After an interruption it goes on, a rollback as one.
void started(ApplyDetail& apply, const ApplyStarted& event, Instant at) {
  auto& row = apply.summary;
  apply.attempt = event.attempt;
  apply.step_count = event.steps;
  if (!row.started_at) row.started_at = at;
  if (row.stage != ApplyStage::rolling_back) row.stage = ApplyStage::running;
}

/// By name, in the order in which they began: another version may have other steps before it.
ApplyStep& step_at(ApplyDetail& apply, std::uint32_t index, const std::string& name) {
  auto at = std::ranges::find(apply.steps, name, &ApplyStep::name);
  if (at == apply.steps.end()) at = apply.steps.insert(at, ApplyStep{.name = name});
  at->index = index;
  return *at;
}

template <class Event>
void step_begins(ApplyDetail& apply, const Fact& fact, const Event& event, StepState state) {
  auto& step = step_at(apply, event.index, event.name);
  if (state == StepState::running) step.started_at = fact.time();
  step.state = state;
  step.ended_at.reset();
  step.event_position = fact.position();
}

template <class Event>
void step_ends(ApplyDetail& apply, const Fact& fact, const Event& event, StepState state,
               std::uint32_t message) {
  auto& step = step_at(apply, event.index, event.name);
  step.state = state;
  step.ended_at = fact.time();
  step.message_number = static_cast<std::uint16_t>(message);
  step.detail = event.detail;
  step.event_position = fact.position();
}

void stage(ApplyRow& row, ApplyStage reached, const std::string& error) {
  row.stage = reached;
  row.error = error;
}

void ended(ApplyRow& row, ApplyStage reached, const std::string& error, Instant at) {
  stage(row, reached, error);
  row.ended_at = at;
}

void evolve(ApplyDetail& apply, const Fact& fact, const ApplyEvent& event) {
  auto& row = apply.summary;
  const auto at = fact.time();
  std::visit(
      overloaded{
          [](const ApplyRequested&) {},
          [&](const ApplyStarted& e) { started(apply, e, at); },
          [&](const StepStarted& e) { step_begins(apply, fact, e, StepState::running); },
          [&](const StepSucceeded& e) { step_ends(apply, fact, e, StepState::done, e.message); },
          [&](const StepFailed& e) { step_ends(apply, fact, e, StepState::failed, e.message); },
          [&](const RollbackStarted& e) { stage(row, ApplyStage::rolling_back, e.reason); },
          [&](const StepUndoStarted& e) { step_begins(apply, fact, e, StepState::undoing); },
          [&](const StepUndone& e) { step_ends(apply, fact, e, StepState::undone, e.message); },
          [&](const StepUndoFailed& e) { step_ends(apply, fact, e, StepState::undo_failed, restore_failed); },
          [&](const ApplySucceeded& e) {
            ended(row, ApplyStage::succeeded, {}, at);
            apply.served_serial = e.served_serial;
          },
          [&](const ApplyRolledBack& e) {
            ended(row, ApplyStage::rolled_back, e.reason, at);
            apply.served_serial = e.served_serial;
          },
          [&](const ApplyStuck& e) { stage(row, ApplyStage::stuck, e.reason); },
          [&](const RollbackRetried&) { row.stage = ApplyStage::rolling_back; },
          [&](const ApplyCancelled& e) { ended(row, ApplyStage::cancelled, e.reason, at); },
      },
      event);
  apply.version = fact.record.version;
}

}  // namespace

Applies::Applies(Store& store) : store_(store), applies_(store, "apply", indexes_of) {}

Result<> Applies::fold(const Fact& fact) {
  const auto* const event = std::get_if<ApplyEvent>(&fact.event);
  if (event == nullptr) return {};
  const auto key = key_of(ApplyId{fact.id});
  if (const auto* const e = std::get_if<ApplyRequested>(event))
    TRY_DO(applies_.put(key, {.detail = requested(fact, *e)}));
  TRY(auto* const apply, applies_.edit(key));
  if (apply == nullptr) return {};
  evolve(apply->detail, fact, *event);
  append_lines(apply->lines, fact);
  return {};
}

Result<> Applies::write(Batch& batch) { return applies_.write(batch); }
void Applies::commit() { applies_.commit(); }

}  // namespace kigen::projections
