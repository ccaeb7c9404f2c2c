#pragma once

#include <vector>

#include "orchestrator/command.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {

/// What follows from an event: the commands to run next, in order. Pure: `world` is as it stands right after
/// `record` was folded, and the same history always gives the same consequences (fresh ids are derived from
/// the record, see derived_id), so after a crash the fold finds again what was still owed.
std::vector<Command> react(const World& world, const events::Record& record, const events::AnyEvent& event);

/// The n-th id that follows from a record: version 7, unique within a log, the same at every fold.
Uuid derived_uuid(const events::Record& record, std::uint32_t n);
template <class SomeId>
SomeId derived_id(const events::Record& record, std::uint32_t n) {
  return SomeId{derived_uuid(record, n)};
}

}  // namespace kigen::orchestrator
