#include <algorithm>

#include "events/core/overloaded.hpp"
#include "projections/applies/query.hpp"
#include "projections/basis/own_lists.hpp"
#include "projections/log_lines/messages.hpp"

namespace kigen::projections {
namespace {

using namespace events;

constexpr std::uint16_t restore_failed = 1816;

/// Ids are in order of creation (RFC 9562 §5.7), so newest first is backwards by id.
std::vector<std::string> indexes_of(const StoredApply& apply) {
  const auto& row = apply.detail.summary;
  std::vector<std::string> indexes{list_of(row.service), "node/" + key_of(row.node)};
  if (row.order) indexes.push_back("order/" + key_of(*row.order));
  if (!row.ended_at) indexes.emplace_back("open/");
  return indexes;
}

/// By name, in the order in which they began: another version may have other steps before it.
ApplyStep& step_at(ApplyDetail& row, const std::string& name) {
  const auto at = std::ranges::find(row.steps, name, &ApplyStep::name);
  return at != row.steps.end() ? *at : row.steps.emplace_back(ApplyStep{.name = name});
}

/// Each event of a step begins or ends it; what ends it tells how it went.
template <class Event>
void tell(ApplyStep& step, const Event& event, Instant at) {
  if constexpr (requires { event.detail; }) {
    step.ended_at = at;
    step.message_number = restore_failed;
    if constexpr (requires { event.message; })
      step.message_number = static_cast<std::uint16_t>(event.message);
    step.detail = event.detail;
  } else {
    step.ended_at.reset();
    if (std::is_same_v<Event, StepStarted>) step.started_at = at;
  }
}

void tell_step(ApplyDetail& row, const Fact& fact) {
  std::visit(
      [&](const auto& event) {
        if constexpr (requires { event.index; }) {
          auto& step = step_at(row, event.name);
          tell(step, event, fact.time());
          step.event_position = fact.position();
        }
      },
      std::get<ApplyEvent>(fact.event));
}

Severity severity_of(const ApplyRow& row) {
  const bool is_open = !row.ended_at && row.stage != ApplyStage::stuck;
  if (is_open && is_retrying(row.job)) return projections::severity_of(ApplyState::retrying);
  return projections::severity_of(state_of(row.stage, row.scheduled_for.has_value()));
}

/// What is told of it besides.
void tell(ApplyDetail& row, const Fact& fact) {
  auto& summary = row.summary;
  visit_some(
      std::get<ApplyEvent>(fact.event),
      [&](const ApplyRequested&) {
        summary.service_name = fact.about.service_name;
        summary.node_name = fact.about.node_name;
        summary.requested_at = fact.time();
      },
      [&](const ApplyStarted& e) {
        row.step_count = e.steps;
        if (!summary.started_at) summary.started_at = fact.time();
      },
      [&](const ApplySucceeded& e) {
        summary.error.clear();
        row.served_serial = e.served_serial;
      },
      [&](const ApplyFailed& e) { summary.error = e.reason; },
      [&](const ApplyRolledBack& e) {
        summary.error = e.reason;
        row.served_serial = e.served_serial;
      },
      [&](const RollbackStarted& e) { summary.error = e.reason; },
      [&](const ApplyStuck& e) { summary.error = e.reason; },
      [&](const ApplyCancelled& e) { summary.error = e.reason; });
}

}  // namespace

void show(ApplyDetail& row, const Apply& apply) {
  auto& summary = row.summary;
  summary.id = apply.id;
  summary.service = apply.service;
  summary.node = apply.node;
  summary.slot = apply.slot;
  summary.serial = apply.serial;
  summary.reason = apply.reason;
  summary.stage = apply.stage;
  summary.scheduled_for = apply.scheduled_for;
  summary.order = apply.order;
  row.version = apply.version;
  row.attempt = apply.attempt;
  for (const auto& progress : apply.steps) {
    auto& step = step_at(row, progress.name);
    step.name = progress.name;
    step.state = progress.state;
  }
}

Applies::Applies(Store& store, const Owners& owners)
    : View("apply", 1), store_(store), owners_(owners), applies_(store, "apply/row", indexes_of) {}

Result<> Applies::fold_apply(const Fact& fact, const Apply& apply) {
  TRY(auto* const row, applies_.at(key_of(apply.id)));
  auto& summary = row->detail.summary;
  show(row->detail, apply);
  tell(row->detail, fact);
  tell_step(row->detail, fact);
  if (has_ended(apply)) summary.ended_at = fact.time();
  summary.severity = severity_of(summary);
  append_lines(row->lines, fact);
  return {};
}

Result<> Applies::fold_job(const Fact& fact, const Job& job) {
  const auto id = id_of<ApplyId>(job.queued.subject);
  if (!id) return {};
  TRY(auto* const row, applies_.edit(key_of(*id)));
  if (row == nullptr) return {};
  auto& summary = row->detail.summary;
  projections::fold(summary.job, std::get<JobEvent>(fact.event), job);
  summary.severity = severity_of(summary);
  return {};
}

Result<> Applies::fold(const Fact& fact) {
  if (const auto* const apply = fact.state<Apply>()) return fold_apply(fact, *apply);
  if (const auto* const job = fact.state<Job>()) return fold_job(fact, *job);
  return {};
}

}  // namespace kigen::projections
