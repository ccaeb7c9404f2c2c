#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/server/answer.hpp"
#include "api/session/gate.hpp"

namespace kigen::api {

/// A user group by its name; as in openapi.json.
struct NamedGroup {
  UserGroupId id = {};
  std::string name = {};
  static constexpr auto fields =
      events::field_list(events::field("id", &NamedGroup::id), events::field("name", &NamedGroup::name));
};

/// Who one is; as in openapi.json.
struct SessionAnswer {
  UserId user = {};
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::vector<NamedGroup> groups = {};  ///< whose services one sees; auditors see those of all
  std::optional<std::string> csrf_token = {};
  std::optional<Instant> expires = {};

  static constexpr auto fields = events::field_list(
      events::field("user", &SessionAnswer::user), events::field("mail", &SessionAnswer::mail),
      events::field("role", &SessionAnswer::role), events::field("groups", &SessionAnswer::groups),
      events::field("csrfToken", &SessionAnswer::csrf_token),
      events::field("expires", &SessionAnswer::expires));
};

/// A browser session as its user sees it; as in openapi.json.
struct SessionRow {
  SessionId id = {};
  Instant opened = {};
  Instant last_used = {};
  Instant expires = {};
  std::string address = {};
  std::string browser = {};
  bool current = false;  ///< it is the one that asks

  static constexpr auto fields = events::field_list(
      events::field("id", &SessionRow::id), events::field("opened", &SessionRow::opened),
      events::field("lastUsed", &SessionRow::last_used), events::field("expires", &SessionRow::expires),
      events::field("address", &SessionRow::address), events::field("browser", &SessionRow::browser),
      events::field("current", &SessionRow::current));
};
struct SessionList {
  std::vector<SessionRow> items = {};
  static constexpr auto fields = events::field_list(events::field("items", &SessionList::items));
};

/// Who the user is, as the scope lets them be; nobody when there is no such user.
SessionAnswer session_of(const orchestrator::World& world, UserId user, const events::Scope& scope);

/// Begins a session for someone who proved to be `user` by this password of theirs: records the login and
/// answers with the cookies.
Task<Result<ServerResponse>> open_session(Backend& backend, Gate& gate, const Call& call, UserId user,
                                          std::string mail, SecretRef password);

}  // namespace kigen::api
