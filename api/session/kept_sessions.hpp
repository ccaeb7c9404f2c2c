#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/backend.hpp"
#include "api/session/door_book.hpp"
#include "api/session/session_file.hpp"
#include "api/session/sessions.hpp"

namespace kigen::api {

/// How old the file may say that a session's last use is: a crash makes it seem idle for so much longer.
inline constexpr auto session_use_kept_every = std::chrono::minutes(5);

/// What a browser gets when somebody logs in with it.
struct Opened {
  std::string cookie;  ///< the session's
  std::string device;  ///< names the browser at the next login
};

/// The sessions and the browsers they were opened in, kept in a file so that they outlive the process: what
/// begins or ends one returns once that is durable. Each end is taken down. A file that cannot be read or
/// written is a trouble, and never in the way of a request: the sessions then end with the process. The API's
/// loop only.
class KeptSessions {
 public:
  KeptSessions(Backend& backend, DoorBook& book);

  /// Those of the runs before. Call before serving.
  Task<void> recall();

  /// `device`: the cookie that the browser has from an earlier login.
  Task<Opened> open(UserId user, SecretRef password, Visitor visitor, std::optional<std::string> device);
  /// Writes nothing: see keep_uses.
  Result<Session> use(std::string_view cookie);
  /// The session of a cookie; that is no use of it.
  Result<Session> look(std::string_view cookie) { return book_.look(cookie); }
  /// The user ends it; or it is found to be of another password.
  Task<void> close(std::string cookie, events::Actor by,
                   events::SessionEnd why = events::SessionEnd::logged_out);
  /// One of the user's own; false when there is none of that name.
  Task<bool> close(UserId user, SessionId id, events::Actor by);
  /// Those of a user whose password is another one, or who is gone; their browsers are strangers then.
  Task<void> close_all(UserId user, events::SessionEnd why = events::SessionEnd::password_changed);
  /// The user of this session is about to set this password.
  void expect_password(std::string_view cookie, SecretRef password) { book_.expect(cookie, password); }
  /// They have: the session stays, the user's other ones end.
  Task<void> password_set(UserId user, std::string cookie, std::optional<std::string> device,
                          SecretRef password);
  /// The session's user gave the password again.
  Task<void> prove(std::string cookie);
  bool is_proved(std::string_view cookie) const { return book_.is_proved(cookie); }
  std::vector<std::pair<SessionId, Session>> of_user(UserId user) const { return book_.of_user(user); }
  /// The digest of a browser's cookie, when `user` logged in there before by the present password.
  std::optional<std::string> known_device(const std::optional<std::string>& device, UserId user,
                                          const std::optional<SecretRef>& password) const {
    return devices_.known(device, user, password);
  }

  /// Ends what is over, and writes what is due: uses, from time to time, and what could not be written
  /// before. Call often.
  Task<void> keep_uses();
  /// Writes all uses. Call before the process ends.
  Task<void> keep_all();
  std::size_t size() const { return book_.size(); }

 private:
  Task<void> keep();
  /// Takes down what ended, and keeps what is left; whether there was anything.
  Task<bool> settle(events::Actor by = {});

  Backend& backend_;
  DoorBook& doors_;
  Sessions book_;
  Devices devices_;
  std::unique_ptr<SessionFile> file_;  // null: they are not kept
  std::uint64_t revision_ = 0;
  Instant kept_at_ = {};     // when the file was last begun to be written
  bool used_since_ = false;  // whether a session was used since then
  bool failed_ = false;
};

}  // namespace kigen::api
