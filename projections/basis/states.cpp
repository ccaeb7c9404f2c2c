#include "projections/basis/states.hpp"

#include <utility>

namespace kigen::projections {
namespace {

using namespace events;

/// A state of nothing but its id, which an aggregate that there is once has not.
template <class Aggregate>
Aggregate::State unborn(const Uuid& id) {
  if constexpr (Aggregate::is_single)
    return {};
  else
    return {.id = {id}};
}

}  // namespace

template <class Aggregate>
Result<StatePointer> States::evolved(const Record& record, const Decoded& decoded) {
  using State = Aggregate::State;
  auto& states = tables_.of<State>();
  TRY(auto* state, states.edit(record.stream.text));
  if (state == nullptr) {
    TRY(state, states.put(record.stream.text, unborn<Aggregate>(decoded.id)));
  }
  *state = evolve(std::move(*state), std::get<typename Aggregate::Event>(decoded.event),
                  {record.position, record.version, record.meta.time});
  if constexpr (!Aggregate::is_single) {
    if (is_gone(*state)) gone_ = record.stream;
  }
  return static_cast<const State*>(state);
}

Result<StatePointer> States::after(const Record& record, const Decoded& decoded) {
  Result<StatePointer> state;
  for_aggregate(aggregate_of(record.stream),
                [&]<class Aggregate>() { state = evolved<Aggregate>(record, decoded); });
  return state;
}

Result<> States::forget_gone() {
  if (!gone_) return {};
  const auto stream = *std::exchange(gone_, std::nullopt);
  Result<> outcome;
  for_aggregate(aggregate_of(stream), [&]<class Aggregate>() {
    outcome = tables_.of<typename Aggregate::State>().erase(stream.text);
  });
  return outcome;
}

}  // namespace kigen::projections
