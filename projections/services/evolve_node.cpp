#include <algorithm>

#include "events/core/overloaded.hpp"
#include "projections/services/evolve.hpp"

namespace kigen::projections {
namespace {

using namespace events;

ServiceNode* find_node(ServiceDetail& detail, NodeId id) {
  const auto at = std::ranges::find(detail.nodes, id, &ServiceNode::id);
  return at != detail.nodes.end() ? &*at : nullptr;
}

void set(ServiceNode& node, const NodeSettings& settings) {
  node.name = settings.name;
  node.site = settings.site;
  node.kind = settings.kind;
  node.checked_from_outside = settings.check.method != CheckMethod::none;
}

void checked(ServiceNode& node, const NodeChecked& event, Instant at) {
  node.verdict = event.verdict;
  node.served_serial = event.served_serial;
  node.checked_at = at;
}

void evolve_node(ServiceNode& node, const Fact& fact, const NodeEvent& event) {
  std::visit(overloaded{
                 [&](const NodeCreated& e) { set(node, e.settings); },
                 [&](const NodeEdited& e) { set(node, e.settings); },
                 [&](const NodeEnabled&) { node.enabled = true; },
                 [&](const NodeDisabled&) { node.enabled = false; },
                 [](const NodeDeleted&) {},
                 [](const NodeCheckRequested&) {},
                 [&](const NodeInstalled& e) { node.installed_serial = e.serial; },
                 [&](const NodeChecked& e) { checked(node, e, fact.time()); },
             },
             event);
}

void requested(ServiceNode& node, const ApplyRequested& event, ApplyId id) {
  node.last_apply = id;
  node.apply_state = event.scheduled_for ? ApplyState::scheduled : ApplyState::running;
}

}  // namespace

void evolve(ServiceDetail& detail, const Fact& fact, const NodeEvent& event) {
  const NodeId id{fact.id};
  if (std::holds_alternative<NodeDeleted>(event)) {
    std::erase_if(detail.nodes, [&](const auto& node) { return node.id == id; });
    return;
  }
  if (std::holds_alternative<NodeCreated>(event)) detail.nodes.push_back({.id = id});
  if (auto* const node = find_node(detail, id)) evolve_node(*node, fact, event);
}

bool shows(const ApplyEvent& event) {
  return std::visit(
      []<class E>(const E&) {
        return std::is_same_v<E, ApplyRequested> || std::is_same_v<E, ApplyStarted> ||
               std::is_same_v<E, ApplySucceeded> || std::is_same_v<E, ApplyRolledBack> ||
               std::is_same_v<E, ApplyStuck> || std::is_same_v<E, RollbackRetried> ||
               std::is_same_v<E, ApplyCancelled>;
      },
      event);
}

/// Only the node's newest apply counts.
void evolve(ServiceDetail& detail, const Fact& fact, const ApplyEvent& event) {
  const ApplyId id{fact.id};
  auto* const node = fact.about.node ? find_node(detail, *fact.about.node) : nullptr;
  if (node == nullptr) return;
  if (const auto* const e = std::get_if<ApplyRequested>(&event)) return requested(*node, *e, id);
  if (node->last_apply != id) return;
  const auto becomes = [&](ApplyState state) { node->apply_state = state; };
  std::visit(overloaded{
                 [](const ApplyRequested&) {},
                 [&](const ApplyStarted&) { becomes(ApplyState::running); },
                 [](const StepStarted&) {},
                 [](const StepSucceeded&) {},
                 [](const StepFailed&) {},
                 [](const RollbackStarted&) {},
                 [](const StepUndoStarted&) {},
                 [](const StepUndone&) {},
                 [](const StepUndoFailed&) {},
                 [&](const ApplySucceeded&) { becomes(ApplyState::none); },
                 [&](const ApplyRolledBack&) { becomes(ApplyState::error); },
                 [&](const ApplyStuck&) { becomes(ApplyState::error); },
                 [&](const RollbackRetried&) { becomes(ApplyState::running); },
                 [&](const ApplyCancelled&) { becomes(ApplyState::none); },
             },
             event);
}

}  // namespace kigen::projections
