#include <gtest/gtest.h>

#include <set>

#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

constexpr std::string_view some_id = "019a9b3c-0000-7000-8000-0000000000ff";

/// The pattern with something in place of its names.
std::string path_of(std::string_view pattern) {
  std::string path;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    path += pattern.substr(0, open);
    if (open == pattern.npos) break;
    path += some_id;
    pattern.remove_prefix(pattern.find('}') + 1);
  }
  return path;
}

constexpr std::array<unsigned, 2> shut_out{401, 403};

bool was_let_in(unsigned status) { return status != shut_out[0] && status != shut_out[1]; }

TEST(Roles, EveryRouteAsksForItsOwn) {
  tests::Installation kigen;
  const auto admin = tests::bearer(kigen.admin_token());
  const auto viewer = tests::bearer(kigen.viewer_token());
  for (const auto& route : kigen.server->router().routes()) {
    if (route.need == Need::anyone) continue;
    const std::string method(route.method);
    const auto path = path_of(route.pattern);
    SCOPED_TRACE(method + " " + path);
    EXPECT_EQ(kigen.send(method, path).status(), 401u);
    const auto by_viewer = kigen.send(method, path, {}, viewer);
    EXPECT_EQ(by_viewer.status() == 403, route.need == Need::admin) << by_viewer.status() << by_viewer.body();
    EXPECT_TRUE(was_let_in(kigen.send(method, path, {}, admin).status()));
  }
}

TEST(Roles, OnlyTheseAreForAnyone) {
  tests::Installation kigen;
  std::set<std::string> open;
  for (const auto& route : kigen.server->router().routes())
    if (route.need == Need::anyone) open.insert(std::string(route.method) + " " + std::string(route.pattern));
  EXPECT_EQ(open, (std::set<std::string>{"POST /api/v1/session", "POST /api/v1/bootstrap",
                                         "GET /api/v1/openapi.json", "GET /healthz", "GET /readyz"}));
}

TEST(Roles, WhatIsNotReadIsForAdmins) {
  tests::Installation kigen;
  const std::set<std::string_view> of_ones_own{"/api/v1/session", "/api/v1/session/password",
                                               "/api/v1/session/proof", "/api/v1/sessions/{session}"};
  for (const auto& route : kigen.server->router().routes())
    if (route.method != "GET" && route.need == Need::viewer)
      EXPECT_TRUE(of_ones_own.contains(route.pattern)) << route.method << " " << route.pattern;
}

}  // namespace
}  // namespace kigen::api
