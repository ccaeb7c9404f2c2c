#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::api {

inline constexpr auto session_idle = std::chrono::minutes(30);
inline constexpr auto session_life = std::chrono::hours(12);
/// Of one user, and of all; one more ends the one that was used least recently.
inline constexpr std::size_t max_sessions_per_user = 20;
inline constexpr std::size_t max_sessions = 1'000;

struct Session {
  UserId user = {};
  SecretRef password = {};  ///< the user's when the session was opened: with another one it is over
  Instant opened = {};
  Instant last_used = {};
  std::optional<SecretRef> coming = {};  ///< a password that the session's user is just about to set

  Instant ends() const { return opened + session_life; }
  bool is_of(const std::optional<SecretRef>& set) const { return set && (*set == password || set == coming); }
};

/// A session as it is kept over a restart: docs/formats/sessions.md.
struct KeptSession {
  std::string sha256 = {};
  UserId user = {};
  SecretRef password = {};
  Instant opened = {};
  Instant last_used = {};

  static constexpr auto fields = events::field_list(
      events::field("sha256", &KeptSession::sha256), events::field("user", &KeptSession::user),
      events::field("password", &KeptSession::password), events::field("opened", &KeptSession::opened),
      events::field("lastUsed", &KeptSession::last_used));
  friend bool operator==(const KeptSession&, const KeptSession&) = default;
};

/// Who is logged in with a browser. Known by the SHA-256 of the cookie, so that a copy of the memory or of
/// the disk opens nothing. Whoever changes them keeps them too: KeptSessions. The API's loop only.
class Sessions {
 public:
  Sessions(orchestrator::Clock& clock, orchestrator::Random& random) : clock_(clock), random_(random) {}

  /// Returns the cookie's value: 256 random bits.
  std::string open(UserId user, SecretRef password);
  /// The session of a cookie, which counts as used now. Fails with session_expired.
  Result<Session> use(std::string_view cookie);
  /// Whether there was one.
  bool close(std::string_view cookie);
  /// All of a user's sessions but the one of `spared`.
  void close_all(UserId user, std::string_view spared = {});
  /// The user of this session is about to set this password: it stays theirs under both.
  void expect(std::string_view cookie, SecretRef password);
  /// The user of this session has set it.
  void rebind(std::string_view cookie, SecretRef password);

  /// Those that are not over, in no order.
  std::vector<KeptSession> all() const;
  /// What all() said in an earlier run; the time since then counts as idle.
  void recall(const std::vector<KeptSession>& kept);
  std::size_t size() const { return sessions_.size(); }

 private:
  using Entries = std::unordered_map<std::string, Session>;  // by SHA-256 of the cookie

  bool is_over(const Session& session) const;
  void make_room(UserId user);
  void end_least_recent(std::optional<UserId> of = {});

  orchestrator::Clock& clock_;
  orchestrator::Random& random_;
  Entries sessions_;
};

/// What a page must send as X-CSRF-Token along with the cookie: computed from it, so that only who got it
/// from us in an answer knows it.
std::string csrf_token(std::string_view cookie);

}  // namespace kigen::api
