#pragma once

#include <string>

#include "events/kept.hpp"

namespace kigen::events {

/// Whose members see and manage the services that it owns (R3).
struct UserGroupSettings {
  using Id = UserGroupId;
  static constexpr KeptAs kept{.plural = "user-groups",
                               .first_line = 3530,
                               .module = "user",
                               .en = "User group",
                               .ja = "ユーザーグループ",
                               .proved = true,
                               .noun = "group"};
  std::string name = {};

  static constexpr auto fields =
      field_list(field("name", &UserGroupSettings::name).required().text(TextKind::name).listed());
  friend bool operator==(const UserGroupSettings&, const UserGroupSettings&) = default;
};
using UserGroup = Kept<UserGroupSettings>;

}  // namespace kigen::events
