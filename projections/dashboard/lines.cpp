#include "projections/dashboard/lines.hpp"

#include <algorithm>

#include "projections/services/derive.hpp"

namespace kigen::projections {
namespace {

bool is_of_order(Topic topic) {
  return topic == Topic::order_error || topic == Topic::order_retrying || topic == Topic::order_under_way ||
         topic == Topic::order_scheduled;
}

bool is_of_expiry(Topic topic) {
  return topic == Topic::expired || topic == Topic::expiry_error || topic == Topic::expiry_warning ||
         (topic >= Topic::under_15 && topic <= Topic::under_90);
}

bool is_under(const ServiceNode& node, Topic topic) {
  if (topic == Topic::not_served) return is_told_served_elsewise(node);
  if (topic == Topic::left_out) return is_left_out(node);
  return node.enabled && topic_of(node.apply_state) == topic;
}

void name_order(DashboardLine& line, const ServiceDetail& service) {
  const auto& order = service.open_order ? service.open_order : service.last_order;
  if (!order) return;
  line.order = order->id;
  line.detail = order->last_error.empty() ? order->attempt_error : order->last_error;
}

void name_node(DashboardLine& line, const ServiceDetail& service) {
  const auto is_it = [&](const ServiceNode& node) { return is_under(node, line.topic); };
  const auto node = std::ranges::find_if(service.nodes, is_it);
  if (node == service.nodes.end()) return;
  line.node = node->id;
  line.node_name = node->name;
  line.more_nodes = static_cast<std::uint32_t>(std::ranges::count_if(service.nodes, is_it)) - 1;
  if (!topic_of(node->apply_state)) return;
  line.apply = node->last_apply;
  line.detail = node->apply_error;
}

}  // namespace

DashboardLine line_of(const ServiceEntry& service, Topic topic) {
  return {.severity = severity_of(topic),
          .topic = topic,
          .service = service.id(),
          .service_name = std::string(service.name()),
          .not_after = service.not_after()};
}

bool names_culprit(Topic topic) { return !is_of_expiry(topic); }

void name_culprit(DashboardLine& line, const ServiceDetail& service) {
  if (is_of_order(line.topic)) return name_order(line, service);
  if (!is_of_expiry(line.topic)) name_node(line, service);
}

}  // namespace kigen::projections
