#include "projections/basis/owners.hpp"

namespace kigen::projections {

void Owners::set(ServiceId service, UserGroupId group) {
  const auto [known, is_new] = groups_.try_emplace(service, group);
  if (!is_new) {
    if (known->second == group) return;
    services_[known->second].erase(service);
    known->second = group;
    ++moves_;
  }
  services_[group].insert(service);
}

std::optional<UserGroupId> Owners::group_of(ServiceId service) const {
  const auto known = groups_.find(service);
  return known == groups_.end() ? std::nullopt : std::optional(known->second);
}

bool Owners::holds(const events::Scope& scope, ServiceId service) const {
  if (scope.is_everything()) return true;
  const auto group = group_of(service);
  return group && scope.holds(*group);
}

Whose Owners::whose(const std::optional<ServiceId>& service) const {
  if (!service) return {};
  const auto group = group_of(*service);
  return group ? Whose{Whose::Kind::service, *group} : Whose{Whose::Kind::unknown};
}

std::optional<std::vector<ServiceId>> Owners::services_in(const events::Scope& scope,
                                                          std::size_t most) const {
  if (scope.is_everything()) return std::nullopt;
  std::size_t count = 0;
  for (const auto group : *scope.groups())
    if (const auto known = services_.find(group); known != services_.end()) count += known->second.size();
  if (count > most) return std::nullopt;
  std::vector<ServiceId> services;
  for_each_in(scope, [&](ServiceId service) { services.push_back(service); });
  return services;
}

}  // namespace kigen::projections
