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

void Relations::add(const Service& service) {
  services_.insert(service.id);
  services_by_name_[service.settings.name] = service.id;
  if (service.settings.ca_account) users_of_ca_account_.add(*service.settings.ca_account);
}
void Relations::remove(const Service& service) {
  services_.erase(service.id);
  services_by_name_.erase(service.settings.name);
  if (service.settings.ca_account) users_of_ca_account_.remove(*service.settings.ca_account);
}

void Relations::add(const Order& order) {
  order_by_service_[order.service] = order.id;
  users_of_ca_account_.add(order.ca_account);
}
void Relations::remove(const Order& order) {
  order_by_service_.erase(order.service);
  users_of_ca_account_.remove(order.ca_account);
}

void Relations::add(const Apply& apply) { apply_by_node_[apply.node] = apply.id; }
void Relations::remove(const Apply& apply) { apply_by_node_.erase(apply.node); }

void Relations::add(const Node& node) {
  nodes_by_service_.insert({node.service, node.id});
  nodes_by_access_.add(node.settings.access);
  nodes_by_site_.add(node.settings.site);
}
void Relations::remove(const Node& node) {
  nodes_by_service_.erase({node.service, node.id});
  nodes_by_access_.remove(node.settings.access);
  nodes_by_site_.remove(node.settings.site);
}

void Relations::add(const Access& access) { accesses_by_name_[access.settings.name] = access.id; }
void Relations::remove(const Access& access) { accesses_by_name_.erase(access.settings.name); }

void Relations::add(const CaAccount& account) { ca_accounts_by_name_[account.settings.name] = account.id; }
void Relations::remove(const CaAccount& account) { ca_accounts_by_name_.erase(account.settings.name); }

void Relations::add(const User& user) {
  users_by_mail_[user.mail] = user.id;
  if (user.role == events::Role::admin) ++admins_;
}
void Relations::remove(const User& user) {
  users_by_mail_.erase(user.mail);
  if (user.role == events::Role::admin) --admins_;
}

void Relations::add(const Job& job) { jobs_by_subject_.insert({job.queued.subject, job.id}); }
void Relations::remove(const Job& job) { jobs_by_subject_.erase({job.queued.subject, job.id}); }

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
std::optional<ServiceId> Relations::service_named(std::string_view name) const {
  return value_in(services_by_name_, name);
}
std::optional<AccessId> Relations::access_named(std::string_view name) const {
  return value_in(accesses_by_name_, name);
}
std::optional<CaAccountId> Relations::ca_account_named(std::string_view name) const {
  return value_in(ca_accounts_by_name_, name);
}
std::optional<UserId> Relations::user_with_mail(std::string_view mail) const {
  return value_in(users_by_mail_, mail);
}

}  // namespace kigen::orchestrator
