#include "events/core/overloaded.hpp"
#include "projections/orders/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

/// Ids are in order of creation (RFC 9562 §5.7), so newest first is backwards by id.
std::vector<std::string> indexes_of(const StoredOrder& order) {
  const auto& row = order.detail.summary;
  std::vector<std::string> indexes{"service/" + key_of(row.service)};
  if (!row.ended_at) indexes.emplace_back("open/");
  return indexes;
}

/// What is told of it besides.
void date(OrderRow& row, const Fact& fact, const Order& order) {
  const auto& event = std::get<OrderEvent>(fact.event);
  visit_some(
      event,
      [&](const OrderRequested&) {
        row.service_name = fact.about.service_name;
        row.requested_at = fact.time();
      },
      [&](const OrderIssued& e) { row.serial = e.serial; });
  if (has_ended(order)) row.ended_at = fact.time();
}

}  // namespace

void show(OrderDetail& row, const Order& order) {
  auto& summary = row.summary;
  summary.id = order.id;
  summary.service = order.service;
  summary.common_name = order.common_name;
  summary.reason = order.reason;
  summary.stage = order.stage;
  summary.scheduled_for = order.scheduled_for;
  summary.status = order.status;
  summary.last_error = order.last_error;
  row.version = order.version;
  row.ca_account = order.ca_account;
  row.sans = order.sans;
  row.apply_when_issued = order.apply_when_issued;
  row.attempt = order.attempt;
  row.ca_order = order.ca_order;
  row.csr_pem = order.csr_pem;
  row.cancel_requested = order.cancel_reason.has_value();
}

Orders::Orders(Store& store) : View("order", 1), store_(store), orders_(store, "order/row", indexes_of) {}

Result<> Orders::fold(const Fact& fact) {
  const auto* const order = fact.state<Order>();
  if (order == nullptr) return {};
  TRY(auto* const row, orders_.at(key_of(order->id)));
  show(row->detail, *order);
  date(row->detail.summary, fact, *order);
  append_lines(row->lines, fact);
  return {};
}

}  // namespace kigen::projections
