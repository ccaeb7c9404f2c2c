#pragma once

#include <optional>
#include <string>

#include "events/user_events.hpp"
#include "orchestrator/changes.hpp"

namespace kigen::orchestrator {

class World;

struct CreateUser {
  static constexpr std::string_view name = "user.create";
  static constexpr bool creates = true;
  UserId id = {};
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::string contact = {};
  std::optional<SecretRef> password = {};  ///< hash in the vault; none = set at next login
  StreamId stream() const { return stream_of(id); }
};
struct EditUser {
  static constexpr std::string_view name = "user.edit";
  UserId id = {};
  events::Role role = events::Role::viewer;
  std::string contact = {};
  StreamId stream() const { return stream_of(id); }
};
/// Refused for oneself and for the last admin.
struct DeleteUser {
  static constexpr std::string_view name = "user.delete";
  UserId id = {};
  std::string by_mail = {};  ///< who asks
  StreamId stream() const { return stream_of(id); }
};
struct SetPassword {
  static constexpr std::string_view name = "user.set_password";
  UserId id = {};
  SecretRef password = {};
  StreamId stream() const { return stream_of(id); }
};
struct ClearPassword {
  static constexpr std::string_view name = "user.clear_password";
  UserId id = {};
  StreamId stream() const { return stream_of(id); }
};
struct RecordLogin {
  static constexpr std::string_view name = "user.record_login";
  UserId id = {};
  std::string address = {};
  StreamId stream() const { return stream_of(id); }
};
struct CreateToken {
  static constexpr std::string_view name = "user.create_token";
  UserId id = {};
  TokenId token = {};
  std::string token_name = {};
  events::Role role = events::Role::viewer;  ///< not more than the user's own
  std::string sha256 = {};
  std::optional<Instant> expires = {};
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
Result<Changes> decide(const World& world, const SetPassword& command);
Result<Changes> decide(const World& world, const ClearPassword& command);
Result<Changes> decide(const World& world, const RecordLogin& command);
Result<Changes> decide(const World& world, const CreateToken& command);
Result<Changes> decide(const World& world, const RevokeToken& command);

}  // namespace kigen::orchestrator
