#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/scope.hpp"

namespace kigen::projections {

/// Whose something is.
struct Whose {
  enum class Kind : std::uint8_t {
    installation,  ///< everybody's
    service,       ///< those who are in `group`, which its service is in
    user_group,    ///< about the user group `group` itself
    unknown        ///< nobody's but theirs who see everything
  };
  Kind kind = Kind::installation;
  UserGroupId group = {};
};

/// In which user group each service is, and with it its nodes, orders, applies, jobs, lines and events; of a
/// deleted one, in which it was last. Under Store::reading().
class Owners {
 public:
  void set(ServiceId service, UserGroupId group);

  /// None when there never was such a service.
  std::optional<UserGroupId> group_of(ServiceId service) const;
  bool holds(const events::Scope& scope, ServiceId service) const;
  /// What belongs to no service is everybody's.
  bool holds(const events::Scope& scope, const std::optional<ServiceId>& service) const {
    return !service || holds(scope, *service);
  }
  Whose whose(const std::optional<ServiceId>& service) const;
  /// Calls `use` with each service that is in one of the scope's groups, deleted ones too.
  template <class Use>
  void for_each_in(const events::Scope& scope, Use&& use) const {
    if (scope.is_everything()) return;
    for (const auto group : *scope.groups())
      if (const auto known = services_.find(group); known != services_.end())
        for (const auto service : known->second) use(service);
  }
  /// Those services; none when the scope is everything, or they are more than `most`.
  std::optional<std::vector<ServiceId>> services_in(const events::Scope& scope, std::size_t most) const;
  /// How often a service went from one group to another.
  std::uint64_t moves() const { return moves_; }

 private:
  std::unordered_map<ServiceId, UserGroupId> groups_;
  std::map<UserGroupId, std::set<ServiceId>> services_;
  std::uint64_t moves_ = 0;
};

}  // namespace kigen::projections
