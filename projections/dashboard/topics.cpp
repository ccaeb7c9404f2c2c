#include "projections/dashboard/topics.hpp"

#include <algorithm>

#include "projections/services/derive.hpp"

namespace kigen::projections {
namespace {

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

DashboardLine line_of(const ServiceDetail& service, DashboardTopic topic) {
  DashboardLine line{.colour = colour_of(topic),
                     .topic = topic,
                     .service = service.id,
                     .service_name = service.settings.name,
                     .not_after = summarise(service).not_after};
  switch (topic) {
    case DashboardTopic::order_error:
    case DashboardTopic::order_scheduled:
    case DashboardTopic::order_under_way:
      name_order(line, service);
      break;
    case DashboardTopic::apply_error:
    case DashboardTopic::not_served:
      name_node(line, culprit(service, topic));
      break;
    default:
      break;
  }
  return line;
}

}  // namespace kigen::projections
