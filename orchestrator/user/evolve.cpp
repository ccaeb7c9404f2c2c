#include "events/core/overloaded.hpp"
#include "orchestrator/user/state.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

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
                 [](const LoggedIn&) {},
                 [](const LoginThrottled&) {},
                 [&](const TokenCreated& e) { user.tokens[e.token] = {e.name, e.role, e.sha256, e.expires}; },
                 [&](const TokenRevoked& e) { user.tokens.erase(e.token); },
             },
             event);
  user.version = stamp.version;
  return user;
}

}  // namespace kigen::orchestrator
