#include "events/core/overloaded.hpp"
#include "projections/orders/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

bool has_ended(const OrderRow& order) { return order.ended_at.has_value(); }

/// Ids are in order of creation (RFC 9562 §5.7), so newest first is backwards by id.
std::vector<std::string> indexes_of(const StoredOrder& order) {
  const auto& row = order.detail.summary;
  std::vector<std::string> indexes{"service/" + key_of(row.service)};
  if (!has_ended(row)) indexes.emplace_back("open/");
  return indexes;
}

OrderDetail requested(const Fact& fact, const OrderRequested& event) {
  return {.summary = {.id = OrderId{fact.id},
                      .service = event.service,
                      .service_name = std::string(fact.about.service_name),
                      .common_name = event.common_name,
                      .reason = event.reason,
                      .scheduled_for = event.scheduled_for,
                      .requested_at = fact.time()},
          .ca_account = event.ca_account,
          .sans = event.sans,
          .apply_when_issued = event.apply_when_issued};
}

void got_on(OrderRow& order, OrderStage stage) {
  order.stage = stage;
  order.last_error.clear();
}

void failed(OrderRow& order, const std::string& code, const std::string& message) {
  order.last_error = code + ": " + message;
}

void ended(OrderRow& order, OrderStage stage, Instant at) {
  order.stage = stage;
  order.ended_at = at;
}

void evolve(OrderDetail& order, const Fact& fact, const OrderEvent& event) {
  auto& row = order.summary;
  const auto at = fact.time();
  std::visit(overloaded{
                 [](const OrderRequested&) {},
                 [&](const OrderKeyPrepared& e) {
                   got_on(row, OrderStage::prepared);
                   order.csr_pem = e.csr_pem;
                 },
                 [&](const SubmissionStarted& e) {
                   row.stage = OrderStage::submitting;
                   order.attempt = e.attempt;
                 },
                 [&](const OrderSubmitted& e) {
                   got_on(row, OrderStage::submitted);
                   order.ca_order = e.ca_order;
                 },
                 [&](const OrderStatusChanged& e) {
                   row.status = e.status;
                   row.last_error.clear();
                 },
                 [&](const OrderErred& e) { failed(row, e.code, e.message); },
                 [&](const OrderIssued& e) {
                   got_on(row, OrderStage::issued);
                   row.serial = e.serial;
                 },
                 [&](const OrderRegistered&) { ended(row, OrderStage::registered, at); },
                 [&](const OrderFailed& e) {
                   failed(row, e.code, e.message);
                   ended(row, OrderStage::failed, at);
                 },
                 [&](const OrderCancelled&) { ended(row, OrderStage::cancelled, at); },
             },
             event);
  order.version = fact.record.version;
}

}  // namespace

Orders::Orders(Store& store) : store_(store), orders_(store, "order", indexes_of) {}

Result<> Orders::fold(const Fact& fact) {
  const auto* const event = std::get_if<OrderEvent>(&fact.event);
  if (event == nullptr) return {};
  const auto key = key_of(OrderId{fact.id});
  if (const auto* const e = std::get_if<OrderRequested>(event))
    TRY_DO(orders_.put(key, {.detail = requested(fact, *e)}));
  TRY(auto* const order, orders_.edit(key));
  if (order == nullptr) return {};
  evolve(order->detail, fact, *event);
  append_lines(order->lines, fact);
  return {};
}

Result<> Orders::write(Batch& batch) { return orders_.write(batch); }
void Orders::commit() { orders_.commit(); }

}  // namespace kigen::projections
