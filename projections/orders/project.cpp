#include "events/core/overloaded.hpp"
#include "projections/basis/own_lists.hpp"
#include "projections/orders/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

/// Ids are in order of creation (RFC 9562 §5.7), so newest first is backwards by id.
std::vector<std::string> indexes_of(const StoredOrder& order) {
  const auto& row = order.detail.summary;
  std::vector<std::string> indexes{list_of(row.service)};
  if (!row.ended_at) indexes.emplace_back("open/");
  return indexes;
}

Severity severity_of(const OrderRow& row) {
  if (row.ended_at) return row.stage == OrderStage::failed ? Severity::critical : Severity::ok;
  const bool is_parked = row.job && row.job->state == JobState::parked;
  return projections::severity_of(state_of_open(row.stage, row.scheduled_for.has_value(),
                                                !row.last_error.empty() || is_retrying(row.job), is_parked));
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

Orders::Orders(Store& store, const Owners& owners, const Applies& applies)
    : View("order", 1),
      store_(store),
      owners_(owners),
      applies_(applies),
      orders_(store, "order/row", indexes_of) {}

Result<> Orders::fold_order(const Fact& fact, const Order& order) {
  TRY(auto* const row, orders_.at(key_of(order.id)));
  auto& summary = row->detail.summary;
  show(row->detail, order);
  date(summary, fact, order);
  summary.severity = severity_of(summary);
  append_lines(row->lines, fact);
  return {};
}

Result<> Orders::fold_job(const Fact& fact, const Job& job) {
  const auto id = id_of<OrderId>(job.queued.subject);
  if (!id) return {};
  TRY(auto* const row, orders_.edit(key_of(*id)));
  if (row == nullptr) return {};
  auto& summary = row->detail.summary;
  projections::fold(summary.job, std::get<JobEvent>(fact.event), job);
  summary.severity = severity_of(summary);
  return {};
}

Result<> Orders::fold_left_out(const Fact& fact) {
  const auto* const event = get_event<NodeLeftOut>(fact.event);
  if (event == nullptr) return {};
  TRY(auto* const row, orders_.edit(key_of(event->order)));
  if (row == nullptr) return {};
  row->detail.left_out.push_back({*fact.about.node, std::string(fact.about.node_name), event->reason});
  return {};
}

Result<> Orders::fold(const Fact& fact) {
  if (const auto* const order = fact.state<Order>()) return fold_order(fact, *order);
  if (const auto* const job = fact.state<Job>()) return fold_job(fact, *job);
  if (fact.state<Node>() != nullptr) return fold_left_out(fact);
  return {};
}

}  // namespace kigen::projections
