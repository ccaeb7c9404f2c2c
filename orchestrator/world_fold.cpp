#include <utility>

#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

std::string name_of(const Record& record) {
  return "record " + std::to_string(record.position) + " (" + record.type + " of " + record.stream.text + ")";
}

Stamp stamp_of(const Record& record) { return {record.position, record.version, record.meta.time}; }

Result<> follows(const Record& record, Version last) {
  if (record.version == last + 1) return {};
  return fail(world_errc::out_of_order, name_of(record) + " has version " + std::to_string(record.version) +
                                            ", its stream ends at " + std::to_string(last));
}

/// The record's event, which is one of the aggregate `Event`.
template <class Event>
Result<AnyEvent> decode_of(const Record& record) {
  auto event = decode_event(record.type, record.schema, record.payload);
  if (!event)
    return fail(world_errc::undecodable, name_of(record) + ": " + describe(event.error()),
                event.error().field);
  if (!std::holds_alternative<Event>(*event))
    return fail(world_errc::undecodable, name_of(record) + ": the stream is of another aggregate");
  return event;
}

/// The id in the stream's name, of which there is none for an aggregate that there is once.
template <class Aggregate>
auto place_of(const StreamId& stream) {
  if constexpr (Aggregate::is_single) {
    Result<std::monostate> only;
    if (stream.text != Aggregate::word) only = fail(core_errc::malformed_id, stream.text);
    return only;
  } else {
    return id_of<typename Aggregate::Id>(stream);
  }
}

template <class State>
const State* find_at(const State& state, std::monostate) {
  return &state;
}
template <class Id, class State>
const State* find_at(const std::unordered_map<Id, State>& states, const Id& id) {
  const auto found = states.find(id);
  return found == states.end() ? nullptr : &found->second;
}

template <class State>
State& state_at(State& state, std::monostate) {
  return state;
}
template <class Id, class State>
State& state_at(std::unordered_map<Id, State>& states, const Id& id) {
  return states.try_emplace(id, State{.id = id}).first->second;
}

}  // namespace

template <class Aggregate>
Result<AnyEvent> World::fold_one(const Record& record) {
  using State = Aggregate::State;
  auto& states = living_.of<State>();
  const auto place = place_of<Aggregate>(record.stream);
  if (!place) return fail(world_errc::undecodable, name_of(record) + ": the stream's name holds no id");
  const auto* const known = find_at(states, *place);
  TRY_DO(follows(record, known == nullptr ? 0 : known->version));
  TRY(auto event, decode_of<typename Aggregate::Event>(record));

  auto& state = state_at(states, *place);
  if (state.version > 0) relations_.remove(state);
  state = evolve(std::move(state), std::get<typename Aggregate::Event>(event), stamp_of(record));
  if constexpr (std::is_same_v<State, Job>) queue_.update(state);
  if constexpr (!Aggregate::is_single) {
    if (is_gone(state)) {
      gone_ = std::move(state);
      states.erase(*place);
      return event;
    }
  }
  relations_.add(state);
  return event;
}

Result<AnyEvent> World::fold_any(const Record& record) {
  std::optional<Result<AnyEvent>> event;
  for_aggregate(aggregate_of(record.stream), [&]<class Aggregate>() { event = fold_one<Aggregate>(record); });
  if (!event) return fail(world_errc::unknown_aggregate, name_of(record));
  return *std::move(event);
}

Result<AnyEvent> World::fold(const Record& record) {
  if (record.position != end_)
    return fail(world_errc::out_of_order, name_of(record) + ", expected " + std::to_string(end_));
  auto gone_before = std::exchange(gone_, {});
  auto event = fold_any(record);
  if (event)
    ++end_;
  else
    gone_ = std::move(gone_before);
  return event;
}

}  // namespace kigen::orchestrator
