#pragma once

#include <set>

#include "events/scope.hpp"
#include "events/state/user.hpp"

namespace kigen::events {

/// Whose services the person sees and manages. Auditors read everything.
inline Scope scope_of(const User& user) {
  if (user.role == Role::auditor) return Scope::everything();
  return Scope::of({user.groups.begin(), user.groups.end()});
}

/// A token's: its user's, or less.
inline Scope scope_of(const User& user, const ApiToken& token) {
  if (!token.groups) return scope_of(user);
  return scope_of(user).within(Scope::of({token.groups->begin(), token.groups->end()}));
}

}  // namespace kigen::events
