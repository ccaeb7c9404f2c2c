#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "api/server/read_body.hpp"
#include "events/user_events.hpp"

namespace kigen::api {

struct LoginBody {
  std::string mail = {};
  Secret password = {};
  static constexpr auto fields =
      events::field_list(events::field("mail", &LoginBody::mail).required(),
                         events::field("password", &LoginBody::password).required());
};

struct BootstrapBody {
  std::optional<Secret> token = {};
  Secret password = {};
  std::optional<std::string> company_name = {};
  std::optional<std::string> site_name = {};
  static constexpr auto fields =
      events::field_list(events::field("token", &BootstrapBody::token),
                         events::field("password", &BootstrapBody::password).required(),
                         events::field("companyName", &BootstrapBody::company_name),
                         events::field("siteName", &BootstrapBody::site_name));
};

struct OwnPasswordBody {
  Secret current = {};
  Secret password = {};
  static constexpr auto fields =
      events::field_list(events::field("current", &OwnPasswordBody::current).required(),
                         events::field("password", &OwnPasswordBody::password).required());
};

struct ProofBody {
  Secret password = {};
  static constexpr auto fields =
      events::field_list(events::field("password", &ProofBody::password).required());
};

struct NewUserBody {
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::string contact = {};
  std::optional<Secret> password = {};
  std::optional<std::vector<UserGroupId>> groups = {};  ///< left out: the first one
  static constexpr auto fields = events::field_list(
      events::field("mail", &NewUserBody::mail).required(), events::field("role", &NewUserBody::role),
      events::field("contact", &NewUserBody::contact), events::field("password", &NewUserBody::password),
      events::field("groups", &NewUserBody::groups));
};

struct UserEditBody {
  events::Role role = events::Role::viewer;
  std::string contact = {};
  static constexpr auto fields = events::field_list(events::field("role", &UserEditBody::role).required(),
                                                    events::field("contact", &UserEditBody::contact));
};

struct UserGroupsBody {
  std::vector<UserGroupId> groups = {};
  static constexpr auto fields =
      events::field_list(events::field("groups", &UserGroupsBody::groups).required());
};

struct NewPasswordBody {
  Secret password = {};
  static constexpr auto fields =
      events::field_list(events::field("password", &NewPasswordBody::password).required());
};

struct NewTokenBody {
  std::string name = {};
  events::Role role = events::Role::viewer;
  std::optional<Instant> expires = {};
  std::optional<std::vector<UserGroupId>> groups = {};  ///< left out: all of who asks
  static constexpr auto fields = events::field_list(
      events::field("name", &NewTokenBody::name).required(), events::field("role", &NewTokenBody::role),
      events::field("expires", &NewTokenBody::expires), events::field("groups", &NewTokenBody::groups));
};

}  // namespace kigen::api
