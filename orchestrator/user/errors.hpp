#pragma once

#include <system_error>

namespace kigen::orchestrator {

enum class user_errc {
  unknown_user = 1,
  mail_taken,
  last_admin,  ///< nobody would be left who may change anything
  oneself,     ///< a logged-in admin cannot delete themself
  unknown_token,
  role_exceeded,  ///< a token may not do more than its user
  malformed_token,
  not_claimable,        ///< claimed before, or no such admin
  own_password,         ///< one cannot take it away from oneself, nor change it without the current one
  last_password,        ///< no admin would be left who can log in
  token_too_long,       ///< it would outlive longest_token_life, or the token that asks for it
  too_many_tokens,      ///< of one user
  last_admin_of_group,  ///< nobody would be left who may change the group's services
  groups_exceeded,      ///< a token is in no group that its user, or the token that asks for it, is not in
};
std::error_code make_error_code(user_errc code);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::user_errc> : std::true_type {};
