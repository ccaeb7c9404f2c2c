#include "events/core/overloaded.hpp"
#include "projections/nodes/query.hpp"
#include "projections/subjects/subjects.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const NodeDetail& node) { return {"service/" + key_of(node.service)}; }

void installed(NodeDetail& node, const NodeInstalled& event, Instant at) {
  node.installed_serial = event.serial;
  node.installed_at = at;
}

void checked(NodeDetail& node, const NodeChecked& event, Instant at) {
  node.last_check = NodeCheck{at, event.verdict, event.expected_serial, event.served_serial, event.addresses};
  node.check_requested = false;
  if (event.verdict == Verdict::matches) node.verified_serial = event.served_serial;
}

void evolve(NodeDetail& node, const Fact& fact, const NodeEvent& event) {
  std::visit(overloaded{
                 [](const NodeCreated&) {},
                 [&](const NodeEdited& e) { node.settings = e.settings; },
                 [&](const NodeEnabled&) { node.enabled = true; },
                 [&](const NodeDisabled&) { node.enabled = false; },
                 [](const NodeDeleted&) {},
                 [&](const NodeCheckRequested&) { node.check_requested = true; },
                 [&](const NodeInstalled& e) { installed(node, e, fact.time()); },
                 [&](const NodeChecked& e) { checked(node, e, fact.time()); },
             },
             event);
  node.version = fact.record.version;
}

/// The stage that an event brings its apply to; none when it does not change it.
std::optional<ApplyStage> stage_after(const ApplyEvent& event) {
  using Stage = std::optional<ApplyStage>;
  return std::visit(overloaded{
                        [](const ApplyRequested&) -> Stage { return ApplyStage::requested; },
                        [](const ApplyStarted&) -> Stage { return ApplyStage::running; },
                        [](const StepStarted&) -> Stage { return {}; },
                        [](const StepSucceeded&) -> Stage { return {}; },
                        [](const StepFailed&) -> Stage { return {}; },
                        [](const RollbackStarted&) -> Stage { return ApplyStage::rolling_back; },
                        [](const StepUndoStarted&) -> Stage { return {}; },
                        [](const StepUndone&) -> Stage { return {}; },
                        [](const StepUndoFailed&) -> Stage { return {}; },
                        [](const ApplySucceeded&) -> Stage { return ApplyStage::succeeded; },
                        [](const ApplyRolledBack&) -> Stage { return ApplyStage::rolled_back; },
                        [](const ApplyStuck&) -> Stage { return ApplyStage::stuck; },
                        [](const RollbackRetried&) -> Stage { return ApplyStage::rolling_back; },
                        [](const ApplyCancelled&) -> Stage { return ApplyStage::cancelled; },
                    },
                    event);
}

}  // namespace

Nodes::Nodes(Store& store) : store_(store), nodes_(store, "node", indexes_of) {}

Result<> Nodes::fold_node(NodeId id, const Fact& fact, const NodeEvent& event) {
  if (std::holds_alternative<NodeDeleted>(event)) return nodes_.erase(key_of(id));
  if (const auto* const created = std::get_if<NodeCreated>(&event))
    TRY_DO(nodes_.put(key_of(id), {.id = id, .service = created->service, .settings = created->settings}));
  TRY(auto* const node, nodes_.edit(key_of(id)));
  if (node != nullptr) evolve(*node, fact, event);
  return {};
}

Result<> Nodes::fold_apply(NodeId id, const Fact& fact, const ApplyEvent& event) {
  const auto stage = stage_after(event);
  if (!stage) return {};
  TRY(auto* const node, nodes_.edit(key_of(id)));
  if (node == nullptr) return {};
  const ApplyId apply{fact.id};
  if (const auto* const requested = std::get_if<ApplyRequested>(&event))
    node->last_apply = NodeApply{.id = apply, .serial = requested->serial};
  if (!node->last_apply || node->last_apply->id != apply) return {};
  // After an interruption a rollback goes on as one.
  const bool goes_back =
      std::holds_alternative<ApplyStarted>(event) && node->last_apply->stage == ApplyStage::rolling_back;
  if (!goes_back) node->last_apply->stage = *stage;
  node->last_apply->at = fact.time();
  return {};
}

Result<> Nodes::fold(const Fact& fact) {
  if (const auto* const event = std::get_if<NodeEvent>(&fact.event))
    return fold_node(NodeId{fact.id}, fact, *event);
  if (const auto* const event = std::get_if<ApplyEvent>(&fact.event); event != nullptr && fact.about.node)
    return fold_apply(*fact.about.node, fact, *event);
  return {};
}

// --- answers ---

Result<Seen<NodeDetail>> Nodes::detail(NodeId id) const {
  const auto reading = store_.reading();
  TRY(auto node, nodes_.require(key_of(id), "node " + to_text(id)));
  TRY(node.service_name, name_of_service(store_, node.service));
  return Seen<NodeDetail>{store_.position(), std::move(node)};
}

Result<Page<NodeDetail>> Nodes::list(const Paging& paging) const {
  const auto reading = store_.reading();
  return named(nodes_.list(paging, Direction::forward));
}

Result<Page<NodeDetail>> Nodes::of_service(ServiceId service, const Paging& paging) const {
  const auto reading = store_.reading();
  return named(nodes_.list("service/" + key_of(service), paging, Direction::forward));
}

/// Under Store::reading().
Result<Page<NodeDetail>> Nodes::named(Result<Page<NodeDetail>> page) const {
  if (!page) return page;
  for (auto& node : page->rows) {
    TRY(node.service_name, name_of_service(store_, node.service));
  }
  return page;
}

Result<> Nodes::write(Batch& batch) { return nodes_.write(batch); }
void Nodes::commit() { nodes_.commit(); }

}  // namespace kigen::projections
