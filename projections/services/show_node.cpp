#include <algorithm>

#include "projections/services/derive.hpp"
#include "projections/services/show.hpp"

namespace kigen::projections {
namespace {

using namespace events;

template <class Detail>
auto* find_node(Detail& detail, NodeId id) {
  const auto at = std::ranges::find(detail.nodes, id, &ServiceNode::id);
  return at != detail.nodes.end() ? &*at : static_cast<decltype(&*at)>(nullptr);
}

}  // namespace

void show(ServiceNode& shown, const Node& node) {
  const auto& settings = node.settings;
  shown.id = node.id;
  shown.name = settings.name;
  shown.site = settings.site;
  shown.kind = settings.kind;
  shown.enabled = node.enabled;
  shown.checked_from_outside = settings.check.method != CheckMethod::none;
  shown.installed_serial = node.installed_serial;
  shown.served_serial = served_serial(node);
  shown.checked_at = node.checked_at;
  shown.held_serials = held_serials(node);
  shown.left_out_serial = node.left_out_serial;
  shown.verdict.reset();
  if (node.last_check) shown.verdict = node.last_check->verdict;
}

void fold(ServiceDetail& detail, const Fact&, const Node& node) {
  if (node.deleted) {
    std::erase_if(detail.nodes, [&](const auto& known) { return known.id == node.id; });
  } else {
    auto* shown = find_node(detail, node.id);
    if (shown == nullptr) shown = &detail.nodes.emplace_back();
    show(*shown, node);
  }
  derive(detail);
}

ApplyState shown(const Apply& apply) {
  switch (apply.stage) {
    case ApplyStage::requested:
      return apply.scheduled_for ? ApplyState::scheduled : ApplyState::running;
    case ApplyStage::running:
    case ApplyStage::rolling_back:
      return ApplyState::running;
    case ApplyStage::failed:
    case ApplyStage::rolled_back:
    case ApplyStage::stuck:
      return ApplyState::error;
    case ApplyStage::succeeded:
    case ApplyStage::cancelled:
      break;
  }
  return ApplyState::none;
}

bool concerns(const ServiceDetail& detail, const Apply& apply) {
  const auto* const node = find_node(detail, apply.node);
  if (node == nullptr) return false;
  return node->last_apply == apply.id ? node->apply_state != shown(apply) : apply.version == 1;
}

void fold(ServiceDetail& detail, const Fact&, const Apply& apply) {
  auto& node = *find_node(detail, apply.node);
  node.last_apply = apply.id;
  node.apply_state = shown(apply);
  derive(detail);
}

}  // namespace kigen::projections
