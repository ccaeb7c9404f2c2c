#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/aggregates.hpp"
#include "events/state/all.hpp"
#include "projections/decoded.hpp"
#include "projections/fact.hpp"
#include "projections/store/table.hpp"

namespace kigen::projections {

template <class State>
struct StateTable {
  Table<State> states;
};
template <class List>
struct StateTables;
/// A table for each aggregate there is, by the names of the streams.
template <class... Aggregates>
struct StateTables<events::AggregateList<Aggregates...>> : StateTable<typename Aggregates::State>... {
  explicit StateTables(Store& store) : StateTable<typename Aggregates::State>{{store, "basis/state"}}... {}
  template <class State>
  Table<State>& of() {
    return StateTable<State>::states;
  }
  std::vector<AnyTable*> all() { return {&of<typename Aggregates::State>()...}; }
};

/// The aggregates as they stand, as the World has them: the same evolve, and what was deleted or has ended is
/// forgotten. The folding thread's alone.
class States {
 public:
  explicit States(Store& store) : tables_(store) {}

  /// The record's aggregate after it; valid until the next call of anything here.
  Result<StatePointer> after(const events::Record& record, const Decoded& decoded);
  /// To be called when all views have folded the record.
  Result<> forget_gone();
  std::vector<AnyTable*> tables() { return tables_.all(); }

 private:
  template <class Aggregate>
  Result<StatePointer> evolved(const events::Record& record, const Decoded& decoded);

  StateTables<events::Aggregates> tables_;
  std::optional<StreamId> gone_;  // whose last event this record is
};

}  // namespace kigen::projections
