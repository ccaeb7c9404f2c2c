#pragma once

#include <string>

#include "api/backend.hpp"
#include "api/server/route.hpp"
#include "api/session/first_admin.hpp"
#include "api/session/kept_sessions.hpp"
#include "api/session/throttle.hpp"

namespace kigen::api {

/// Cookies with this prefix come from HTTPS only, for this host only (RFC 6265bis §4.1.3.2).
inline constexpr std::string_view session_cookie = "__Host-kigen";

/// Who may come in. The API's loop only.
class Gate {
 public:
  explicit Gate(Backend& backend)
      : sessions(backend), throttle(backend.clock), bootstrap(backend.bootstrap), backend_(backend) {}

  /// Who makes the request, if that is enough for `need`; refuses what a foreign page made a browser send.
  Task<Result<Caller>> admit(const ServerRequest& request, Need need);
  /// Whether the caller would still come in, as who they were.
  Task<bool> still_in(const Caller& caller);
  /// The installation is claimed: the token that could is worth nothing, and goes.
  Task<void> forget_bootstrap();

  KeptSessions sessions;
  LoginThrottle throttle;
  BootstrapToken bootstrap;

 private:
  Task<Result<Caller>> identify(const ServerRequest& request);
  Task<Result<Caller>> by_token(std::string token);
  Task<Result<Caller>> by_cookie(std::string cookie);

  Backend& backend_;
};

/// Set-Cookie for a session that begins.
std::string opening_cookie(const std::string& cookie);
/// Set-Cookie that makes the browser forget it.
std::string closing_cookie();

}  // namespace kigen::api
