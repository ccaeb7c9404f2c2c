#include "orchestrator/world_rows.hpp"

#include <utility>

#include "events/codec/layout.hpp"
#include "events/state/evolution.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

std::unexpected<Error> unreadable(const StreamId& stream) {
  return fail(world_errc::undecodable, "the row of " + stream.text);
}

std::optional<std::string> row_in(const auto& state, const StreamId&) { return events::packed(state); }
template <class SomeId, class State>
std::optional<std::string> row_in(const std::unordered_map<SomeId, State>& states, const StreamId& stream) {
  const auto id = id_of<SomeId>(stream);
  const auto known = id ? states.find(*id) : states.end();
  if (known == states.end()) return std::nullopt;
  return events::packed(known->second);
}

}  // namespace

std::string world_row_generation() {
  std::string layouts;
  events::for_each_aggregate([&]<class Aggregate>() {
    layouts += events::layout_of<typename Aggregate::State>();
    layouts += '\n';
  });
  return std::string(events::evolution) + ' ' + pki::sha256_hex(layouts);
}

std::optional<std::string> World::row_of(const StreamId& stream) const {
  std::optional<std::string> row;
  events::for_aggregate(aggregate_of(stream), [&]<class Aggregate>() {
    row = row_in(living_.of<typename Aggregate::State>(), stream);
  });
  return row;
}

template <class Aggregate>
Result<> World::restore_one(const StreamId& stream, std::string_view row) {
  using State = Aggregate::State;
  auto state = events::unpacked<State>(row);
  if (!state) return unreadable(stream);
  if constexpr (Aggregate::is_single) {
    living_.of<State>() = *std::move(state);
  } else {
    if (stream != stream_of(state->id)) return unreadable(stream);
    relations_.add(*state);
    if constexpr (std::is_same_v<State, Job>) queue_.update(*state);
    const auto id = state->id;
    living_.of<State>().insert_or_assign(id, *std::move(state));
  }
  return {};
}

Result<> World::restore(const StreamId& stream, std::string_view row) {
  std::optional<Result<>> outcome;
  events::for_aggregate(aggregate_of(stream),
                        [&]<class Aggregate>() { outcome = restore_one<Aggregate>(stream, row); });
  if (!outcome) return fail(world_errc::unknown_aggregate, stream.text);
  return *std::move(outcome);
}

}  // namespace kigen::orchestrator
