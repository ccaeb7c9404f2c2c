#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "events/log/event_log.hpp"
#include "projections/page.hpp"

namespace kigen::projections {

/// Which events. All conditions must hold.
struct AuditFilter {
  std::optional<StreamId> stream = {};
  std::string type = {};  ///< "order.submitted", or all of an aggregate: "order."
  std::optional<events::ActorKind> actor_kind = {};
  std::string actor_id = {};
  std::optional<Uuid> correlation = {};
  Position from = 0;
  std::optional<Position> to = {};    ///< exclusive
  std::optional<Instant> since = {};  ///< inclusive
  std::optional<Instant> until = {};  ///< exclusive
};

struct AuditPage {
  std::vector<events::Record> records = {};
  std::optional<Position> next =
      {};  ///< where to go on: set also when max_rows_searched were looked at before the end
};

/// What somebody may see of records; as Sight::seen_by.
using Sieve = std::function<Task<Result<std::vector<events::Record>>>(std::vector<events::Record>)>;

/// Reads the log itself, oldest first (R40): who did what, when and why. The rest is decided by what `sieve`
/// leaves.
Task<Result<AuditPage>> audit(events::EventLog& log, Sieve sieve, AuditFilter filter, std::size_t limit);

/// Number of records not later than `instant`: the position of the first later one. Record times never
/// decrease.
Task<Result<Position>> position_at(events::EventLog& log, Instant instant);

}  // namespace kigen::projections
