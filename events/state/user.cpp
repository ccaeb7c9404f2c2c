#include "events/state/user.hpp"

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

}  // namespace

User evolve(User user, const UserEvent& event, const Stamp& stamp) {
  std::visit(overloaded{
                 [&](const UserCreated& e) { created(user, e); },
                 [&](const UserEdited& e) { edited(user, e); },
                 [&](const UserDeleted&) { user.deleted = true; },
                 [&](const PasswordSet& e) { user.password = e.password; },
                 [&](const PasswordCleared&) { user.password.reset(); },
                 unchanged_by<LoggedIn, LoginThrottled>,
                 [&](const TokenCreated& e) { user.tokens[e.token] = {e.name, e.role, e.sha256, e.expires}; },
                 [&](const TokenRevoked& e) { user.tokens.erase(e.token); },
             },
             event);
  user.version = stamp.version;
  return user;
}

}  // namespace kigen::events
