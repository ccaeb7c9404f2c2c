#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/security_events.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"

namespace kigen::api {

inline constexpr auto session_idle = std::chrono::minutes(30);
inline constexpr auto session_life = std::chrono::hours(12);
/// How long ago the password may have been given for what is grave.
inline constexpr auto proof_life = std::chrono::minutes(10);
/// Of one user, and of all; one more ends the one that was used least recently.
inline constexpr std::size_t max_sessions_per_user = 20;
inline constexpr std::size_t max_sessions = 1'000;

/// Names a session to the user whose it is; the half of its digest.
using SessionId = Id<struct BrowserSessionTag>;

/// With what a session is opened.
struct Visitor {
  std::string address = {};
  std::string browser = {};  ///< "Firefox 133, Linux"
};

struct Session {
  UserId user = {};
  SecretRef password = {};  ///< the user's when the session was opened: with another one it is over
  Instant opened = {};
  Instant last_used = {};
  Visitor visitor = {};
  Instant proved = {};                   ///< when the password was given last
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
  std::string address = {};
  std::string browser = {};
  Instant proved = {};

  static constexpr auto fields = events::field_list(
      events::field("sha256", &KeptSession::sha256), events::field("user", &KeptSession::user),
      events::field("password", &KeptSession::password), events::field("opened", &KeptSession::opened),
      events::field("lastUsed", &KeptSession::last_used),
      events::field("address", &KeptSession::address).added_in(2),
      events::field("browser", &KeptSession::browser).added_in(2),
      events::field("proved", &KeptSession::proved).added_in(2));
  friend bool operator==(const KeptSession&, const KeptSession&) = default;
};

/// A session that is over, and why.
struct EndedSession {
  UserId user = {};
  std::string address = {};
  events::SessionEnd reason = events::SessionEnd::logged_out;
};

/// Who is logged in with a browser. Known by the SHA-256 of the cookie, so that a copy of the memory or of
/// the disk opens nothing. Whoever changes them keeps them too: KeptSessions. The API's loop only.
class Sessions {
 public:
  Sessions(orchestrator::Clock& clock, orchestrator::Random& random) : clock_(clock), random_(random) {}

  /// Returns the cookie's value: 256 random bits.
  std::string open(UserId user, SecretRef password, Visitor visitor);
  /// The session of a cookie, which counts as used now. Fails with session_expired.
  Result<Session> use(std::string_view cookie);
  /// The same, and it does not count.
  Result<Session> look(std::string_view cookie);
  void close(std::string_view cookie, events::SessionEnd why);
  /// One of a user's sessions; false when there is none of that name.
  bool close(UserId user, SessionId id);
  /// All of a user's sessions but the one of `spared`.
  void close_all(UserId user, events::SessionEnd why, std::string_view spared = {});
  /// Those that are over.
  void close_old();
  /// What ended since this was asked last.
  std::vector<EndedSession> take_ended() { return std::exchange(ended_, {}); }
  /// The user of this session gave the password again.
  void prove(std::string_view cookie);
  /// Whether that is less than proof_life ago.
  bool is_proved(std::string_view cookie) const;
  /// A user's own, the last used first.
  std::vector<std::pair<SessionId, Session>> of_user(UserId user) const;
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

  Entries::iterator find(std::string_view cookie);
  void end(Entries::iterator session, events::SessionEnd why);
  void end_if(auto wanted, events::SessionEnd why);
  bool is_over(const Session& session) const;
  events::SessionEnd reason_of(const Session& session) const;
  void make_room(UserId user);
  void end_least_recent(std::optional<UserId> of = {});

  orchestrator::Clock& clock_;
  orchestrator::Random& random_;
  Entries sessions_;
  std::vector<EndedSession> ended_;
};

SessionId id_of_session(std::string_view cookie);

/// What a page must send as X-CSRF-Token along with the cookie: computed from it, so that only who got it
/// from us in an answer knows it.
std::string csrf_token(std::string_view cookie);

}  // namespace kigen::api
