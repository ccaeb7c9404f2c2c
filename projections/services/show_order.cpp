#include <utility>

#include "events/core/overloaded.hpp"
#include "projections/services/derive.hpp"
#include "projections/services/show.hpp"

namespace kigen::projections {

using namespace events;

void show(ServiceOrder& shown, const Order& order) {
  shown.id = order.id;
  shown.stage = order.stage;
  shown.reason = order.reason;
  shown.scheduled_for = order.scheduled_for;
  shown.status = order.status;
  shown.last_error = order.last_error;
}

bool concerns(const ServiceDetail& detail, const Order& order) {
  return order.version == 1 || (detail.open_order && detail.open_order->id == order.id);
}

void fold(ServiceDetail& detail, const Fact& fact, const Order& order) {
  auto& open = detail.open_order;
  if (order.version == 1) open = ServiceOrder{.requested_at = fact.time()};
  show(*open, order);
  if (has_ended(order)) {
    open->ended_at = fact.time();
    detail.last_order = *std::exchange(open, std::nullopt);
  }
  derive(detail);
}

std::optional<ServiceOrder> after_attempt(const ServiceDetail& detail, OrderId id, const JobEvent& event) {
  if (!detail.open_order || detail.open_order->id != id) return std::nullopt;
  auto order = *detail.open_order;
  const auto now = [&](std::string error, bool parked) {
    order.attempt_error = std::move(error);
    order.parked = parked;
  };
  visit_some(
      event,  //
      [&](const JobRetryScheduled& e) { now(e.code + ": " + e.detail, false); },
      [&](const JobParked& e) { now(e.code + ": " + e.detail, true); },
      [&](const JobRetriedByHand&) { order.parked = false; }, [&](const JobDeferred&) { now("", false); },
      [&](const JobSucceeded&) { now("", false); }, [&](const JobCancelled&) { now("", false); });
  const auto& before = *detail.open_order;
  const bool is_new = order.attempt_error != before.attempt_error || order.parked != before.parked;
  return is_new ? std::optional(order) : std::nullopt;
}

}  // namespace kigen::projections
