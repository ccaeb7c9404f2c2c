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

ApplyState shown(const Apply& apply) { return state_of(apply.stage, apply.scheduled_for.has_value()); }

}  // namespace

void show(ServiceNode& shown, const Node& node) {
  const auto& settings = node.settings;
  shown.id = node.id;
  shown.name = settings.name;
  shown.site = settings.site;
  shown.kind = settings.server.word();
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

bool concerns(const ServiceDetail& detail, const Apply& apply) {
  const auto* const node = find_node(detail, apply.node);
  if (node == nullptr) return false;
  return node->last_apply == apply.id ? node->apply_state != shown(apply) : apply.version == 1;
}

void fold(ServiceDetail& detail, const Fact&, const Apply& apply) {
  auto& node = *find_node(detail, apply.node);
  node.last_apply = apply.id;
  node.apply_state = shown(apply);
  node.apply_error = apply.stage == ApplyStage::succeeded ? "" : apply.rollback_reason;
  derive(detail);
}

void fold_failed_attempt(ServiceDetail& detail, ApplyId apply, const JobRetryScheduled& event) {
  const auto is_it = [&](const ServiceNode& node) { return node.last_apply == apply; };
  const auto node = std::ranges::find_if(detail.nodes, is_it);
  if (node == detail.nodes.end()) return;
  const auto was = node->apply_state;  // an attempt may end after its apply
  if (was != ApplyState::scheduled && was != ApplyState::running && was != ApplyState::retrying) return;
  node->apply_state = ApplyState::retrying;
  node->apply_error = event.code + ": " + event.detail;
  derive(detail);
}

}  // namespace kigen::projections
