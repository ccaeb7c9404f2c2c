#include "orchestrator/user/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(user_errc code) {
  static const TableCategory table(
      "user",
      {
          {int(user_errc::unknown_user), "unknown_user", "there is no such user", 6, Failure::permanent,
           Answer::not_found},
          {int(user_errc::mail_taken), "mail_taken", "another user has this mail address; edit that one", 6,
           Failure::permanent, Answer::conflict},
          {int(user_errc::last_admin), "last_admin", "this is the last admin; make another user admin first",
           6, Failure::permanent, Answer::conflict},
          {int(user_errc::oneself), "oneself", "you cannot delete yourself; let another admin do it", 6,
           Failure::permanent, Answer::conflict},
          {int(user_errc::unknown_token), "unknown_token", "there is no such token, or it was revoked", 6,
           Failure::permanent, Answer::not_found},
          {int(user_errc::role_exceeded), "role_exceeded",
           "a token cannot be allowed more than its user, or the token that makes it; choose a lesser role",
           6},
          {int(user_errc::malformed_token), "malformed_token",
           "give the SHA-256 of the token as 64 hex digits", 6},
          {int(user_errc::not_claimable), "not_claimable",
           "this installation was claimed before; log in, or on the stopped server: kigen recover", 3520,
           Failure::permanent, Answer::conflict},
          {int(user_errc::own_password), "own_password",
           "your own password is changed under your account, with the current one", 6, Failure::permanent,
           Answer::conflict},
          {int(user_errc::last_password), "last_password",
           "this is the last admin with a password; give another admin one first", 6, Failure::permanent,
           Answer::conflict},
          {int(user_errc::token_too_long), "token_too_long",
           "a token lives 366 days at most, and not longer than the token that makes it", 6},
          {int(user_errc::too_many_tokens), "too_many_tokens",
           "a user has 100 tokens at most; revoke one first", 6, Failure::permanent, Answer::conflict},
          {int(user_errc::last_admin_of_group), "last_admin_of_group",
           "this is the last admin of a group that owns services; put another admin into it first", 6,
           Failure::permanent, Answer::conflict},
          {int(user_errc::groups_exceeded), "groups_exceeded",
           "a token cannot be in a group that its user is not in; choose among theirs", 6},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator
