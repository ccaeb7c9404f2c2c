#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

/// Stream of who came in, who was kept out, and who left.
inline constexpr std::string_view security_word = "security";
inline const StreamId security_stream{std::string(security_word)};

/// What is knocked at with a secret.
enum class Door : std::uint8_t {
  login,
  own_password,  ///< a signed-in user gives the present one to set another
  proof,         ///< a signed-in user gives it again before something grave
  claim,         ///< the bootstrap token
};
template <>
struct EnumWords<Door> {
  static constexpr std::array<std::string_view, 4> words{"login", "own-password", "proof", "claim"};
};

/// A wrong secret. The first at once; those that follow within a window are one event at its end.
struct LoginFailed {
  Door door = Door::login;
  std::string account =
      {};  ///< mail address of a user; empty when it is nobody's: what was typed is not kept
  std::string address = {};  ///< empty: of more addresses than are told apart
  std::uint32_t times = 1;
  std::optional<Instant> since = {};  ///< of the first of several
  static constexpr EventType type{.name = "security.login_failed"};
  static constexpr auto fields =
      field_list(field("door", &LoginFailed::door), field("account", &LoginFailed::account),
                 field("address", &LoginFailed::address), field("times", &LoginFailed::times),
                 field("since", &LoginFailed::since));
  friend bool operator==(const LoginFailed&, const LoginFailed&) = default;
};

/// Tries that were turned away unheard, after too many wrong ones. Told like LoginFailed.
struct KnockThrottled {
  Door door = Door::login;
  std::string account = {};
  std::string address = {};
  std::uint32_t times = 1;
  std::optional<Instant> since = {};
  static constexpr EventType type{.name = "security.throttled"};
  static constexpr auto fields =
      field_list(field("door", &KnockThrottled::door), field("account", &KnockThrottled::account),
                 field("address", &KnockThrottled::address), field("times", &KnockThrottled::times),
                 field("since", &KnockThrottled::since));
  friend bool operator==(const KnockThrottled&, const KnockThrottled&) = default;
};

/// Somebody asked for what is not theirs. Told like LoginFailed; the operation is that of the first.
struct RequestRefused {
  std::string operation = {};  ///< method and pattern of the route
  std::string code = {};       ///< error word
  std::string address = {};
  std::optional<UserId> user = {};    ///< none: a stranger
  std::optional<TokenId> token = {};  ///< none: a session
  std::uint32_t times = 1;
  std::optional<Instant> since = {};
  static constexpr EventType type{.name = "security.request_refused"};
  static constexpr auto fields =
      field_list(field("operation", &RequestRefused::operation), field("code", &RequestRefused::code),
                 field("address", &RequestRefused::address), field("user", &RequestRefused::user),
                 field("token", &RequestRefused::token), field("times", &RequestRefused::times),
                 field("since", &RequestRefused::since));
  friend bool operator==(const RequestRefused&, const RequestRefused&) = default;
};

enum class SessionEnd : std::uint8_t {
  logged_out,
  ended_elsewhere,  ///< from the list of one's sessions
  idle,
  too_old,
  password_changed,
  user_deleted,
  too_many,  ///< another one took its place
};
template <>
struct EnumWords<SessionEnd> {
  static constexpr std::array<std::string_view, 7> words{
      "logged-out", "ended-elsewhere", "idle", "too-old", "password-changed", "user-deleted", "too-many"};
};

/// A browser session is over.
struct SessionEnded {
  UserId user = {};
  std::string account = {};  ///< the user's mail address; empty when the user is gone
  std::string address = {};  ///< from which it was opened
  SessionEnd reason = SessionEnd::logged_out;
  static constexpr EventType type{.name = "security.session_ended"};
  static constexpr auto fields =
      field_list(field("user", &SessionEnded::user), field("account", &SessionEnded::account),
                 field("address", &SessionEnded::address), field("reason", &SessionEnded::reason));
  friend bool operator==(const SessionEnded&, const SessionEnded&) = default;
};

/// An API token let somebody in: once an hour for each token and address.
struct TokenUsed {
  UserId user = {};
  std::string account = {};  ///< the user's mail address
  TokenId token = {};
  std::string name = {};
  std::string address = {};
  static constexpr EventType type{.name = "security.token_used"};
  static constexpr auto fields =
      field_list(field("user", &TokenUsed::user), field("account", &TokenUsed::account),
                 field("token", &TokenUsed::token), field("name", &TokenUsed::name),
                 field("address", &TokenUsed::address));
  friend bool operator==(const TokenUsed&, const TokenUsed&) = default;
};

using SecurityEvent = std::variant<LoginFailed, KnockThrottled, RequestRefused, SessionEnded, TokenUsed>;

}  // namespace kigen::events
