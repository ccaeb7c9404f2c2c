#include <algorithm>
#include <utility>

#include "events/state/user_scope.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/user/commands.hpp"
#include "orchestrator/user/errors.hpp"
#include "orchestrator/user/groups.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

Result<const User*> find(const World& world, UserId id) {
  const auto* user = world.user(id);
  if (!user) return fail(user_errc::unknown_user, to_text(id));
  return user;
}

template <Event E>
Changes change(const User& user, const E& event) {
  return std::move(Changes{}.add(stream_of(user.id), user.version, event));
}

bool is_last_admin(const World& world, const User& user) {
  return user.role == Role::admin && world.admin_count() == 1;
}

bool is_admin_with_password(const User& user) { return user.role == Role::admin && user.password; }

/// Nobody could log in who may set another's password.
bool is_last_with_password(const World& world, const User& user) {
  return is_admin_with_password(user) && std::ranges::none_of(world.users(), [&](const auto& other) {
           return other.first != user.id && is_admin_with_password(other.second);
         });
}

Result<> check_admin_stays(const World& world, const User& user, std::string field = {}) {
  if (is_last_admin(world, user)) return fail(user_errc::last_admin, user.mail, std::move(field));
  if (is_last_with_password(world, user)) return fail(user_errc::last_password, user.mail, std::move(field));
  return check_groups_keep_admin(world, user, {}, std::move(field));
}

/// What was trusted to the user as they were is asked for anew.
Changes and_end_tokens(Changes changes, const User& user) {
  if (user.tokens.empty()) return changes;
  return std::move(changes.add(stream_of(user.id), user.version, TokensRevoked{}));
}

/// The token that asks, which may have been revoked since it was let in; null: the user in person.
Result<const ApiToken*> asking_token(const User& user, const CreateToken& command) {
  if (!command.by_token) return nullptr;
  const auto asking = user.tokens.find(*command.by_token);
  if (asking == user.tokens.end() || asking->second.expires <= command.now)
    return fail(user_errc::unknown_token, to_text(*command.by_token));
  return &asking->second;
}

/// What a token may not do it cannot let another one do.
Result<> check_token_role(const User& user, const ApiToken* asking, Role role) {
  const auto most = asking == nullptr ? user.role : lesser(user.role, asking->role);
  if (rank_of(role) > rank_of(most)) return fail(user_errc::role_exceeded, user.mail, "role");
  return {};
}

/// The last moment that a token made now may live to.
Instant latest_end(const ApiToken* asking, Instant now) {
  const Instant latest = now + longest_token_life;
  return asking == nullptr ? latest : std::min(latest, asking->expires);
}

/// In order, each once. What a token may not see it cannot give away.
Result<std::optional<std::vector<UserGroupId>>> token_groups(const User& user, const ApiToken* asking,
                                                             const CreateToken& command) {
  if (!command.groups) return asking == nullptr ? std::nullopt : asking->groups;
  const auto scope = asking == nullptr ? scope_of(user) : scope_of(user, *asking);
  for (std::size_t i = 0; i < command.groups->size(); ++i)
    if (const auto group = (*command.groups)[i]; !scope.holds(group))
      return fail(user_errc::groups_exceeded, to_text(group), "groups." + std::to_string(i));
  return std::optional(each_once(*command.groups));
}

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Result<Changes> decide(const World& world, const CreateUser& command) {
  TRY_DO(check_mail(command.mail, "mail"));
  TRY_DO(check_text(command.contact, max_note_characters, "contact"));
  if (world.user_with_mail(command.mail)) return fail(user_errc::mail_taken, command.mail, "mail");
  auto groups = User{}.groups;
  if (command.groups) {
    TRY(groups, accepted_groups(world, *command.groups));
  }
  Changes changes;
  changes.add(command.stream(), 0, UserCreated{to_lower(command.mail), command.role, command.contact});
  if (groups != User{}.groups) changes.add(command.stream(), 0, UserGroupsChanged{groups});
  if (command.password) changes.add(command.stream(), 0, PasswordSet{*command.password});
  return changes;
}

Result<Changes> decide(const World& world, const EditUser& command) {
  TRY(const auto* user, find(world, command.id));
  TRY_DO(check_text(command.contact, max_note_characters, "contact"));
  if (command.role != Role::admin) TRY_DO(check_admin_stays(world, *user, "role"));
  if (command.role == user->role && command.contact == user->contact) return Changes{};
  auto edited = change(*user, UserEdited{command.role, command.contact});
  return command.role == user->role ? edited : and_end_tokens(std::move(edited), *user);
}

Result<Changes> decide(const World& world, const DeleteUser& command) {
  TRY(const auto* user, find(world, command.id));
  if (to_lower(command.by_mail) == user->mail) return fail(user_errc::oneself, user->mail);
  TRY_DO(check_admin_stays(world, *user));
  return change(*user, UserDeleted{});
}

Result<Changes> decide(const World& world, const SetUserGroups& command) {
  TRY(const auto* user, find(world, command.id));
  TRY(auto groups, accepted_groups(world, command.groups));
  if (groups == user->groups) return Changes{};
  TRY_DO(check_groups_keep_admin(world, *user, groups, "groups"));
  return change(*user, UserGroupsChanged{std::move(groups)});
}

Result<Changes> decide(const World& world, const SetPassword& command) {
  TRY(const auto* user, find(world, command.id));
  if (user->password == command.password) return Changes{};
  auto set = change(*user, PasswordSet{command.password});
  return command.by == user->id ? set : and_end_tokens(std::move(set), *user);
}

Result<Changes> decide(const World& world, const ClearPassword& command) {
  TRY(const auto* user, find(world, command.id));
  if (command.by == user->id) return fail(user_errc::own_password, user->mail);
  if (!user->password) return Changes{};
  if (is_last_with_password(world, *user)) return fail(user_errc::last_password, user->mail);
  return and_end_tokens(change(*user, PasswordCleared{}), *user);
}

Result<Changes> decide(const World& world, const RecordLogin& command) {
  TRY(const auto* user, find(world, command.id));
  return change(*user, LoggedIn{command.address});
}

Result<Changes> decide(const World& world, const CreateToken& command) {
  TRY(const auto* user, find(world, command.id));
  if (user->tokens.contains(command.token)) return Changes{};
  TRY_DO(check_name(command.token_name, "name"));
  if (!is_sha256(command.sha256)) return fail(user_errc::malformed_token, {}, "sha256");
  TRY(const auto* asking, asking_token(*user, command));
  TRY_DO(check_token_role(*user, asking, command.role));
  TRY(const auto groups, token_groups(*user, asking, command));
  const auto latest = latest_end(asking, command.now);
  if (command.expires && *command.expires > latest)
    return fail(user_errc::token_too_long, to_text(latest), "expires");
  if (user->tokens.size() >= max_tokens) return fail(user_errc::too_many_tokens, user->mail);
  const auto expires = command.expires.value_or(std::min<Instant>(command.now + usual_token_life, latest));
  return change(
      *user, TokenCreated{command.token, command.token_name, command.role, command.sha256, expires, groups});
}

Result<Changes> decide(const World& world, const RevokeToken& command) {
  TRY(const auto* user, find(world, command.id));
  if (!user->tokens.contains(command.token)) return fail(user_errc::unknown_token, to_text(command.token));
  return change(*user, TokenRevoked{command.token});
}

}  // namespace kigen::orchestrator
