#include "events/state/order.hpp"

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

void requested(Order& order, const OrderRequested& event) {
  order.service = event.service;
  order.ca_account = event.ca_account;
  order.common_name = event.common_name;
  order.sans = event.sans;
  order.reason = event.reason;
  order.scheduled_for = event.scheduled_for;
  order.apply_when_issued = event.apply_when_issued;
}

/// What went wrong before is over. A mere further attempt is no proof of that.
void got_on(Order& order, OrderStage stage) {
  order.stage = stage;
  order.last_error.clear();
}

void prepared(Order& order, const OrderKeyPrepared& event) {
  got_on(order, OrderStage::prepared);
  order.key = event.key;
  order.csr_pem = event.csr_pem;
  order.public_key_sha256 = event.public_key_sha256;
}

void submitting(Order& order, const SubmissionStarted& event) {
  order.stage = OrderStage::submitting;
  order.attempt = event.attempt;
  order.request_key = event.request_key;
}

void submitted(Order& order, const OrderSubmitted& event) {
  got_on(order, OrderStage::submitted);
  order.ca_order = event.ca_order;
}

void status_changed(Order& order, const OrderStatusChanged& event) {
  got_on(order, order.stage);
  order.status = event.status;
}

void issued(Order& order, Position at) {
  got_on(order, OrderStage::issued);
  order.issued_at = at;
}

void failed(Order& order, const OrderFailed& event) {
  order.stage = OrderStage::failed;
  order.last_error = error_text(event.code, event.message);
}

}  // namespace

bool has_ended(const Order& order) {
  return order.stage == OrderStage::registered || order.stage == OrderStage::failed ||
         order.stage == OrderStage::cancelled;
}

std::string error_text(const std::string& code, const std::string& message) { return code + ": " + message; }

Order evolve(Order order, const OrderEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const OrderRequested& e) { requested(order, e); },
                 [&](const OrderKeyPrepared& e) { prepared(order, e); },
                 [&](const SubmissionStarted& e) { submitting(order, e); },
                 [&](const OrderSubmitted& e) { submitted(order, e); },
                 [&](const OrderStatusChanged& e) { status_changed(order, e); },
                 [&](const OrderErred& e) { order.last_error = error_text(e.code, e.message); },
                 [&](const OrderIssued&) { issued(order, stamp.position); },
                 [&](const OrderRegistered&) { order.stage = OrderStage::registered; },
                 [&](const OrderFailed& e) { failed(order, e); },
                 [&](const OrderCancelRequested& e) { order.cancel_reason = e.reason; },
                 [&](const OrderCancelled&) { order.stage = OrderStage::cancelled; },
             },
             event);
  order.version = stamp.version;
  return order;
}

}  // namespace kigen::events
