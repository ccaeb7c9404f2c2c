#include "events/state/user.hpp"

#include <algorithm>

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

void created(User& user, const UserCreated& event) {
  user.mail = event.mail;
  user.role = event.role;
  user.contact = event.contact;
}

void edited(User& user, const UserEdited& event) {
  user.role = event.role;
  user.contact = event.contact;
}

void password_set(User& user, const PasswordSet& event) {
  user.password = event.password;
  user.had_password = true;
}

void token_created(User& user, const TokenCreated& event, Instant now) {
  const Instant end = now + longest_token_life;
  user.tokens[event.token] = {event.name, event.role, event.sha256,
                              std::min(event.expires.value_or(end), end), event.groups};
}

}  // namespace

User evolve(User user, const UserEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const UserCreated& e) { created(user, e); },
                 [&](const UserEdited& e) { edited(user, e); },
                 [&](const UserDeleted&) { user.deleted = true; },
                 [&](const PasswordSet& e) { password_set(user, e); },
                 [&](const PasswordCleared&) { user.password.reset(); },
                 unchanged_by<LoggedIn, LoginThrottled>,
                 [&](const TokenCreated& e) { token_created(user, e, stamp.time); },
                 [&](const TokenRevoked& e) { user.tokens.erase(e.token); },
                 [&](const TokensRevoked&) { user.tokens.clear(); },
                 [&](const UserGroupsChanged& e) { user.groups = e.groups; },
             },
             event);
  user.version = stamp.version;
  return user;
}

}  // namespace kigen::events
