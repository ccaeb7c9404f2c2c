#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "events/any_event.hpp"
#include "events/log/record.hpp"
#include "events/scope.hpp"
#include "orchestrator/jobs/queue.hpp"
#include "orchestrator/relations.hpp"
#include "orchestrator/shelves.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

enum class world_errc {
  undecodable = 1,    ///< the record is not an event of its stream's aggregate
  unknown_aggregate,  ///< the stream's name begins with a word nobody knows
  out_of_order,       ///< not the record at end(), or not its stream's next version
};
std::error_code make_error_code(world_errc code);

/// Everything that decisions need, folded from the log in position order. Ended orders, applies and jobs are
/// forgotten: the log and the views keep them. Owned by the orchestrator's loop; not thread-safe.
class World {
 public:
  World();
  World(const World&);
  World(World&&) noexcept;
  World& operator=(const World&);
  World& operator=(World&&) noexcept;
  ~World();

  /// Folds the record at `end()`; the decoded event is handed on to the policies. On an error, which names
  /// position and type, nothing has changed.
  Result<events::AnyEvent> fold(const events::Record& record);
  /// Number of records folded.
  Position end() const { return end_; }

  // What a start would otherwise fold from the log: runtime/world_keeper.hpp.
  /// The state behind a stream as bytes; none when it is gone.
  std::optional<std::string> row_of(const StreamId& stream) const;
  /// Takes such a state over. Only into a World that has folded nothing.
  Result<> restore(const StreamId& stream, std::string_view row);
  /// All that the first `end` records left is restored.
  void restored_to(Position end) { end_ = end; }

  /// While it lives, services outside of the scope are not there, nor what hangs on them: no lookup finds
  /// them. What is of no service is there for everybody; so is whether something is used, and who is called
  /// what.
  class Sight {
   public:
    Sight(const World& world, events::Scope scope)
        : world_(world), before_(std::exchange(world.sight_, std::move(scope))) {}
    Sight(const Sight&) = delete;
    Sight& operator=(const Sight&) = delete;
    ~Sight() { world_.sight_ = std::move(before_); }

   private:
    const World& world_;
    events::Scope before_;
  };
  /// Whether services of the group are in sight.
  bool sees(UserGroupId group) const { return sight_.holds(group); }
  /// Whether something is behind the stream that is not in sight.
  bool hides(const StreamId& stream) const;

  // Null when unknown, deleted, out of sight or (orders, applies, jobs) ended. Pointers hold until the next
  // fold.
  template <StreamsId SomeId>
  const events::AggregateWithId<SomeId>::State* find(const SomeId& id) const {
    const auto& states = living_.of<typename events::AggregateWithId<SomeId>::State>();
    const auto found = states.find(id);
    return found != states.end() && is_in_sight(found->second) ? &found->second : nullptr;
  }
  /// The kept thing of that name.
  template <KeptState State>
  const State* named(std::string_view name) const {
    const auto id = relations_.named<decltype(State::settings)>(name);
    return id ? find(*id) : nullptr;
  }
  bool has(SiteId site) const { return company().sites.contains(site); }
  template <StreamsId SomeId>
  bool has(const SomeId& id) const {
    return find(id) != nullptr;
  }
  const Service* service(ServiceId id) const;
  const Order* order(OrderId id) const;
  const Apply* apply(ApplyId id) const;
  const Node* node(NodeId id) const;
  const Access* access(AccessId id) const;
  const CaAccount* ca_account(CaAccountId id) const;
  const User* user(UserId id) const;
  const Job* job(JobId id) const;
  const Company& company() const { return living_.of<Company>(); }
  /// Version of the singleton stream "system".
  Version system_version() const { return living_.of<System>().version; }
  /// The run before ended with system.stopped (or there was none).
  bool stopped_cleanly() const { return living_.of<System>().stopped_cleanly; }
  /// The same of "security".
  Version security_version() const { return living_.of<Security>().version; }
  /// What becomes of secrets that nothing uses.
  const VaultBook& vault_book() const { return living_.of<VaultBook>(); }
  const JobQueue& queue() const { return queue_; }

  // What the last folded record ended, as it ended: for the policies. Null when it ended none.
  const Order* ended_order() const { return std::get_if<Order>(&gone_); }
  const Apply* ended_apply() const { return std::get_if<Apply>(&gone_); }
  const Job* ended_job() const { return std::get_if<Job>(&gone_); }

  // Relations, kept while folding; lists are in order of creation.
  std::vector<NodeId> nodes_of(ServiceId service) const;
  const Order* open_order_of(ServiceId service) const;
  const Apply* open_apply_of(NodeId node) const;
  /// Whether settings of anything, or an open order, refer to it.
  template <class SomeId>
  bool is_used(const SomeId& id) const {
    return relations_.is_used(id);
  }
  const Service* service_named(UserGroupId group, std::string_view name) const;
  /// The address in any letter case.
  const User* user_with_mail(std::string_view mail) const;
  std::size_t admin_count() const { return relations_.admin_count(); }
  /// Waiting, running and parked jobs about a subject.
  std::vector<const Job*> jobs_about(const StreamId& subject) const;

  /// Up to `count` services by id, from the first or behind `last`: for who goes through all of them, a few
  /// at a time, while the loop has other work too.
  std::vector<ServiceId> services_after(const std::optional<ServiceId>& last, std::size_t count) const {
    return relations_.services_after(last, count);
  }
  // All of a kind, in no order, out of sight or not.
  const std::unordered_map<ServiceId, Service>& services() const { return living_.of<Service>(); }
  const std::unordered_map<NodeId, Node>& nodes() const { return living_.of<Node>(); }
  const std::unordered_map<UserId, User>& users() const { return living_.of<User>(); }
  const std::unordered_map<AccessId, Access>& accesses() const { return living_.of<Access>(); }
  const std::unordered_map<CaAccountId, CaAccount>& ca_accounts() const { return living_.of<CaAccount>(); }
  const std::unordered_map<OrderId, Order>& orders() const { return living_.of<Order>(); }
  /// Calls `use` with each living state of every aggregate there is.
  template <class Use>
  void for_each_state(Use&& use) const {
    events::for_each_aggregate([&]<class Aggregate>() {
      const auto& kept = living_.of<typename Aggregate::State>();
      if constexpr (Aggregate::is_single)
        use(kept);
      else
        for (const auto& [id, state] : kept) use(state);
    });
  }

 private:
  Result<events::AnyEvent> fold_any(const events::Record& record);
  template <class Aggregate>
  Result<events::AnyEvent> fold_one(const events::Record& record);
  template <class Aggregate>
  Result<> restore_one(const StreamId& stream, std::string_view row);
  bool is_in_sight(ServiceId id) const;
  template <class State>
  bool is_in_sight(const State& state) const {
    if constexpr (std::is_same_v<State, Service>)
      return sight_.holds(state.settings.group);
    else if constexpr (std::is_same_v<State, Job>)
      return !state.queued.service || is_in_sight(*state.queued.service);
    else if constexpr (requires { state.service; })
      return is_in_sight(state.service);
    else
      return true;
  }

  Position end_ = 0;
  Shelves living_;
  JobQueue queue_;
  Relations relations_;
  Shelves::Gone gone_;
  mutable events::Scope sight_ = events::Scope::everything();  // how it is looked at, no part of it
};

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::world_errc> : std::true_type {};
