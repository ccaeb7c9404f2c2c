#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "events/user_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

inline constexpr auto usual_token_life = std::chrono::days(90);
/// Of one user.
inline constexpr std::size_t max_tokens = 100;

struct CreateUser {
  static constexpr std::string_view name = "user.create";
  static constexpr bool creates = true;
  UserId id = {};
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::string contact = {};
  std::optional<SecretRef> password = {};               ///< hash in the vault; none = set at next login
  std::optional<std::vector<UserGroupId>> groups = {};  ///< none: the first one
  StreamId stream() const { return stream_of(id); }
};
/// Another role ends all tokens. Refused where no admin, or none with a password, would be left, or none in a
/// group that owns services.
struct EditUser {
  static constexpr std::string_view name = "user.edit";
  UserId id = {};
  events::Role role = events::Role::viewer;
  std::string contact = {};
  StreamId stream() const { return stream_of(id); }
};
/// Refused for oneself, and where no admin, or none with a password, would be left, or none in a group that
/// owns services.
struct DeleteUser {
  static constexpr std::string_view name = "user.delete";
  UserId id = {};
  std::string by_mail = {};  ///< who asks
  StreamId stream() const { return stream_of(id); }
};
/// All that the user is in from now on, in any order. Refused where a group that owns services would be left
/// without an admin.
struct SetUserGroups {
  static constexpr std::string_view name = "user.set_groups";
  UserId id = {};
  std::vector<UserGroupId> groups = {};
  StreamId stream() const { return stream_of(id); }
};
/// Ends all tokens, unless it is one's own doing.
struct SetPassword {
  static constexpr std::string_view name = "user.set_password";
  UserId id = {};
  SecretRef password = {};
  UserId by = {};  ///< who asks
  StreamId stream() const { return stream_of(id); }
};
/// Ends all tokens. Refused for oneself, and for the last admin who has one.
struct ClearPassword {
  static constexpr std::string_view name = "user.clear_password";
  UserId id = {};
  UserId by = {};  ///< who asks
  StreamId stream() const { return stream_of(id); }
};
struct RecordLogin {
  static constexpr std::string_view name = "user.record_login";
  UserId id = {};
  std::string address = {};
  StreamId stream() const { return stream_of(id); }
};
/// It lives for usual_token_life unless told otherwise, at most for longest_token_life, and not longer than
/// the token that asks for it.
struct CreateToken {
  static constexpr std::string_view name = "user.create_token";
  UserId id = {};
  TokenId token = {};
  std::string token_name = {};
  events::Role role = events::Role::viewer;  ///< not more than the user's own
  std::string sha256 = {};
  std::optional<Instant> expires = {};
  Instant now = {};
  std::optional<TokenId> by_token = {};  ///< the token that asks, if it is not the user in person
  /// Of those that are in the scope of who asks; none: all of those.
  std::optional<std::vector<UserGroupId>> groups = {};
  StreamId stream() const { return stream_of(id); }
};
struct RevokeToken {
  static constexpr std::string_view name = "user.revoke_token";
  UserId id = {};
  TokenId token = {};
  StreamId stream() const { return stream_of(id); }
};

Result<Changes> decide(const World& world, const CreateUser& command);
Result<Changes> decide(const World& world, const EditUser& command);
Result<Changes> decide(const World& world, const DeleteUser& command);
Result<Changes> decide(const World& world, const SetUserGroups& command);
Result<Changes> decide(const World& world, const SetPassword& command);
Result<Changes> decide(const World& world, const ClearPassword& command);
Result<Changes> decide(const World& world, const RecordLogin& command);
Result<Changes> decide(const World& world, const CreateToken& command);
Result<Changes> decide(const World& world, const RevokeToken& command);

}  // namespace kigen::orchestrator
