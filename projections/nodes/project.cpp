#include "projections/basis/own_lists.hpp"
#include "projections/basis/subjects.hpp"
#include "projections/nodes/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const NodeDetail& node) { return {list_of(node.service)}; }

std::optional<NodeCheck> last_check_of(const Node& node) {
  if (!node.last_check) return std::nullopt;
  const auto& seen = *node.last_check;
  return NodeCheck{*node.checked_at, seen.verdict, seen.expected_serial, seen.served_serial, seen.addresses};
}

}  // namespace

void show(NodeDetail& row, const Node& node) {
  row.id = node.id;
  row.version = node.version;
  row.service = node.service;
  row.settings = node.settings;
  row.enabled = node.enabled;
  row.installed_serial = node.installed_serial;
  row.verified_serial = node.verified_serial;
  row.last_check = last_check_of(node);
  row.check_requested = node.check_awaited;
  row.left_out_serial = node.left_out_serial;
  row.leftovers.clear();
  for (const auto& leftover : node.leftovers)
    row.leftovers.push_back(
        {leftover.apply, leftover.serial, leftover.steps, !leftover.settled, leftover.since});
}

Nodes::Nodes(Store& store, const Owners& owners)
    : View("node", 1), store_(store), owners_(owners), nodes_(store, "node/row", indexes_of) {}

Result<> Nodes::fold_node(const Fact& fact, const Node& node) {
  const auto key = key_of(node.id);
  if (node.deleted) return nodes_.erase(key);
  TRY(auto* const row, nodes_.at(key));
  show(*row, node);
  if (get_event<NodeInstalled>(fact.event)) row->installed_at = fact.time();
  return {};
}

/// Only the node's newest apply counts.
Result<> Nodes::fold_apply(const Fact& fact, const Apply& apply) {
  TRY(const auto* const known, nodes_.find(key_of(apply.node)));
  if (known == nullptr) return {};
  const auto& last = known->last_apply;
  const bool is_same = last && last->id == apply.id;
  if (is_same ? last->stage == apply.stage : apply.version > 1) return {};
  TRY(auto* const row, nodes_.edit(key_of(apply.node)));
  row->last_apply = NodeApply{apply.id, apply.stage, apply.serial, fact.time()};
  return {};
}

Result<> Nodes::fold(const Fact& fact) {
  if (const auto* const node = fact.state<Node>()) return fold_node(fact, *node);
  if (const auto* const apply = fact.state<Apply>()) return fold_apply(fact, *apply);
  return {};
}

// --- answers ---

namespace {

auto in_scope(const Owners& owners, const Scope& scope) {
  return [&](const NodeDetail& node) { return owners.holds(scope, node.service); };
}

}  // namespace

Result<Seen<NodeDetail>> Nodes::detail(const Scope& scope, NodeId id) const {
  const auto reading = store_.reading();
  TRY(auto node, nodes_.require(key_of(id), "node " + to_text(id), in_scope(owners_, scope)));
  TRY(node.service_name, name_of_service(store_, node.service));
  return Seen<NodeDetail>{store_.position(), std::move(node)};
}

Result<Page<NodeDetail>> Nodes::list(const Scope& scope, const Paging& paging) const {
  const auto reading = store_.reading();
  return named(nodes_.list(paging, Direction::forward, in_scope(owners_, scope)));
}

Result<Page<NodeDetail>> Nodes::of_service(const Scope& scope, ServiceId service,
                                           const Paging& paging) const {
  const auto reading = store_.reading();
  return named(nodes_.list(list_of(service), paging, Direction::forward, in_scope(owners_, scope)));
}

/// Under Store::reading().
Result<Page<NodeDetail>> Nodes::named(Result<Page<NodeDetail>> page) const {
  if (!page) return page;
  for (auto& node : page->rows) {
    TRY(node.service_name, name_of_service(store_, node.service));
  }
  return page;
}

}  // namespace kigen::projections
