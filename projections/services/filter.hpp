#pragma once

#include <optional>
#include <string>

#include "projections/services/entry.hpp"
#include "projections/services/topics.hpp"

namespace kigen::projections {

/// Which services, in which order. All conditions must hold.
struct ServiceFilter {
  std::string search = {};  ///< part of name, common name or a SAN; ASCII letters in either case
  std::optional<Severity> severity = {};
  std::optional<Topic> topic = {};
  std::optional<OrderState> order_state = {};
  std::optional<ApplyState> apply_state = {};
  std::optional<events::ExpiryStatus> expiry_status = {};
  std::optional<bool> enabled = {};
  std::optional<UserGroupId> group = {};       ///< that they are in
  std::optional<Instant> expires_from = {};    ///< current generation's not_after, inclusive
  std::optional<Instant> expires_before = {};  ///< exclusive
  ServiceSort sort = ServiceSort::name;
  bool descending = false;
};

/// Whether services with these facets may be among the wanted ones.
inline bool admits(const ServiceFilter& filter, const ServiceFacets& facets) {
  const auto holds = [](const auto& wanted, const auto& value) { return !wanted || *wanted == value; };
  return holds(filter.severity, facets.severity) && (!filter.topic || is_under(facets, *filter.topic)) &&
         holds(filter.order_state, facets.order_state) && holds(filter.apply_state, facets.apply_state) &&
         holds(filter.expiry_status, facets.expiry_status) && holds(filter.enabled, facets.enabled);
}

}  // namespace kigen::projections
