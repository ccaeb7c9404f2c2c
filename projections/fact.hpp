#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "events/access_events.hpp"
#include "events/apply_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/company_events.hpp"
#include "events/job_events.hpp"
#include "events/log/record.hpp"
#include "events/node_events.hpp"
#include "events/order_events.hpp"
#include "events/service_events.hpp"
#include "events/system_events.hpp"
#include "events/user_events.hpp"
#include "projections/log_lines/line.hpp"

namespace kigen::projections {

/// An event of any aggregate.
using AnyEvent = std::variant<events::ServiceEvent, events::OrderEvent, events::ApplyEvent, events::NodeEvent,
                              events::AccessEvent, events::CaAccountEvent, events::JobEvent,
                              events::CompanyEvent, events::UserEvent, events::SystemEvent>;

struct Decoded {
  AnyEvent event = {};
  Uuid id = {};  ///< in the stream's name; nil for streams without one
};
/// Decodes a record's event by the aggregate before the dot of its type; undecodable, naming the record,
/// otherwise.
Result<Decoded> decode_event(const events::Record& record);

/// Calls `visitor` with the event itself.
template <class Visitor>
decltype(auto) visit_event(Visitor&& visitor, const AnyEvent& any) {
  return std::visit([&](const auto& event) -> decltype(auto) { return std::visit(visitor, event); }, any);
}

/// What a slot of a service holds.
struct HeldCertificate {
  std::uint8_t slot = 1;
  std::string serial = {};

  static constexpr auto fields = events::field_list(events::field("slot", &HeldCertificate::slot),
                                                    events::field("serial", &HeldCertificate::serial));
};

/// What a record is about, under the names it had then. The texts live until the record was folded.
struct About {
  std::optional<ServiceId> service = {};
  std::optional<NodeId> node = {};
  std::string_view name = {};  ///< of the stream's own thing
  std::string_view service_name = {};
  std::string_view node_name = {};
  std::string_view site_name = {};                     ///< where the node stands
  std::span<const HeldCertificate> certificates = {};  ///< that the service holds
};

/// What a view folds: one record, decoded once for all views.
struct Fact {
  const events::Record& record;
  const AnyEvent& event;
  const Uuid& id;  ///< in the stream's name
  const About& about;
  std::span<const Line> lines = {};  ///< what it says in the log

  Position position() const { return record.position; }
  Instant time() const { return record.meta.time; }
};

}  // namespace kigen::projections
