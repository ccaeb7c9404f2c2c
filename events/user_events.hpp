#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

/// Admins may do everything. Auditors read everything, the event log included, and change nothing. Viewers
/// read all but what concerns other people.
enum class Role : std::uint8_t { admin, viewer, auditor };
template <>
struct EnumWords<Role> {
  static constexpr std::array<std::string_view, 3> words{"admin", "viewer", "auditor"};
};
/// How much a role may do; more is more.
constexpr int rank_of(Role role) { return role == Role::admin ? 2 : role == Role::auditor ? 1 : 0; }
constexpr Role lesser(Role a, Role b) { return rank_of(a) < rank_of(b) ? a : b; }

/// R2: the mail address is fixed after creation.
struct UserCreated {
  std::string mail = {};
  Role role = Role::viewer;
  std::string contact = {};
  static constexpr EventType type{.name = "user.created"};
  static constexpr auto fields =
      field_list(field("mail", &UserCreated::mail), field("role", &UserCreated::role),
                 field("contact", &UserCreated::contact));
  friend bool operator==(const UserCreated&, const UserCreated&) = default;
};

struct UserEdited {
  Role role = Role::viewer;
  std::string contact = {};
  static constexpr EventType type{.name = "user.edited"};
  static constexpr auto fields =
      field_list(field("role", &UserEdited::role), field("contact", &UserEdited::contact));
  friend bool operator==(const UserEdited&, const UserEdited&) = default;
};

struct UserDeleted {
  static constexpr EventType type{.name = "user.deleted"};
  static constexpr auto fields = field_list();
  friend bool operator==(const UserDeleted&, const UserDeleted&) = default;
};

/// The Argon2id hash is in the vault under `password`.
struct PasswordSet {
  SecretRef password = {};
  static constexpr EventType type{.name = "user.password_set"};
  static constexpr auto fields = field_list(field("password", &PasswordSet::password));
  friend bool operator==(const PasswordSet&, const PasswordSet&) = default;
};

/// Nobody can log in as this user until an admin sets a password.
struct PasswordCleared {
  static constexpr EventType type{.name = "user.password_cleared"};
  static constexpr auto fields = field_list();
  friend bool operator==(const PasswordCleared&, const PasswordCleared&) = default;
};

struct LoggedIn {
  std::string address = {};
  static constexpr EventType type{.name = "user.logged_in"};
  static constexpr auto fields = field_list(field("address", &LoggedIn::address));
  friend bool operator==(const LoggedIn&, const LoggedIn&) = default;
};

/// Throttling began. No longer appended: security.throttled has taken its place.
struct LoginThrottled {
  std::string address = {};
  std::uint32_t failures = 0;
  static constexpr EventType type{.name = "user.login_throttled"};
  static constexpr auto fields =
      field_list(field("address", &LoginThrottled::address), field("failures", &LoginThrottled::failures));
  friend bool operator==(const LoginThrottled&, const LoginThrottled&) = default;
};

/// An API token ends no later than this after it was made.
inline constexpr auto longest_token_life = std::chrono::days(366);

/// An API token of a user: only the SHA-256 of its 256 random bits is kept. Without `expires`, and beyond it,
/// it ends after longest_token_life.
struct TokenCreated {
  TokenId token = {};
  std::string name = {};
  Role role = Role::viewer;
  std::string sha256 = {};
  std::optional<Instant> expires = {};
  std::optional<std::vector<UserGroupId>> groups = {};  ///< of those that its user is in; none: all
  static constexpr EventType type{.name = "user.token_created", .schema = 2};
  static constexpr auto fields = field_list(
      field("token", &TokenCreated::token), field("name", &TokenCreated::name),
      field("role", &TokenCreated::role), field("sha256", &TokenCreated::sha256),
      field("expires", &TokenCreated::expires), field("groups", &TokenCreated::groups).added_in(2));
  friend bool operator==(const TokenCreated&, const TokenCreated&) = default;
};

struct TokenRevoked {
  TokenId token = {};
  static constexpr EventType type{.name = "user.token_revoked"};
  static constexpr auto fields = field_list(field("token", &TokenRevoked::token));
  friend bool operator==(const TokenRevoked&, const TokenRevoked&) = default;
};

/// All that the user had: they got another role, or an admin set or cleared their password.
struct TokensRevoked {
  static constexpr EventType type{.name = "user.tokens_revoked"};
  static constexpr auto fields = field_list();
  friend bool operator==(const TokensRevoked&, const TokensRevoked&) = default;
};

/// Which groups the user is in (R3).
struct UserGroupsChanged {
  std::vector<UserGroupId> groups = {};  ///< all of them, in order, each once
  static constexpr EventType type{.name = "user.groups_changed"};
  static constexpr auto fields = field_list(field("groups", &UserGroupsChanged::groups));
  friend bool operator==(const UserGroupsChanged&, const UserGroupsChanged&) = default;
};

using UserEvent = std::variant<UserCreated, UserEdited, UserDeleted, PasswordSet, PasswordCleared, LoggedIn,
                               LoginThrottled, TokenCreated, TokenRevoked, TokensRevoked, UserGroupsChanged>;

}  // namespace kigen::events
