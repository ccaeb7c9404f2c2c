#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::api {

inline constexpr auto session_idle = std::chrono::minutes(30);
inline constexpr auto session_life = std::chrono::hours(12);
/// Of one user; one more ends the one that was used least recently.
inline constexpr std::size_t max_sessions_per_user = 20;

struct Session {
  UserId user = {};
  Instant opened = {};
  Instant last_used = {};

  Instant ends() const { return opened + session_life; }
};

/// Who is logged in with a browser. Kept in memory only, by the SHA-256 of the cookie, so that a copy of the
/// memory opens nothing; a restart logs all out. The API's loop only.
class Sessions {
 public:
  Sessions(orchestrator::Clock& clock, orchestrator::Random& random) : clock_(clock), random_(random) {}

  /// Returns the cookie's value: 256 random bits.
  std::string open(UserId user);
  /// The session of a cookie, which counts as used now. Fails with session_expired.
  Result<Session> use(std::string_view cookie);
  void close(std::string_view cookie);
  /// All of a user's sessions but the one of `kept`.
  void close_all(UserId user, std::string_view kept = {});
  std::size_t size() const { return sessions_.size(); }

 private:
  bool is_over(const Session& session) const;
  void make_room(UserId user);

  orchestrator::Clock& clock_;
  orchestrator::Random& random_;
  std::unordered_map<std::string, Session> sessions_;  // by SHA-256 of the cookie
};

/// What a page must send as X-CSRF-Token along with the cookie: computed from it, so that only who got it
/// from us in an answer knows it.
std::string csrf_token(std::string_view cookie);

}  // namespace kigen::api
