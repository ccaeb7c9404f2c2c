#pragma once

#include <array>
#include <optional>
#include <string>

#include "api/server/read_body.hpp"
#include "events/user_events.hpp"

namespace kigen::api {

struct LoginBody {
  std::string mail = {};
  Secret password = {};
  static constexpr auto fields = events::field_list(events::field("mail", &LoginBody::mail),
                                                    events::field("password", &LoginBody::password));
};
template <>
struct Required<LoginBody> {
  static constexpr std::array<std::string_view, 2> names{"mail", "password"};
};

struct BootstrapBody {
  std::optional<Secret> token = {};
  Secret password = {};
  std::optional<std::string> company_name = {};
  std::optional<std::string> site_name = {};
  static constexpr auto fields = events::field_list(
      events::field("token", &BootstrapBody::token), events::field("password", &BootstrapBody::password),
      events::field("companyName", &BootstrapBody::company_name),
      events::field("siteName", &BootstrapBody::site_name));
};
template <>
struct Required<BootstrapBody> {
  static constexpr std::array<std::string_view, 1> names{"password"};
};

struct OwnPasswordBody {
  Secret current = {};
  Secret password = {};
  static constexpr auto fields = events::field_list(events::field("current", &OwnPasswordBody::current),
                                                    events::field("password", &OwnPasswordBody::password));
};
template <>
struct Required<OwnPasswordBody> {
  static constexpr std::array<std::string_view, 2> names{"current", "password"};
};

struct ProofBody {
  Secret password = {};
  static constexpr auto fields = events::field_list(events::field("password", &ProofBody::password));
};
template <>
struct Required<ProofBody> {
  static constexpr std::array<std::string_view, 1> names{"password"};
};

struct NewUserBody {
  std::string mail = {};
  events::Role role = events::Role::viewer;
  std::string contact = {};
  std::optional<Secret> password = {};
  static constexpr auto fields = events::field_list(
      events::field("mail", &NewUserBody::mail), events::field("role", &NewUserBody::role),
      events::field("contact", &NewUserBody::contact), events::field("password", &NewUserBody::password));
};
template <>
struct Required<NewUserBody> {
  static constexpr std::array<std::string_view, 1> names{"mail"};
};

struct UserEditBody {
  events::Role role = events::Role::viewer;
  std::string contact = {};
  static constexpr auto fields = events::field_list(events::field("role", &UserEditBody::role),
                                                    events::field("contact", &UserEditBody::contact));
};
template <>
struct Required<UserEditBody> {
  static constexpr std::array<std::string_view, 1> names{"role"};
};

struct NewPasswordBody {
  Secret password = {};
  static constexpr auto fields = events::field_list(events::field("password", &NewPasswordBody::password));
};
template <>
struct Required<NewPasswordBody> {
  static constexpr std::array<std::string_view, 1> names{"password"};
};

struct NewTokenBody {
  std::string name = {};
  events::Role role = events::Role::viewer;
  std::optional<Instant> expires = {};
  static constexpr auto fields = events::field_list(events::field("name", &NewTokenBody::name),
                                                    events::field("role", &NewTokenBody::role),
                                                    events::field("expires", &NewTokenBody::expires));
};
template <>
struct Required<NewTokenBody> {
  static constexpr std::array<std::string_view, 1> names{"name"};
};

}  // namespace kigen::api
