#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/scope.hpp"
#include "events/state/user.hpp"
#include "projections/page.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// An API token without its hash.
struct TokenRow {
  TokenId id = {};
  std::string name = {};
  events::Role role = events::Role::viewer;
  Instant expires = {};
  Instant created_at = {};
  std::optional<std::vector<UserGroupId>> groups = {};  ///< of those that the user is in; none: all

  static constexpr auto fields = events::field_list(
      events::field("id", &TokenRow::id), events::field("name", &TokenRow::name),
      events::field("role", &TokenRow::role), events::field("expires", &TokenRow::expires),
      events::field("createdAt", &TokenRow::created_at), events::field("groups", &TokenRow::groups));
};

/// A user (R2); of the password, only whether one is set.
struct UserDetail {
  UserId id = {};
  Version version = 0;
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::string contact = {};
  std::vector<UserGroupId> groups = {};  ///< in order
  bool password_set = false;
  std::optional<Instant> last_login = {};
  std::vector<TokenRow> tokens = {};  ///< those not revoked, in order of creation

  static constexpr auto fields = events::field_list(
      events::field("id", &UserDetail::id), events::field("version", &UserDetail::version),
      events::field("mail", &UserDetail::mail), events::field("role", &UserDetail::role),
      events::field("contact", &UserDetail::contact), events::field("groups", &UserDetail::groups),
      events::field("passwordSet", &UserDetail::password_set),
      events::field("lastLogin", &UserDetail::last_login), events::field("tokens", &UserDetail::tokens));
};

/// Without the groups outside of `groups`.
UserDetail seen_in(const events::Scope& groups, UserDetail user);

/// What the row has from the aggregate.
void show(UserDetail& row, const events::User& user);

/// Users and their API tokens. Queries: any thread.
class Users final : public View {
 public:
  explicit Users(Store& store);

  Result<Seen<UserDetail>> detail(UserId id) const;
  /// By mail address.
  Result<Page<UserDetail>> list(const Paging& paging) const;

  Result<> fold(const Fact& fact) override;

 private:
  std::vector<AnyTable*> tables() override { return {&users_}; }

  Store& store_;
  Table<UserDetail> users_;
};

}  // namespace kigen::projections
