#pragma once

#include <optional>
#include <string>

#include "api/server/answer.hpp"
#include "api/session/gate.hpp"

namespace kigen::api {

/// Who one is; as in openapi.json.
struct SessionAnswer {
  UserId user = {};
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::optional<std::string> csrf_token = {};
  std::optional<Instant> expires = {};

  static constexpr auto fields = events::field_list(
      events::field("user", &SessionAnswer::user), events::field("mail", &SessionAnswer::mail),
      events::field("role", &SessionAnswer::role), events::field("csrfToken", &SessionAnswer::csrf_token),
      events::field("expires", &SessionAnswer::expires));
};

/// Begins a session for someone who proved to be `user` by this password of theirs: records the login and
/// answers with the cookie.
Task<Result<ServerResponse>> open_session(Backend& backend, Gate& gate, const Call& call, UserId user,
                                          std::string mail, events::Role role, SecretRef password);

}  // namespace kigen::api
