#include "projections/services/topics.hpp"

namespace kigen::projections {
namespace {

using events::ExpiryStatus;

/// The three kinds of states that a service has, each under one topic.
constexpr std::array expiries{ExpiryStatus::expired,  ExpiryStatus::error,    ExpiryStatus::under_15,
                              ExpiryStatus::under_30, ExpiryStatus::under_60, ExpiryStatus::under_90,
                              ExpiryStatus::warning};
constexpr std::array orders{OrderState::error, OrderState::retrying, OrderState::under_way,
                            OrderState::scheduled};
constexpr std::array applies{ApplyState::stuck,    ApplyState::failed,  ApplyState::rolling_back,
                             ApplyState::retrying, ApplyState::running, ApplyState::scheduled};

}  // namespace

std::optional<Topic> topic_of(ExpiryStatus status) {
  switch (status) {
    case ExpiryStatus::none:
    case ExpiryStatus::valid:
      return std::nullopt;
    case ExpiryStatus::under_90:
      return Topic::under_90;
    case ExpiryStatus::under_60:
      return Topic::under_60;
    case ExpiryStatus::under_30:
      return Topic::under_30;
    case ExpiryStatus::under_15:
      return Topic::under_15;
    case ExpiryStatus::warning:
      return Topic::expiry_warning;
    case ExpiryStatus::error:
      return Topic::expiry_error;
    case ExpiryStatus::expired:
      break;
  }
  return Topic::expired;
}

std::optional<Topic> topic_of(OrderState state) {
  switch (state) {
    case OrderState::none:
      return std::nullopt;
    case OrderState::scheduled:
      return Topic::order_scheduled;
    case OrderState::under_way:
      return Topic::order_under_way;
    case OrderState::retrying:
      return Topic::order_retrying;
    case OrderState::error:
      break;
  }
  return Topic::order_error;
}

std::optional<Topic> topic_of(ApplyState state) {
  switch (state) {
    case ApplyState::none:
      return std::nullopt;
    case ApplyState::scheduled:
      return Topic::apply_scheduled;
    case ApplyState::running:
      return Topic::apply_under_way;
    case ApplyState::rolling_back:
      return Topic::apply_rolling_back;
    case ApplyState::retrying:
      return Topic::apply_retrying;
    case ApplyState::failed:
      return Topic::apply_failed;
    case ApplyState::stuck:
      break;
  }
  return Topic::apply_stuck;
}

Severity severity_of(Topic topic) {
  if (topic == Topic::not_served) return Severity::critical;
  if (topic == Topic::left_out) return Severity::warning;
  for (const auto status : expiries)
    if (topic_of(status) == topic) return severity_of(status);
  for (const auto state : orders)
    if (topic_of(state) == topic) return severity_of(state);
  for (const auto state : applies)
    if (topic_of(state) == topic) return severity_of(state);
  return Severity::ok;
}

bool is_under(const ServiceFacets& service, Topic topic) {
  if (!service.enabled) return false;
  if (topic == Topic::not_served) return service.served_elsewise;
  if (topic == Topic::left_out) return service.left_out;
  if (topic_of(service.expiry_status) == topic || topic_of(service.order_state) == topic) return true;
  for (const auto state : applies)
    if (topic_of(state) == topic) return (service.apply_states >> static_cast<unsigned>(state) & 1u) != 0;
  return false;
}

}  // namespace kigen::projections
