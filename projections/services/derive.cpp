#include "projections/services/derive.hpp"

#include <algorithm>
#include <tuple>

namespace kigen::projections {
namespace {

using events::ExpiryStatus;
using events::OrderStage;

void derive_nodes(ServiceDetail& detail) {
  const auto* const current = current_generation(detail);
  for (auto& node : detail.nodes) {
    node.issued_serial = current != nullptr ? current->serial : "";
    node.installed = current != nullptr && node.installed_serial == current->serial;
    node.served = current != nullptr && node.served_serial == current->serial;
  }
}

/// The oldest are beside the service's slots; a disabled node holds none.
void derive_generations(ServiceDetail& detail) {
  const auto count = detail.generations.size();
  for (auto& generation : detail.generations) {
    const auto newer = std::ranges::count_if(detail.generations, [&](const auto& other) {
      return std::tie(other.not_after, other.position) > std::tie(generation.not_after, generation.position);
    });
    generation.extra =
        count > detail.settings.slots && static_cast<std::size_t>(newer) >= detail.settings.slots;
    generation.held_by.clear();
    for (const auto& node : detail.nodes)
      if (node.enabled && std::ranges::count(node.held_serials, generation.serial) > 0)
        generation.held_by.push_back({node.id, node.name});
  }
}

bool registered_since(const ServiceDetail& detail, Instant when) {
  return std::ranges::any_of(detail.generations, [&](const auto& g) { return g.registered_at >= when; });
}

/// A failed order stays an error until the next one begins or a certificate arrives in another way.
OrderState order_state(const ServiceDetail& detail) {
  if (const auto& open = detail.open_order)
    return state_of_open(open->stage, open->scheduled_for.has_value(),
                         !open->attempt_error.empty() || !open->last_error.empty(), open->parked);
  const auto& last = detail.last_order;
  if (!last || last->stage != OrderStage::failed) return OrderState::none;
  return registered_since(detail, *last->ended_at) ? OrderState::none : OrderState::error;
}

ApplyState apply_state(const ServiceDetail& detail) {
  auto worst = ApplyState::none;
  for (const auto& node : detail.nodes)
    if (node.enabled) worst = std::max(worst, node.apply_state);
  return worst;
}

Severity severity(const ServiceNode& node) {
  if (!node.enabled) return Severity::ok;
  if (is_told_served_elsewise(node)) return Severity::critical;
  const bool unseen = !node.issued_serial.empty() && node.checked_from_outside && !node.checked_at;
  return std::max({severity_of(node.apply_state), is_left_out(node) ? Severity::warning : Severity::ok,
                   unseen ? Severity::unknown : Severity::ok});
}

Severity severity(const ServiceDetail& detail) {
  if (!detail.enabled) return Severity::ok;
  auto worst = std::max(severity_of(detail.expiry_status), severity_of(detail.order_state));
  for (const auto& node : detail.nodes) worst = std::max(worst, node.severity);
  return worst;
}

}  // namespace

const ServiceGeneration* current_generation(const ServiceDetail& detail) {
  const auto at = std::ranges::find(detail.generations, true, &ServiceGeneration::current);
  return at != detail.generations.end() ? &*at : nullptr;
}

bool is_served_elsewise(const ServiceNode& node) {
  return node.enabled && node.checked_from_outside && node.checked_at && !node.issued_serial.empty() &&
         !node.served;
}

bool is_told_served_elsewise(const ServiceNode& node) {
  const bool nothing_comes = node.apply_state == ApplyState::none || node.apply_state == ApplyState::failed;
  return is_served_elsewise(node) && nothing_comes;
}

bool is_left_out(const ServiceNode& node) { return node.enabled && !node.left_out_serial.empty(); }

void derive(ServiceDetail& detail) {
  derive_nodes(detail);
  derive_generations(detail);
  detail.order_state = order_state(detail);
  detail.apply_state = apply_state(detail);
  for (auto& node : detail.nodes) node.severity = severity(node);
  detail.severity = severity(detail);
}

}  // namespace kigen::projections
