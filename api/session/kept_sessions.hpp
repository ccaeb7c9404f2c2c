#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/backend.hpp"
#include "api/session/session_file.hpp"
#include "api/session/sessions.hpp"

namespace kigen::api {

/// How old the file may say that a session's last use is: a crash makes it seem idle for so much longer.
inline constexpr auto session_use_kept_every = std::chrono::minutes(5);

/// The sessions, kept in a file so that they outlive the process: what begins or ends one returns once that
/// is durable. A file that cannot be read or written is a trouble, and never in the way of a request: the
/// sessions then end with the process. The API's loop only.
class KeptSessions {
 public:
  explicit KeptSessions(Backend& backend);

  /// Those of the runs before. Call before serving.
  Task<void> recall();

  Task<std::string> open(UserId user, SecretRef password);
  /// Writes nothing: see keep_uses.
  Result<Session> use(std::string_view cookie);
  Task<void> close(std::string cookie);
  Task<void> close_all(UserId user);
  /// The user of this session is about to set this password.
  void expect_password(std::string_view cookie, SecretRef password) { book_.expect(cookie, password); }
  /// They have: the session stays, the user's other ones end.
  Task<void> password_set(UserId user, std::string cookie, SecretRef password);

  /// Writes what is due: uses, from time to time, and what could not be written before. Call often.
  Task<void> keep_uses();
  /// Writes all uses. Call before the process ends.
  Task<void> keep_all();
  std::size_t size() const { return book_.size(); }

 private:
  Task<void> keep();

  Backend& backend_;
  Sessions book_;
  std::unique_ptr<SessionFile> file_;  // null: they are not kept
  std::uint64_t revision_ = 0;
  Instant kept_at_ = {};     // when the file was last begun to be written
  bool used_since_ = false;  // whether a session was used since then
  bool failed_ = false;
};

}  // namespace kigen::api
