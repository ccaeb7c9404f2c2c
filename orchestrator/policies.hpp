#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "orchestrator/command.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {

/// A command that follows from an event.
struct Consequence {
  std::string_view policy;  ///< the rule that wants it; [a-z_], at most 80 bytes
  std::uint32_t n = 0;      ///< among those that this rule wants of this event
  Command command;
};

/// What follows from an event: the commands to run next, in order. Pure: `world` is as it stands right after
/// `record` was folded, and the same history always gives the same consequences (fresh ids are derived from
/// the record, see derived_id), so after a crash the fold finds again what was still owed.
std::vector<Consequence> react(const World& world, const events::Record& record,
                               const events::AnyEvent& event);

/// The id that a policy's n-th command takes from a record: version 7, the same at every fold, and no
/// other's, as surely as if it were random.
Uuid derived_uuid(const events::Record& record, std::string_view policy, std::uint32_t n);
template <class SomeId>
SomeId derived_id(const events::Record& record, std::string_view policy, std::uint32_t n) {
  return SomeId{derived_uuid(record, policy, n)};
}

}  // namespace kigen::orchestrator
