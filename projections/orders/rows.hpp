#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/state/order.hpp"
#include "projections/applies/rows.hpp"
#include "projections/jobs/run_job.hpp"
#include "projections/log_lines/line.hpp"
#include "projections/severity.hpp"

namespace kigen::projections {

/// An order in a list (R18, R19).
struct OrderRow {
  OrderId id = {};
  ServiceId service = {};
  std::string service_name = {};  ///< as it was called when it was ordered
  std::string common_name = {};
  events::OrderReason reason = events::OrderReason::requested;
  events::OrderStage stage = events::OrderStage::requested;
  std::optional<Instant> scheduled_for = {};
  std::string status = {};      ///< the CA's last word
  std::string last_error = {};  ///< "code: message" of an error since the last progress, or of the failure
  std::string serial = {};      ///< once issued
  Instant requested_at = {};
  std::optional<Instant> ended_at = {};
  std::optional<RunJob> job = {};  ///< that carries it on
  Severity severity = Severity::ok;

  static constexpr auto fields = events::field_list(
      events::field("id", &OrderRow::id), events::field("service", &OrderRow::service),
      events::field("serviceName", &OrderRow::service_name),
      events::field("commonName", &OrderRow::common_name), events::field("reason", &OrderRow::reason),
      events::field("stage", &OrderRow::stage), events::field("scheduledFor", &OrderRow::scheduled_for),
      events::field("status", &OrderRow::status), events::field("lastError", &OrderRow::last_error),
      events::field("serial", &OrderRow::serial), events::field("requestedAt", &OrderRow::requested_at),
      events::field("endedAt", &OrderRow::ended_at), events::field("job", &OrderRow::job),
      events::field("severity", &OrderRow::severity));
};

/// A node on which the order's certificate was not installed by itself.
struct OrderLeftOut {
  NodeId node = {};
  std::string node_name = {};
  events::LeftOutReason reason = events::LeftOutReason::busy;

  static constexpr auto fields = events::field_list(events::field("node", &OrderLeftOut::node),
                                                    events::field("nodeName", &OrderLeftOut::node_name),
                                                    events::field("reason", &OrderLeftOut::reason));
};

struct OrderDetail {
  OrderRow summary = {};
  Version version = 0;
  CaAccountId ca_account = {};
  std::vector<std::string> sans = {};
  bool apply_when_issued = false;
  std::uint32_t attempt = 0;  ///< submissions begun
  std::string ca_order = {};
  std::string csr_pem = {};
  bool cancel_requested = false;       ///< it ends as soon as its work can
  std::vector<ApplyRow> applies = {};  ///< that its certificate began, newest first
  std::vector<OrderLeftOut> left_out = {};
  std::vector<TimelineEntry> timeline = {};

  static constexpr auto fields = events::field_list(
      events::field("summary", &OrderDetail::summary), events::field("version", &OrderDetail::version),
      events::field("caAccount", &OrderDetail::ca_account), events::field("sans", &OrderDetail::sans),
      events::field("applyWhenIssued", &OrderDetail::apply_when_issued),
      events::field("attempt", &OrderDetail::attempt), events::field("caOrder", &OrderDetail::ca_order),
      events::field("csrPem", &OrderDetail::csr_pem),
      events::field("cancelRequested", &OrderDetail::cancel_requested),
      events::field("applies", &OrderDetail::applies), events::field("leftOut", &OrderDetail::left_out),
      events::field("timeline", &OrderDetail::timeline));
};

}  // namespace kigen::projections
