#pragma once

#include <map>
#include <optional>
#include <string>

#include "events/user_events.hpp"
#include "orchestrator/stamp.hpp"

namespace kigen::orchestrator {

struct ApiToken {
  std::string name = {};
  events::Role role = events::Role::viewer;
  std::string sha256 = {};
  std::optional<Instant> expires = {};
};

/// Someone who logs in (R2).
struct User {
  UserId id = {};
  Version version = 0;
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::string contact = {};
  bool deleted = false;
  std::optional<SecretRef> password = {};  ///< hash in the vault; none = set at next login
  std::map<TokenId, ApiToken> tokens = {};
};

User evolve(User user, const events::UserEvent& event, const Stamp& stamp);

}  // namespace kigen::orchestrator
