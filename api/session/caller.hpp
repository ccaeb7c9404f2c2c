#pragma once

#include <optional>
#include <string>

#include "events/core/ids.hpp"
#include "events/log/record.hpp"
#include "events/user_events.hpp"

namespace kigen::api {

/// Who makes a request, as far as it was proved.
struct Caller {
  events::Actor actor = {};                  ///< a user by mail address, or a token by name
  UserId user = {};                          ///< the person behind it
  events::Role role = events::Role::viewer;  ///< the lesser of the user's and the token's
  std::string cookie = {};                   ///< the session's cookie; empty for API tokens
  std::optional<TokenId> token = {};         ///< the API token; none for sessions
};

}  // namespace kigen::api
