#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "projections/services/entry.hpp"
#include "projections/severity.hpp"

namespace kigen::projections {

/// What there is to say of a service, the most severe first (R36). A service can be under several.
enum class Topic : std::uint8_t {
  expired,
  expiry_error,  ///< a short-lived certificate: renewal overdue or hardly any life left
  apply_stuck,
  not_served,  ///< a node was seen to serve another certificate than the current one
  order_error,
  order_retrying,
  apply_failed,
  apply_rolling_back,
  apply_retrying,
  left_out,  ///< a node goes without the current certificate until somebody installs it
  under_15,
  under_30,
  under_60,
  under_90,
  expiry_warning,  ///< a short-lived certificate: less than a third left
  order_under_way,
  apply_under_way,
  order_scheduled,
  apply_scheduled,
};
inline constexpr std::size_t topics = 19;

Severity severity_of(Topic topic);
std::optional<Topic> topic_of(events::ExpiryStatus status);
std::optional<Topic> topic_of(OrderState state);
std::optional<Topic> topic_of(ApplyState state);
/// Whether services with these facets are told of under the topic. Disabled ones are under none.
bool is_under(const ServiceFacets& service, Topic topic);

}  // namespace kigen::projections

template <>
struct kigen::events::EnumWords<kigen::projections::Topic> {
  static constexpr std::array<std::string_view, kigen::projections::topics> words{
      "expired",         "expiry-error",    "apply-stuck",        "not-served",     "order-error",
      "order-retrying",  "apply-failed",    "apply-rolling-back", "apply-retrying", "left-out",
      "under-15",        "under-30",        "under-60",           "under-90",       "expiry-warning",
      "order-under-way", "apply-under-way", "order-scheduled",    "apply-scheduled"};
};
