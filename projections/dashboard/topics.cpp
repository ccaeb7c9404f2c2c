#include "projections/dashboard/topics.hpp"

#include <algorithm>

#include "projections/services/derive.hpp"

namespace kigen::projections {
namespace {

bool is_of_order(DashboardTopic topic) {
  return topic == DashboardTopic::order_error || topic == DashboardTopic::order_scheduled ||
         topic == DashboardTopic::order_under_way;
}

bool is_of_node(DashboardTopic topic) {
  return topic == DashboardTopic::apply_error || topic == DashboardTopic::not_served;
}

const ServiceNode* culprit(const ServiceDetail& service, DashboardTopic topic) {
  const auto is_it = [&](const ServiceNode& node) {
    return topic == DashboardTopic::not_served ? is_served_elsewise(node)
                                               : node.enabled && node.apply_state == ApplyState::error;
  };
  const auto at = std::ranges::find_if(service.nodes, is_it);
  return at != service.nodes.end() ? &*at : nullptr;
}

void name_order(DashboardLine& line, const ServiceDetail& service) {
  const auto& order = service.open_order ? service.open_order : service.last_order;
  if (!order) return;
  line.order = order->id;
  line.detail = order->last_error;
}

void name_node(DashboardLine& line, const ServiceNode* node) {
  if (node == nullptr) return;
  line.node = node->id;
  line.node_name = node->name;
}

}  // namespace

DashboardColour colour_of(DashboardTopic topic) {
  if (topic <= DashboardTopic::order_error) return DashboardColour::red;
  return topic <= DashboardTopic::not_served ? DashboardColour::yellow : DashboardColour::plain;
}

std::optional<DashboardTopic> expiry_topic(events::ExpiryStatus status) {
  switch (status) {
    case events::ExpiryStatus::none:
    case events::ExpiryStatus::valid:
      return std::nullopt;
    case events::ExpiryStatus::under_90:
      return DashboardTopic::under_90;
    case events::ExpiryStatus::under_60:
      return DashboardTopic::under_60;
    case events::ExpiryStatus::under_30:
      return DashboardTopic::under_30;
    case events::ExpiryStatus::under_15:
      return DashboardTopic::under_15;
    case events::ExpiryStatus::warning:
      return DashboardTopic::expiry_warning;
    case events::ExpiryStatus::error:
      return DashboardTopic::expiry_error;
    case events::ExpiryStatus::expired:
      break;
  }
  return DashboardTopic::expired;
}

std::optional<DashboardTopic> order_topic(OrderState state) {
  switch (state) {
    case OrderState::none:
      return std::nullopt;
    case OrderState::scheduled:
      return DashboardTopic::order_scheduled;
    case OrderState::under_way:
      return DashboardTopic::order_under_way;
    case OrderState::error:
      break;
  }
  return DashboardTopic::order_error;
}

DashboardLine line_of(const ServiceEntry& service, DashboardTopic topic) {
  return {.colour = colour_of(topic),
          .topic = topic,
          .service = service.id(),
          .service_name = std::string(service.name()),
          .not_after = service.not_after()};
}

bool names_culprit(DashboardTopic topic) { return is_of_order(topic) || is_of_node(topic); }

void name_culprit(DashboardLine& line, const ServiceDetail& service) {
  if (is_of_order(line.topic)) name_order(line, service);
  if (is_of_node(line.topic)) name_node(line, culprit(service, line.topic));
}

}  // namespace kigen::projections
