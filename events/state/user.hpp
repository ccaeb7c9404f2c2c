#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/state/stamp.hpp"
#include "events/user_events.hpp"

namespace kigen::events {

struct ApiToken {
  std::string name = {};
  Role role = Role::viewer;
  std::string sha256 = {};
  Instant expires = {};
  std::optional<std::vector<UserGroupId>> groups = {};  ///< of those that the user is in; none: all
};

/// Someone who logs in (R2).
struct User {
  UserId id = {};
  Version version = 0;
  std::string mail = {};
  Role role = Role::viewer;
  std::string contact = {};
  bool deleted = false;
  std::optional<SecretRef> password = {};  ///< hash in the vault; none = nobody can log in as this user
  bool had_password = false;               ///< now or ever
  std::map<TokenId, ApiToken> tokens = {};
  std::vector<UserGroupId> groups = {first_group};  ///< in order; for auditors without a meaning
};

User evolve(User user, const UserEvent& event, const Stamp& stamp);

}  // namespace kigen::events
