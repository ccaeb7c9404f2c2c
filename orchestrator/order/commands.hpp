#pragma once

#include <optional>
#include <string>

#include "events/order_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

/// R18. Refused while another order of the service is open, the service is disabled, or it has no CA account,
/// and for a time that has passed.
struct RequestOrder {
  static constexpr std::string_view name = "order.request";
  static constexpr bool creates = true;
  OrderId id = {};
  ServiceId service = {};
  events::OrderReason reason = events::OrderReason::requested;
  std::optional<Instant> scheduled_for = {};
  bool apply_when_issued = false;
  Instant now = {};
  StreamId stream() const { return stream_of(id); }
};
/// At once until the CA may have heard of it; then its work ends it, which tells the CA. Too late once the
/// certificate is there.
struct CancelOrder {
  static constexpr std::string_view name = "order.cancel";
  OrderId id = {};
  std::string reason = {};
  StreamId stream() const { return stream_of(id); }
};
/// Any report about an order's way: decided against its stage, a repeated one changes nothing.
struct ReportOrder {
  static constexpr std::string_view name = "order.report";
  OrderId id = {};
  events::OrderEvent event = {};  ///< any but OrderRequested, OrderRegistered, OrderCancelled
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const RequestOrder& command);
Result<Changes> decide(const World& world, const CancelOrder& command);
Result<Changes> decide(const World& world, const ReportOrder& command);

}  // namespace kigen::orchestrator
