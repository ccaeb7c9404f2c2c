#pragma once

#include <optional>
#include <string>

#include "events/apply_events.hpp"
#include "orchestrator/changes.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

class World;

/// R28. Refused for a disabled node (2611), one with an open apply, a generation without key, and for a time
/// that has passed or comes before the certificate is valid.
struct RequestApply {
  static constexpr std::string_view name = "apply.request";
  static constexpr bool creates = true;
  ApplyId id = {};
  NodeId node = {};
  std::optional<std::uint8_t> slot = {};  ///< none = the service's current generation
  events::ApplyReason reason = events::ApplyReason::requested;
  std::optional<Instant> scheduled_for = {};
  std::optional<OrderId> order = {};  ///< that brought the certificate
  Instant now = {};
  StreamId stream() const { return stream_of(id); }
};
/// For a certificate that came by itself: now, or as soon as it is valid.
RequestApply apply_when_valid(ApplyId id, const Node& node, const Slot& slot, Instant now);

/// Possible for one that waits (may_be_left), and for a stuck one.
struct CancelApply {
  static constexpr std::string_view name = "apply.cancel";
  ApplyId id = {};
  std::string reason = {};
  StreamId stream() const { return stream_of(id); }
};
/// Puts back what a stuck apply could not, after a person has seen to the host.
struct RetryRollback {
  static constexpr std::string_view name = "apply.retry_rollback";
  ApplyId id = {};
  StreamId stream() const { return stream_of(id); }
};
/// The saga runner's reports, in its order; a repeated one changes nothing.
struct ReportApply {
  static constexpr std::string_view name = "apply.report";
  ApplyId id = {};
  events::ApplyEvent event = {};  ///< any but ApplyRequested, RollbackRetried, ApplyCancelled
  StreamId stream() const { return stream_of(id); }
};

/// Whether the apply waits, for its time or its next attempt, and has not changed what its node serves: then
/// it may end as it is.
bool may_be_left(const World& world, const Apply& apply);

Result<Changes> decide(const World& world, const RequestApply& command);
Result<Changes> decide(const World& world, const CancelApply& command);
Result<Changes> decide(const World& world, const RetryRollback& command);
Result<Changes> decide(const World& world, const ReportApply& command);

}  // namespace kigen::orchestrator
