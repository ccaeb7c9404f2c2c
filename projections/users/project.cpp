#include <algorithm>

#include "events/core/overloaded.hpp"
#include "projections/users/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const UserDetail& user) { return {"mail/" + key_of(lower(user.mail))}; }

void created(UserDetail& user, const UserCreated& event) {
  user.mail = event.mail;
  user.role = event.role;
  user.contact = event.contact;
}

void edited(UserDetail& user, const UserEdited& event) {
  user.role = event.role;
  user.contact = event.contact;
}

void evolve(UserDetail& user, const Fact& fact, const UserEvent& event) {
  const auto at = fact.time();
  std::visit(
      overloaded{
          [&](const UserCreated& e) { created(user, e); },
          [&](const UserEdited& e) { edited(user, e); },
          [](const UserDeleted&) {},
          [&](const PasswordSet&) { user.password_set = true; },
          [&](const PasswordCleared&) { user.password_set = false; },
          [&](const LoggedIn&) { user.last_login = at; },
          [](const LoginThrottled&) {},
          [&](const TokenCreated& e) { user.tokens.push_back({e.token, e.name, e.role, e.expires, at}); },
          [&](const TokenRevoked& e) {
            std::erase_if(user.tokens, [&](const auto& token) { return token.id == e.token; });
          },
      },
      event);
  user.version = fact.record.version;
}

}  // namespace

Users::Users(Store& store) : store_(store), users_(store, "user", indexes_of) {}

Result<> Users::fold(const Fact& fact) {
  const auto* const event = std::get_if<UserEvent>(&fact.event);
  if (event == nullptr) return {};
  const UserId id{fact.id};
  if (std::holds_alternative<UserDeleted>(*event)) return users_.erase(key_of(id));
  if (std::holds_alternative<UserCreated>(*event)) TRY_DO(users_.put(key_of(id), {.id = id}));
  TRY(auto* const user, users_.edit(key_of(id)));
  if (user != nullptr) evolve(*user, fact, *event);
  return {};
}

// --- answers ---

Result<Seen<UserDetail>> Users::detail(UserId id) const {
  const auto reading = store_.reading();
  TRY(auto user, users_.require(key_of(id), "user " + to_text(id)));
  return Seen<UserDetail>{store_.position(), std::move(user)};
}

Result<Page<UserDetail>> Users::list(const Paging& paging) const {
  const auto reading = store_.reading();
  return users_.list("mail/", paging, Direction::forward);
}

Result<> Users::write(Batch& batch) { return users_.write(batch); }
void Users::commit() { users_.commit(); }

}  // namespace kigen::projections
