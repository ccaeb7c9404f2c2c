#pragma once

#include <utility>

#include "events/kept.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {

/// How a thing stands: at which version of its stream, with which settings. Null: there is none.
template <class S>
struct Standing {
  Version version = 0;
  const S* settings = nullptr;
};

/// Where things of S stand, and which events tell of them: each has a stream of its own, as declared in
/// events/kept.hpp. Keeping<S> is specialised for those that do something else.
template <events::KeptSettings S>
struct KeepingByStream {
  using Id = S::Id;
  static constexpr bool has_own_stream = true;

  static StreamId stream(const Id& id) { return stream_of(id); }
  /// Of the stream that a new one begins in.
  static Version version_before(const World&) { return 0; }
  static Standing<S> find(const World& world, const Id& id) {
    const auto* found = world.find(id);
    return found == nullptr ? Standing<S>{} : Standing<S>{found->version, &found->settings};
  }
  static std::optional<Id> named(const World& world, std::string_view name) {
    using State = events::KeptParts<S>::State;
    const auto* found = world.named<State>(name);
    return found == nullptr ? std::nullopt : std::optional(found->id);
  }
  static bool is_used(const World& world, const Id& id) { return world.is_used(id); }

  static auto created(const Id&, const S& settings) { return events::Created<S>{settings}; }
  static auto edited(const Id&, const S&, const S& after) { return events::Edited<S>{after}; }
  static auto deleted(const Id&) { return events::Deleted<S>{}; }
};
template <events::KeptSettings S>
struct Keeping : KeepingByStream<S> {};

}  // namespace kigen::orchestrator
