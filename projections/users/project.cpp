#include <algorithm>

#include "events/core/overloaded.hpp"
#include "projections/users/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

std::vector<std::string> indexes_of(const UserDetail& user) { return {"mail/" + key_of(lower(user.mail))}; }

const TokenRow* find_token(const UserDetail& row, TokenId id) {
  const auto at = std::ranges::find(row.tokens, id, &TokenRow::id);
  return at != row.tokens.end() ? &*at : nullptr;
}

/// Those that the user has; ids are in order of creation (RFC 9562 §5.7).
std::vector<TokenRow> tokens_of(const User& user, const UserDetail& row) {
  std::vector<TokenRow> tokens;
  for (const auto& [id, token] : user.tokens) {
    const auto* const known = find_token(row, id);
    tokens.push_back(
        {id, token.name, token.role, token.expires, known ? known->created_at : Instant(), token.groups});
  }
  return tokens;
}

void date(UserDetail& row, const UserEvent& event, Instant at) {
  visit_some(
      event, [&](const LoggedIn&) { row.last_login = at; },
      [&](const TokenCreated& e) { std::ranges::find(row.tokens, e.token, &TokenRow::id)->created_at = at; });
}

}  // namespace

UserDetail seen_in(const Scope& groups, UserDetail user) {
  const auto hide = [&groups](std::vector<UserGroupId>& ids) {
    std::erase_if(ids, [&groups](UserGroupId id) { return !groups.holds(id); });
  };
  hide(user.groups);
  for (auto& token : user.tokens)
    if (token.groups) hide(*token.groups);
  return user;
}

void show(UserDetail& row, const User& user) {
  row.id = user.id;
  row.version = user.version;
  row.mail = user.mail;
  row.role = user.role;
  row.contact = user.contact;
  row.groups = user.groups;
  row.password_set = user.password.has_value();
  row.tokens = tokens_of(user, row);
}

Users::Users(Store& store) : View("user", 1), store_(store), users_(store, "user/row", indexes_of) {}

Result<> Users::fold(const Fact& fact) {
  const auto* const user = fact.state<User>();
  if (user == nullptr) return {};
  const auto key = key_of(user->id);
  if (user->deleted) return users_.erase(key);
  TRY(auto* const row, users_.at(key));
  show(*row, *user);
  date(*row, std::get<UserEvent>(fact.event), fact.time());
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

}  // namespace kigen::projections
