#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "events/aggregates.hpp"
#include "events/codec/references_in.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

/// Hashes std::string and std::string_view alike, so that a lookup copies nothing.
struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
};
template <class SomeId>
using IdByText = std::unordered_map<std::string, SomeId, TextHash, std::equal_to<>>;

/// How many living things refer to each one.
class UseCounts {
 public:
  template <class SomeId>
  void add(const SomeId& id) {
    ++counts_[{events::word_of_id<SomeId>(), id.value}];
  }
  template <class SomeId>
  void remove(const SomeId& id) {
    const auto found = counts_.find(Thing{events::word_of_id<SomeId>(), id.value});
    if (--found->second == 0) counts_.erase(found);
  }
  template <class SomeId>
  bool is_used(const SomeId& id) const {
    return counts_.contains({events::word_of_id<SomeId>(), id.value});
  }

 private:
  struct Thing {
    std::string_view word;
    Uuid id;
    friend bool operator==(const Thing&, const Thing&) = default;
  };
  struct ThingHash {
    std::size_t operator()(const Thing& thing) const noexcept { return std::hash<Uuid>{}(thing.id); }
  };
  std::unordered_map<Thing, std::size_t, ThingHash> counts_;
};

/// Who is called what among the kept things of a kind.
template <class S>
struct NameShelf {
  IdByText<typename S::Id> ids;
};
template <class List>
class NameShelves;
template <class... Settings>
class NameShelves<events::KeptList<Settings...>> : NameShelf<Settings>... {
 public:
  template <class S>
  auto& of() {
    return NameShelf<S>::ids;
  }
  template <class S>
  const auto& of() const {
    return NameShelf<S>::ids;
  }
};

template <class State>
concept HasSettings = requires(const State& state) { state.settings; };
template <class State>
concept KeptState = HasSettings<State> && events::KeptSettings<decltype(State::settings)>;

/// Who belongs to whom and who is called what among the aggregates of a World: the indexes behind its
/// lookups. `add` and `remove` come in pairs around each change of a living aggregate.
class Relations {
 public:
  template <class State>
  void add(const State& state) {
    enter(state);
    for_each_reference_of(state, [this](const auto& id) { uses_.add(id); });
    if constexpr (KeptState<State>) names_.of<decltype(state.settings)>()[state.settings.name] = state.id;
  }
  template <class State>
  void remove(const State& state) {
    leave(state);
    for_each_reference_of(state, [this](const auto& id) { uses_.remove(id); });
    if constexpr (KeptState<State>) names_.of<decltype(state.settings)>().erase(state.settings.name);
  }

  /// Up to `count` services, by id; from the first, or those behind `last`, which may be gone.
  std::vector<ServiceId> services_after(const std::optional<ServiceId>& last, std::size_t count) const;
  /// In order of creation.
  std::vector<NodeId> nodes_of(ServiceId service) const;
  /// In order of creation.
  std::vector<JobId> jobs_about(const StreamId& subject) const;
  std::optional<OrderId> order_of(ServiceId service) const;
  std::optional<ApplyId> apply_of(NodeId node) const;
  /// Whether settings of anything, or an open order, refer to it.
  template <class SomeId>
  bool is_used(const SomeId& id) const {
    return uses_.is_used(id);
  }
  /// The kept thing of that name.
  template <class S>
  std::optional<typename S::Id> named(std::string_view name) const {
    const auto& ids = names_.of<S>();
    const auto found = ids.find(name);
    return found == ids.end() ? std::nullopt : std::optional(found->second);
  }
  std::optional<ServiceId> service_named(UserGroupId group, std::string_view name) const;
  std::optional<UserId> user_with_mail(std::string_view mail) const;
  std::size_t admin_count() const { return admins_; }

 private:
  void enter(const Service& service);
  void leave(const Service& service);
  void enter(const Order& order);
  void leave(const Order& order);
  void enter(const Apply& apply);
  void leave(const Apply& apply);
  void enter(const Node& node);
  void leave(const Node& node);
  void enter(const User& user);
  void leave(const User& user);
  void enter(const Job& job);
  void leave(const Job& job);
  // Nobody asks for the others but by their ids.
  template <class State>
  void enter(const State&) {}
  template <class State>
  void leave(const State&) {}

  template <class State, class Use>
  static void for_each_reference_of(const State& state, Use use) {
    if constexpr (std::is_same_v<State, Node>)
      for (const auto& leftover : state.leftovers)
        if (!leftover.settled) use(leftover.settings.access);  // it is taken away by that way
    if constexpr (HasSettings<State>) {
      const auto use_id = [&](const auto& id, const events::FieldPlace&) { use(id); };
      events::for_each_reference(state.settings, {}, use_id);
    } else if constexpr (std::is_same_v<State, Order>) {
      use(state.ca_account);
    }
  }

  NameShelves<events::KeptThings> names_;
  UseCounts uses_;
  std::unordered_map<UserGroupId, IdByText<ServiceId>> services_by_name_;  // in each group
  IdByText<UserId> users_by_mail_;
  std::set<ServiceId> services_;  // 64 bytes each
  std::unordered_map<ServiceId, OrderId> order_by_service_;
  std::unordered_map<NodeId, ApplyId> apply_by_node_;
  std::set<std::pair<ServiceId, NodeId>> nodes_by_service_;
  std::set<std::pair<StreamId, JobId>> jobs_by_subject_;
  std::size_t admins_ = 0;
};

}  // namespace kigen::orchestrator
