#pragma once

#include <string>

#include "api/backend.hpp"
#include "api/server/route.hpp"
#include "api/session/door_book.hpp"
#include "api/session/first_admin.hpp"
#include "api/session/hashing.hpp"
#include "api/session/kept_sessions.hpp"
#include "api/session/throttle.hpp"

namespace kigen::api {

/// Cookies with this prefix come from HTTPS only, for this host only (RFC 6265bis §4.1.3.2).
inline constexpr std::string_view session_cookie = "__Host-kigen";
inline constexpr std::string_view device_cookie = "__Host-kigen-device";
/// On what a page asks by itself, without anybody at it.
inline constexpr std::string_view unattended_header = "X-Kigen-Unattended";

/// Who may come in. The API's loop only.
class Gate {
 public:
  explicit Gate(Backend& backend)
      : book(backend),
        sessions(backend, book),
        throttle(backend.clock),
        bootstrap(backend.bootstrap),
        backend_(backend) {}

  /// Whether who makes the request may use the route; refuses what a foreign page made a browser send.
  /// `caller` is who it is as far as was proved, also when that is not enough.
  Task<Result<>> admit(const ServerRequest& request, const Route& route, Caller& caller);
  /// Whether the caller would still come in, and as the same.
  Task<bool> still_in(const Caller& caller);
  /// The installation is claimed: the token that could is worth nothing, and goes.
  Task<void> forget_bootstrap();

  DoorBook book;
  KeptSessions sessions;
  Throttle throttle;
  Hashing hashing;
  BootstrapToken bootstrap;

 private:
  Task<Result<Caller>> identify(const ServerRequest& request, Attendance attendance);
  Task<Result<Caller>> by_token(std::string token, const std::string& address);
  Task<Result<Caller>> by_cookie(std::string cookie, Attendance attendance);

  Backend& backend_;
};

/// Set-Cookie for a session that begins.
std::string opening_cookie(const std::string& cookie);
/// Set-Cookie by which the browser is known at the next login.
std::string naming_cookie(const std::string& device);
/// Set-Cookie that makes the browser forget it.
std::string closing_cookie();

}  // namespace kigen::api
