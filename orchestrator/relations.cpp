#include "orchestrator/relations.hpp"

namespace kigen::orchestrator {
namespace {

template <class Map, class Key>
auto value_in(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  if (found == map.end()) return std::nullopt;
  return found->second;
}

/// The second halves of all pairs that begin with `first`.
template <class First, class Second>
std::vector<Second> paired_with(const std::set<std::pair<First, Second>>& pairs, const First& first) {
  std::vector<Second> found;
  for (auto at = pairs.lower_bound({first, Second{}}); at != pairs.end() && at->first == first; ++at)
    found.push_back(at->second);
  return found;
}

}  // namespace

void Relations::enter(const Service& service) {
  services_.insert(service.id);
  services_by_name_[service.settings.group][service.settings.name] = service.id;
}
void Relations::leave(const Service& service) {
  services_.erase(service.id);
  services_by_name_[service.settings.group].erase(service.settings.name);
}

void Relations::enter(const Order& order) { order_by_service_[order.service] = order.id; }
void Relations::leave(const Order& order) { order_by_service_.erase(order.service); }

void Relations::enter(const Apply& apply) { apply_by_node_[apply.node] = apply.id; }
void Relations::leave(const Apply& apply) { apply_by_node_.erase(apply.node); }

void Relations::enter(const Node& node) { nodes_by_service_.insert({node.service, node.id}); }
void Relations::leave(const Node& node) { nodes_by_service_.erase({node.service, node.id}); }

void Relations::enter(const User& user) {
  users_by_mail_[user.mail] = user.id;
  if (user.role == events::Role::admin) ++admins_;
}
void Relations::leave(const User& user) {
  users_by_mail_.erase(user.mail);
  if (user.role == events::Role::admin) --admins_;
}

void Relations::enter(const Job& job) { jobs_by_subject_.insert({job.queued.subject, job.id}); }
void Relations::leave(const Job& job) { jobs_by_subject_.erase({job.queued.subject, job.id}); }

std::vector<ServiceId> Relations::services_after(const std::optional<ServiceId>& last,
                                                 std::size_t count) const {
  std::vector<ServiceId> found;
  auto at = last ? services_.upper_bound(*last) : services_.begin();
  for (; at != services_.end() && found.size() < count; ++at) found.push_back(*at);
  return found;
}
std::vector<NodeId> Relations::nodes_of(ServiceId service) const {
  return paired_with(nodes_by_service_, service);
}
std::vector<JobId> Relations::jobs_about(const StreamId& subject) const {
  return paired_with(jobs_by_subject_, subject);
}
std::optional<OrderId> Relations::order_of(ServiceId service) const {
  return value_in(order_by_service_, service);
}
std::optional<ApplyId> Relations::apply_of(NodeId node) const { return value_in(apply_by_node_, node); }
std::optional<ServiceId> Relations::service_named(UserGroupId group, std::string_view name) const {
  const auto found = services_by_name_.find(group);
  return found == services_by_name_.end() ? std::nullopt : value_in(found->second, name);
}
std::optional<UserId> Relations::user_with_mail(std::string_view mail) const {
  return value_in(users_by_mail_, mail);
}

}  // namespace kigen::orchestrator
