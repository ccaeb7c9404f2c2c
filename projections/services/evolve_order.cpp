#include "events/core/overloaded.hpp"
#include "projections/services/evolve.hpp"

namespace kigen::projections {
namespace {

using namespace events;

void requested(ServiceDetail& detail, const OrderRequested& event, const Fact& fact) {
  detail.open_order = ServiceOrder{.id = OrderId{fact.id},
                                   .reason = event.reason,
                                   .scheduled_for = event.scheduled_for,
                                   .requested_at = fact.time()};
}

void ended(ServiceDetail& detail, OrderStage stage, Instant at) {
  detail.last_order = std::move(detail.open_order);
  detail.open_order.reset();
  detail.last_order->stage = stage;
  detail.last_order->ended_at = at;
}

void failed(ServiceOrder& order, const std::string& code, const std::string& message) {
  order.last_error = code + ": " + message;
}

void got_on(ServiceOrder& order, OrderStage stage) {
  order.stage = stage;
  order.last_error.clear();
}

void status_changed(ServiceOrder& order, const OrderStatusChanged& event) {
  order.status = event.status;
  order.last_error.clear();
}

}  // namespace

void evolve(ServiceDetail& detail, const Fact& fact, const OrderEvent& event) {
  if (const auto* const e = std::get_if<OrderRequested>(&event)) return requested(detail, *e, fact);
  if (!detail.open_order || detail.open_order->id != OrderId{fact.id}) return;
  auto& order = *detail.open_order;
  const auto end = [&](OrderStage stage) { ended(detail, stage, fact.time()); };
  std::visit(overloaded{
                 [](const OrderRequested&) {},
                 [&](const OrderKeyPrepared&) { got_on(order, OrderStage::prepared); },
                 [&](const SubmissionStarted&) { order.stage = OrderStage::submitting; },
                 [&](const OrderSubmitted&) { got_on(order, OrderStage::submitted); },
                 [&](const OrderStatusChanged& e) { status_changed(order, e); },
                 [&](const OrderErred& e) { failed(order, e.code, e.message); },
                 [&](const OrderIssued&) { got_on(order, OrderStage::issued); },
                 [&](const OrderRegistered&) { end(OrderStage::registered); },
                 [&](const OrderFailed& e) {
                   failed(order, e.code, e.message);
                   end(OrderStage::failed);
                 },
                 [&](const OrderCancelled&) { end(OrderStage::cancelled); },
             },
             event);
}

}  // namespace kigen::projections
