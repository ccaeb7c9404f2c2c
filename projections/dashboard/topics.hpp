#pragma once

#include <optional>
#include <vector>

#include "projections/dashboard/query.hpp"

namespace kigen::projections {

DashboardColour colour_of(DashboardTopic topic);
/// Calls `use` with each topic that a service of these facets has a line under.
template <class Use>
void for_each_topic(const ServiceFacets& service, Use&& use);
/// The line of a service under a topic, as far as its entry knows it.
DashboardLine line_of(const ServiceEntry& service, DashboardTopic topic);
/// Whether such a line names an order or a node as well.
bool names_culprit(DashboardTopic topic);
void name_culprit(DashboardLine& line, const ServiceDetail& service);

std::optional<DashboardTopic> expiry_topic(events::ExpiryStatus status);
std::optional<DashboardTopic> order_topic(OrderState state);

template <class Use>
void for_each_topic(const ServiceFacets& service, Use&& use) {
  if (!service.enabled) return;
  if (const auto topic = expiry_topic(service.expiry_status)) use(*topic);
  if (const auto topic = order_topic(service.order_state)) use(*topic);
  if (service.apply_state == ApplyState::error) use(DashboardTopic::apply_error);
  if (service.served_elsewise) use(DashboardTopic::not_served);
}

}  // namespace kigen::projections
