#include "orchestrator/world.hpp"

#include <algorithm>

#include "orchestrator/input.hpp"

namespace kigen::orchestrator {
namespace {

template <class Map>
const typename Map::mapped_type* find_in(const Map& map, const typename Map::key_type& id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

template <class Map>
const typename Map::mapped_type* find_in(const Map& map, const std::optional<typename Map::key_type>& id) {
  return id ? find_in(map, *id) : nullptr;
}

}  // namespace

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

const Service* World::service(ServiceId id) const { return find_in(living_.of<Service>(), id); }
const Order* World::order(OrderId id) const { return find_in(living_.of<Order>(), id); }
const Apply* World::apply(ApplyId id) const { return find_in(living_.of<Apply>(), id); }
const Node* World::node(NodeId id) const { return find_in(living_.of<Node>(), id); }
const Access* World::access(AccessId id) const { return find_in(living_.of<Access>(), id); }
const CaAccount* World::ca_account(CaAccountId id) const { return find_in(living_.of<CaAccount>(), id); }
const User* World::user(UserId id) const { return find_in(living_.of<User>(), id); }
const Job* World::job(JobId id) const { return find_in(living_.of<Job>(), id); }

const Order* World::open_order_of(ServiceId service) const {
  return find_in(living_.of<Order>(), relations_.order_of(service));
}
const Apply* World::open_apply_of(NodeId node) const {
  return find_in(living_.of<Apply>(), relations_.apply_of(node));
}
const Service* World::service_named(std::string_view name) const {
  return find_in(living_.of<Service>(), relations_.service_named(name));
}
const Access* World::access_named(std::string_view name) const {
  return find_in(living_.of<Access>(), relations_.access_named(name));
}
const CaAccount* World::ca_account_named(std::string_view name) const {
  return find_in(living_.of<CaAccount>(), relations_.ca_account_named(name));
}
const User* World::user_with_mail(std::string_view mail) const {
  return find_in(living_.of<User>(), relations_.user_with_mail(to_lower(mail)));
}

std::vector<const Job*> World::jobs_about(const StreamId& subject) const {
  std::vector<const Job*> jobs;
  for (const auto& id : relations_.jobs_about(subject)) jobs.push_back(job(id));
  return jobs;
}

}  // namespace kigen::orchestrator
