#include "orchestrator/user/groups.hpp"

#include <algorithm>
#include <utility>

#include "orchestrator/kept/errors.hpp"
#include "orchestrator/user/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

bool is_admin_in(const User& user, UserGroupId group) {
  return user.role == events::Role::admin && std::ranges::count(user.groups, group) > 0;
}

bool has_other_admin(const World& world, UserGroupId group, UserId than) {
  return std::ranges::any_of(world.users(), [&](const auto& entry) {
    return entry.first != than && is_admin_in(entry.second, group);
  });
}

}  // namespace

std::vector<UserGroupId> each_once(std::vector<UserGroupId> groups) {
  std::ranges::sort(groups);
  const auto rest = std::ranges::unique(groups);
  groups.erase(rest.begin(), rest.end());
  return groups;
}

Result<std::vector<UserGroupId>> accepted_groups(const World& world, const std::vector<UserGroupId>& chosen) {
  for (std::size_t i = 0; i < chosen.size(); ++i)
    if (!world.has(chosen[i]))
      return fail(kept_errc::unknown_reference, to_text(chosen[i]), "groups." + std::to_string(i));
  return each_once(chosen);
}

Result<> check_groups_keep_admin(const World& world, const User& user, const std::vector<UserGroupId>& kept,
                                 std::string field) {
  if (user.role != events::Role::admin) return {};
  for (const auto group : user.groups) {
    const bool stays = std::ranges::count(kept, group) > 0;
    if (!stays && world.is_used(group) && !has_other_admin(world, group, user.id))
      return fail(user_errc::last_admin_of_group, world.find(group)->settings.name, std::move(field));
  }
  return {};
}

}  // namespace kigen::orchestrator
