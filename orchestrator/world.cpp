#include "orchestrator/world.hpp"

#include <algorithm>

#include "orchestrator/input.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(world_errc code) {
  static const TableCategory table(
      "world",
      {
          {int(world_errc::undecodable), "undecodable_record", "a stored record cannot be understood", 11,
           Failure::permanent, Answer::internal},
          {int(world_errc::unknown_aggregate), "unknown_aggregate",
           "a stored record belongs to a kind of stream that this version does not know", 11,
           Failure::permanent, Answer::internal},
          {int(world_errc::out_of_order), "out_of_order",
           "a stored record is not the one that must come next", 11, Failure::permanent, Answer::internal},
      });
  return {int(code), table};
}

World::World() = default;
World::World(const World&) = default;
World::World(World&&) noexcept = default;
World& World::operator=(const World&) = default;
World& World::operator=(World&&) noexcept = default;
World::~World() = default;

bool World::is_in_sight(ServiceId id) const {
  if (sight_.is_everything()) return true;
  const auto& services = living_.of<Service>();
  const auto found = services.find(id);
  return found != services.end() && is_in_sight(found->second);
}

bool World::hides(const StreamId& stream) const {
  bool hidden = false;
  events::for_aggregate(aggregate_of(stream), [&]<class Aggregate>() {
    if constexpr (!Aggregate::is_single) {
      const auto id = id_of<typename Aggregate::Id>(stream);
      const auto& states = living_.of<typename Aggregate::State>();
      const auto found = id ? states.find(*id) : states.end();
      hidden = found != states.end() && !is_in_sight(found->second);
    }
  });
  return hidden;
}

const Service* World::service(ServiceId id) const { return find(id); }
const Order* World::order(OrderId id) const { return find(id); }
const Apply* World::apply(ApplyId id) const { return find(id); }
const Node* World::node(NodeId id) const { return find(id); }
const Access* World::access(AccessId id) const { return find(id); }
const CaAccount* World::ca_account(CaAccountId id) const { return find(id); }
const User* World::user(UserId id) const { return find(id); }
const Job* World::job(JobId id) const { return find(id); }

std::vector<NodeId> World::nodes_of(ServiceId service) const {
  return is_in_sight(service) ? relations_.nodes_of(service) : std::vector<NodeId>{};
}
const Order* World::open_order_of(ServiceId service) const {
  const auto id = relations_.order_of(service);
  return id ? order(*id) : nullptr;
}
const Apply* World::open_apply_of(NodeId node) const {
  const auto id = relations_.apply_of(node);
  return id ? apply(*id) : nullptr;
}
const Service* World::service_named(UserGroupId group, std::string_view name) const {
  const auto id = relations_.service_named(group, name);
  return id ? service(*id) : nullptr;
}
const User* World::user_with_mail(std::string_view mail) const {
  const auto id = relations_.user_with_mail(to_lower(mail));
  return id ? user(*id) : nullptr;
}

std::vector<const Job*> World::jobs_about(const StreamId& subject) const {
  std::vector<const Job*> jobs;
  for (const auto& id : relations_.jobs_about(subject))
    if (const auto* found = job(id)) jobs.push_back(found);
  return jobs;
}

}  // namespace kigen::orchestrator
