#pragma once

#include <optional>
#include <string>

#include "events/core/ids.hpp"
#include "events/log/record.hpp"
#include "events/scope.hpp"
#include "events/user_events.hpp"
#include "projections/audit/reader.hpp"

namespace kigen::api {

/// Who makes a request, as far as it was proved.
struct Caller {
  events::Actor actor = {};                     ///< log/actor.hpp
  UserId user = {};                             ///< the person behind it
  events::Role role = events::Role::viewer;     ///< the lesser of the user's and the token's
  std::string cookie = {};                      ///< the session's cookie; empty for API tokens
  std::optional<TokenId> token = {};            ///< the API token; none for sessions
  std::string mail = {};                        ///< of the person
  events::Scope scope = events::Scope::of({});  ///< the person's, for tokens what they leave of it
  bool is_whole = true;  ///< may all that the person may: no token that leaves less of it
};

/// What the caller sees.
inline projections::Reader reader_of(const Caller& caller) {
  return {caller.scope, caller.role != events::Role::viewer, caller.user, caller.mail};
}

/// Which user groups the caller sees: viewers their own, whoever may do more all.
inline events::Scope groups_seen_by(const Caller& caller) {
  return caller.role == events::Role::viewer ? caller.scope : events::Scope::everything();
}

}  // namespace kigen::api
