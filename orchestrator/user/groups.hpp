#pragma once

#include <string>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "orchestrator/states.hpp"

namespace kigen::orchestrator {

class World;

/// In order, each once.
std::vector<UserGroupId> each_once(std::vector<UserGroupId> groups);

/// The same of groups that a person chose: refused at the first that there is not.
Result<std::vector<UserGroupId>> accepted_groups(const World& world, const std::vector<UserGroupId>& chosen);

/// Refused when one of the user's groups that is not among `kept` owns services and would be without an
/// admin. Whether they may be admin is as it was before.
Result<> check_groups_keep_admin(const World& world, const User& user, const std::vector<UserGroupId>& kept,
                                 std::string field = {});

}  // namespace kigen::orchestrator
