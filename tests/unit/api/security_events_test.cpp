// Who came in, who was kept out and who left: what is taken down of it, how much at most, and who may read
// it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/session/door_book.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::ApiAnswer;
using tests::browser;
using tests::Headers;
using tests::login_body;

struct SecurityEvents : testing::Test {
  SecurityEvents() : SecurityEvents(true) {}
  explicit SecurityEvents(bool is_claimed) {
    if (is_claimed) kigen.admin_token();
    from = records().size();
  }

  std::vector<events::Record> records() {
    kigen.settle();
    return *kigen.run(kigen.log.read_stream(events::security_stream, 1, 1000));
  }
  /// Types of what was taken down since the test began, without "security.".
  std::vector<std::string> types() {
    std::vector<std::string> types;
    for (const auto& record : records()) types.push_back(record.type.substr(record.type.find('.') + 1));
    types.erase(types.begin(), types.begin() + static_cast<std::ptrdiff_t>(from));
    return types;
  }
  std::string last() { return records().back().payload; }
  ApiAnswer log_in(std::string_view password = tests::admin_password,
                   std::string_view mail = "admin@example.com") {
    return kigen.send("POST", "/api/v1/session", login_body(password, mail));
  }
  void window_ends() {
    kigen.clock.advance_by(door_window);
    ASSERT_TRUE(kigen.run(kigen.server->keep_sessions()));
  }

  tests::Installation kigen;
  std::size_t from = 0;
};

/// Of an installation that nobody has claimed yet.
struct UnclaimedSecurityEvents : SecurityEvents {
  UnclaimedSecurityEvents() : SecurityEvents(false) {}
};

TEST_F(SecurityEvents, AFailedLoginIsTakenDown) {
  log_in("guess");
  EXPECT_THAT(types(), ElementsAre("login_failed"));
  EXPECT_THAT(last(),
              HasSubstr(R"("door":"login","account":"admin@example.com","address":"203.0.113.7","times":1)"));
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/log").body(),
              HasSubstr("A wrong password was given for admin@example.com [203.0.113.7]."));
}

/// Who types the password into the wrong field must not find it in the log.
TEST_F(SecurityEvents, AnUnknownNameIsNotKept) {
  log_in("guess", "four quiet herons at dusk");
  EXPECT_THAT(types(), ElementsAre("login_failed"));
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/events?limit=1000").body(), Not(HasSubstr("herons")));
}

TEST_F(UnclaimedSecurityEvents, AWrongBootstrapTokenIsTakenDown) {
  kigen.send("POST", "/api/v1/bootstrap", R"({"token":"wrong","password":"four quiet herons at dusk"})");
  EXPECT_THAT(types(), ElementsAre("login_failed"));
  EXPECT_THAT(last(), HasSubstr(R"("door":"claim")"));
}

TEST_F(SecurityEvents, EverySessionsEndIsTakenDown) {
  const auto out = browser(log_in());
  kigen.send("DELETE", "/api/v1/session", {}, out);
  EXPECT_THAT(types(), ElementsAre("session_ended"));
  EXPECT_THAT(last(),
              HasSubstr(R"("account":"admin@example.com","address":"203.0.113.7","reason":"logged-out")"));
  EXPECT_EQ(records().back().meta.actor.id, "admin@example.com");
  log_in();
  kigen.clock.advance_by(30min);
  ASSERT_TRUE(kigen.run(kigen.server->keep_sessions()));
  EXPECT_THAT(last(), HasSubstr(R"("reason":"idle")")) << "without anybody asking";
}

TEST_F(SecurityEvents, ARefusalIsTakenDownWithWhoAndWhat) {
  const auto viewer = tests::bearer(kigen.viewer_token());
  kigen.send("POST", "/api/v1/sites", R"({"name":"x"})", viewer);
  EXPECT_THAT(types(), ElementsAre("token_used", "request_refused"));
  EXPECT_THAT(
      last(),
      HasSubstr(
          R"("operation":"POST /api/v1/sites","code":"role_too_low","address":"203.0.113.7","user":")"));
  EXPECT_THAT(records().back().meta.actor.id, testing::StartsWith("admin@example.com/reader/"));
}

TEST_F(SecurityEvents, ATokenThatIsNoneIsTakenDown) {
  kigen.send("GET", "/api/v1/services", {}, tests::bearer("kgn_nonsense"));
  EXPECT_THAT(types(), ElementsAre("request_refused"));
  EXPECT_THAT(last(), Not(HasSubstr("nonsense")));
  kigen.send("GET", "/api/v1/services");
  EXPECT_THAT(types(), ElementsAre("request_refused")) << "who brings nothing is nobody's concern";
}

TEST_F(SecurityEvents, ATokensUseIsTakenDownOnceAnHourForEachAddress) {
  const auto token = tests::bearer(kigen.viewer_token());
  for (int i = 0; i < 20; ++i) kigen.send("GET", "/api/v1/services", {}, token);
  EXPECT_THAT(types(), ElementsAre("token_used"));
  kigen.send("GET", "/api/v1/services", {}, token, "198.51.100.1");
  EXPECT_THAT(types(), ElementsAre("token_used", "token_used"));
  kigen.clock.advance_by(1h);
  kigen.send("GET", "/api/v1/services", {}, token);
  EXPECT_THAT(types(), ElementsAre("token_used", "token_used", "token_used"));
}

// ---- under a flood

TEST_F(SecurityEvents, WhatRepeatsItselfIsCounted) {
  for (int i = 0; i < 5; ++i) log_in("guess");
  for (int i = 0; i < 300; ++i) log_in("guess");
  EXPECT_THAT(types(), ElementsAre("login_failed", "throttled"));
  window_ends();
  EXPECT_THAT(types(), ElementsAre("login_failed", "throttled", "login_failed", "throttled"));
  EXPECT_THAT(last(), HasSubstr(R"("times":299,"since":"2026-)"));
  window_ends();
  EXPECT_EQ(types().size(), 4u) << "nothing more happened";
}

TEST_F(UnclaimedSecurityEvents, NoFloodMakesMoreThanSoManyRecords) {
  const std::string body = R"({"token":"wrong","password":"four quiet herons at dusk"})";
  for (int i = 0; i < 3'000; ++i)
    kigen.send("POST", "/api/v1/bootstrap", body, {}, "2001:db8:" + std::to_string(i) + "::1");
  EXPECT_LE(types().size(), max_told_apart + 1);
  window_ends();
  EXPECT_LE(types().size(), max_told_apart + 2);
  EXPECT_THAT(last(), HasSubstr(R"("address":"")")) << "the rest is counted together";
}

TEST_F(SecurityEvents, WhatIsCountedIsToldWhenTheServerStops) {
  log_in("guess");
  log_in("guess");
  ASSERT_TRUE(kigen.run(kigen.server->keep_sessions(Server::Due::all)));
  EXPECT_THAT(types(), ElementsAre("login_failed", "login_failed"));
}

// ---- for whose eyes

TEST_F(SecurityEvents, ViewersSeeNoneOfThem) {
  log_in("guess");
  kigen.settle();
  const auto viewer = kigen.log_in_as("viewer");
  EXPECT_EQ(kigen.send("GET", "/api/v1/log/tile/entries/000.p/1", {}, viewer).status(), 403u);
  const auto admin = kigen.as_admin("GET", "/api/v1/session").at("/user");
  for (const auto& target : {std::string("/api/v1/events?limit=1000"), "/api/v1/events?stream=user-" + admin,
                             std::string("/api/v1/events?stream=security")}) {
    const auto events = kigen.send("GET", target, {}, viewer).body();
    EXPECT_THAT(events, Not(HasSubstr("\"security."))) << target;
    EXPECT_THAT(events, Not(HasSubstr("admin@example.com"))) << target;
  }
  for (const auto* const target : {"/api/v1/log", "/api/v1/log?format=text", "/api/v1/log?severity=warning"})
    EXPECT_THAT(kigen.send("GET", target, {}, viewer).body(),
                testing::AllOf(Not(HasSubstr("wrong password")), Not(HasSubstr("admin@example.com"))))
        << target;
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/events?limit=1000").body(),
              HasSubstr("\"security.login_failed"));
}

}  // namespace
}  // namespace kigen::api
