#include <utility>

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

}  // namespace kigen::projections
