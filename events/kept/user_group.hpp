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
  std::string remark = {};  ///< what it is for

  static constexpr auto fields =
      field_list(field("name", &UserGroupSettings::name).required().text(TextKind::name).listed(),
                 field("remark", &UserGroupSettings::remark).text(TextKind::note).added_in(2));
  friend bool operator==(const UserGroupSettings&, const UserGroupSettings&) = default;
};
using UserGroup = Kept<UserGroupSettings>;

}  // namespace kigen::events
