#pragma once

#include <unordered_map>
#include <variant>

#include "events/aggregates.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

/// Where the states of an aggregate are kept: by id, or the one there is.
template <class Aggregate>
struct Shelf {
  std::unordered_map<typename Aggregate::Id, typename Aggregate::State> states;
};
template <class Aggregate>
  requires Aggregate::is_single
struct Shelf<Aggregate> {
  typename Aggregate::State states;
};

/// A shelf for each aggregate there is.
template <class List>
class ShelvesOf;
template <class... Aggregates>
class ShelvesOf<events::AggregateList<Aggregates...>> : Shelf<Aggregates>... {
 public:
  /// What is kept no longer, or nothing.
  using Gone = std::variant<std::monostate, typename Aggregates::State...>;

  template <class State>
  auto& of() {
    return Shelf<events::AggregateOf<State>>::states;
  }
  template <class State>
  const auto& of() const {
    return Shelf<events::AggregateOf<State>>::states;
  }
};
using Shelves = ShelvesOf<events::Aggregates>;

}  // namespace kigen::orchestrator
