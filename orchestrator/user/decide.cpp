#include <algorithm>
#include <utility>

#include "orchestrator/input.hpp"
#include "orchestrator/user/commands.hpp"
#include "orchestrator/user/errors.hpp"
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

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

}  // namespace

Result<Changes> decide(const World& world, const CreateUser& command) {
  TRY_DO(check_mail(command.mail, "mail"));
  TRY_DO(check_text(command.contact, max_note_characters, "contact"));
  if (world.user_with_mail(command.mail)) return fail(user_errc::mail_taken, command.mail, "mail");
  Changes changes;
  changes.add(command.stream(), 0, UserCreated{to_lower(command.mail), command.role, command.contact});
  if (command.password) changes.add(command.stream(), 0, PasswordSet{*command.password});
  return changes;
}

Result<Changes> decide(const World& world, const EditUser& command) {
  TRY(const auto* user, find(world, command.id));
  TRY_DO(check_text(command.contact, max_note_characters, "contact"));
  if (command.role != Role::admin && is_last_admin(world, *user))
    return fail(user_errc::last_admin, user->mail, "role");
  if (command.role == user->role && command.contact == user->contact) return Changes{};
  return change(*user, UserEdited{command.role, command.contact});
}

Result<Changes> decide(const World& world, const DeleteUser& command) {
  TRY(const auto* user, find(world, command.id));
  if (to_lower(command.by_mail) == user->mail) return fail(user_errc::oneself, user->mail);
  if (is_last_admin(world, *user)) return fail(user_errc::last_admin, user->mail);
  return change(*user, UserDeleted{});
}

Result<Changes> decide(const World& world, const SetPassword& command) {
  TRY(const auto* user, find(world, command.id));
  if (user->password == command.password) return Changes{};
  return change(*user, PasswordSet{command.password});
}

Result<Changes> decide(const World& world, const ClearPassword& command) {
  TRY(const auto* user, find(world, command.id));
  if (!user->password) return Changes{};
  return change(*user, PasswordCleared{});
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
  if (command.role == Role::admin && user->role != Role::admin)
    return fail(user_errc::role_exceeded, user->mail, "role");
  return change(
      *user, TokenCreated{command.token, command.token_name, command.role, command.sha256, command.expires});
}

Result<Changes> decide(const World& world, const RevokeToken& command) {
  TRY(const auto* user, find(world, command.id));
  if (!user->tokens.contains(command.token)) return fail(user_errc::unknown_token, to_text(command.token));
  return change(*user, TokenRevoked{command.token});
}

}  // namespace kigen::orchestrator
