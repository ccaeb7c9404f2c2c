// Attacks on the ways in, played against the API: guessing, keeping others out, staying in.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <limits>

#include "api/errors.hpp"
#include "api/server/problem.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using tests::ApiAnswer;
using tests::browser;
using tests::Headers;
using tests::login_body;

struct Doors : testing::Test {
  Doors() { kigen.admin_token(); }

  ApiAnswer log_in(std::string_view password = tests::admin_password, Headers headers = {},
                   std::string peer = "203.0.113.7", std::string_view mail = "admin@example.com") {
    return kigen.send("POST", "/api/v1/session", login_body(password, mail), std::move(headers),
                      std::move(peer));
  }
  /// What a browser sends of an earlier session when it logs in again.
  static Headers device_of(const ApiAnswer& session) {
    for (const auto& [name, value] : session.raw.headers)
      if (name == "Set-Cookie" && value.starts_with(device_cookie))
        return {{"Cookie", value.substr(0, value.find(';'))}};
    ADD_FAILURE() << "no device cookie";
    return {};
  }
  ApiAnswer make_site(const Headers& headers, const std::string& name) {
    return kigen.send("POST", "/api/v1/sites", R"({"name":")" + name + R"("})", headers);
  }
  ApiAnswer make_token(const Headers& headers) {
    return kigen.send("POST", "/api/v1/tokens", R"({"name":"t"})", headers);
  }
  ApiAnswer prove(const Headers& headers, std::string_view password) {
    return kigen.send("POST", "/api/v1/session/proof", R"({"password":")" + std::string(password) + R"("})",
                      headers);
  }

  tests::Installation kigen;
};

// ---- guessing

/// A valid claim between the guesses reset the counter of the login.
TEST_F(Doors, BootstrapResetsNoGuesses) {
  const std::string claim = R"({"token":"kgnboot_of-the-tests","password":"four quiet herons at dusk"})";
  int looked_at = 0;
  for (int i = 0; i < 60; ++i) {
    looked_at += log_in("guess").status() == 401 ? 1 : 0;
    EXPECT_EQ(kigen.send("POST", "/api/v1/bootstrap", claim).status(), 409u);
  }
  EXPECT_EQ(looked_at, 5);
}

TEST_F(Doors, AKnownBrowserComesInWhileStrangersGuess) {
  const auto device = device_of(log_in());
  for (int i = 0; i < 7; ++i) log_in("guess");
  EXPECT_EQ(log_in().status(), 429u) << "the stranger's place is blocked";
  kigen.restart_api();
  for (int i = 0; i < 7; ++i) log_in("guess");
  EXPECT_EQ(log_in(tests::admin_password, device).status(), 201u) << "and it is known over a restart";
}

TEST_F(Doors, TheDeviceCookieIsAsWellKeptAsTheSessions) {
  const auto session = log_in();
  const auto opens_nothing = device_of(session);
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, opens_nothing).status(), 401u);
  for (const auto& [name, value] : session.raw.headers)
    if (name == "Set-Cookie" && value.starts_with(device_cookie))
      EXPECT_THAT(value, HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=7776000"));
}

TEST_F(Doors, AnotherPasswordMakesItsBrowsersStrangers) {
  const auto thief = device_of(log_in());
  const auto own = log_in();
  const std::string change = R"({"current":"correct horse battery","password":"four quiet herons at dusk"})";
  auto headers = browser(own);
  headers.front().second += "; " + device_of(own).front().second;
  ASSERT_EQ(kigen.send("PUT", "/api/v1/session/password", change, headers).status(), 200u);
  for (int i = 0; i < 5; ++i) log_in("guess");
  EXPECT_EQ(log_in("four quiet herons at dusk", thief).status(), 429u);
  EXPECT_EQ(log_in("four quiet herons at dusk", device_of(own)).status(), 201u);
}

/// All at once, from many addresses: those over the places are told to come again, the known one is served.
TEST_F(Doors, AFloodOfLoginsDelaysNoKnownBrowser) {
  const auto device = device_of(log_in());
  constexpr int strangers = 150;
  int busy = 0;
  unsigned known = 0;
  int before_known = 0;
  const auto knock = [&](std::string peer, Headers headers, std::string_view password,
                         auto note) -> Task<void> {
    orchestrator::net::ServerRequest request;
    request.method = "POST";
    request.path = request.target = "/api/v1/session";
    request.headers = std::move(headers);
    request.headers.emplace_back("Host", "kigen.example:8443");
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = login_body(password);
    request.peer = std::move(peer);
    request.is_tls = true;
    note(co_await kigen.server->handle(std::move(request)));
  };
  for (int i = 0; i < strangers; ++i)
    asio::co_spawn(kigen.io,
                   knock("198.51.100." + std::to_string(i), {}, "guess",
                         [&](const auto& answer) {
                           busy += answer.status == 503 ? 1 : 0;
                           if (answer.status == 401 && known == 0) ++before_known;
                         }),
                   asio::detached);
  asio::co_spawn(
      kigen.io,
      knock("203.0.113.7", device, tests::admin_password, [&](const auto& answer) { known = answer.status; }),
      asio::detached);
  kigen.settle();
  EXPECT_EQ(known, 201u);
  EXPECT_LE(before_known, 2);
  EXPECT_GE(busy, strangers - 10);
}

TEST_F(Doors, WhoIsTurnedAwayAsBusyIsToldSo) {
  const auto problem = tests::ApiAnswer{problem_answer({make_error_code(api_errc::busy)}, "id")};
  EXPECT_EQ(problem.status(), 503u);
  EXPECT_EQ(problem.code(), "busy");
  EXPECT_EQ(problem.header("Retry-After"), "1");
}

/// The least of several is what it takes by itself.
TEST_F(Doors, AnUnknownAccountTakesAsLong) {
  const auto least_of = [&](std::string_view mail) {
    auto least = std::numeric_limits<std::clock_t>::max();
    for (int i = 0; i < 3; ++i) {
      const auto began = std::clock();  // of this process: what else the machine does is no matter
      EXPECT_EQ(log_in("guess", {}, "203.0.113.7", mail).code(), "wrong_login");
      least = std::min(least, std::clock() - began);
    }
    return least;
  };
  const auto known = least_of("admin@example.com");
  const auto unknown = least_of("nobody@example.com");
  EXPECT_LT(known, 2 * unknown);
  EXPECT_LT(unknown, 2 * known);
}

// ---- staying in

TEST_F(Doors, APageThatAsksByItselfKeepsNoSessionAlive) {
  auto headers = browser(log_in());
  headers.emplace_back("X-Kigen-Unattended", "1");
  for (int i = 0; i < 29; ++i) {
    kigen.clock.advance_by(1min);
    ASSERT_EQ(kigen.send("GET", "/api/v1/services", {}, headers).status(), 200u) << i;
  }
  kigen.clock.advance_by(1min);
  EXPECT_EQ(kigen.send("GET", "/api/v1/services", {}, headers).code(), "session_expired");
}

TEST_F(Doors, OnesSessionsAreListedAndEnded) {
  const auto here =
      log_in(tests::admin_password, {{"User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/133.0"}});
  kigen.clock.advance_by(1min);
  const auto there = log_in(tests::admin_password, {}, "2001:db8::9");
  kigen.clock.advance_by(1min);
  const auto list = kigen.send("GET", "/api/v1/sessions", {}, browser(here));
  ASSERT_EQ(list.status(), 200u);
  EXPECT_EQ(list.at("/items/0/browser"), "Firefox 133, Linux");
  EXPECT_EQ(list.at("/items/0/current"), "true");
  EXPECT_EQ(list.at("/items/1/address"), "2001:db8::9");
  EXPECT_EQ(list.at("/items/1/current"), "false");
  EXPECT_THAT(list.body(), Not(HasSubstr(here.at("/csrfToken"))));
  const auto path = "/api/v1/sessions/" + list.at("/items/1/id");
  ASSERT_EQ(kigen.send("DELETE", path, {}, browser(here)).status(), 204u);
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, browser(there)).status(), 401u);
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, browser(here)).status(), 200u);
  EXPECT_EQ(kigen.send("DELETE", path, {}, browser(here)).status(), 404u);
}

TEST_F(Doors, NobodyEndsOrSeesAnothersSessions) {
  const auto admins = log_in();
  const auto listed = kigen.send("GET", "/api/v1/sessions", {}, browser(admins));
  ASSERT_EQ(kigen
                .as_admin("POST", "/api/v1/users",
                          R"({"mail":"v@example.com","password":"four quiet herons at dusk"})")
                .status(),
            201u);
  const auto viewer = log_in("four quiet herons at dusk", {}, "203.0.113.7", "v@example.com");
  EXPECT_EQ(
      kigen.send("DELETE", "/api/v1/sessions/" + listed.at("/items/0/id"), {}, browser(viewer)).status(),
      404u);
  EXPECT_THAT(kigen.send("GET", "/api/v1/sessions", {}, browser(viewer)).body(),
              Not(HasSubstr(listed.at("/items/0/id"))));
}

// ---- the password again

TEST_F(Doors, WhatIsGraveAsksForThePasswordAgain) {
  const auto session = browser(log_in());
  EXPECT_EQ(make_token(session).status(), 201u) << "it was just given";
  kigen.clock.advance_by(10min);
  const auto asked = make_token(session);
  EXPECT_EQ(asked.status(), 403u);
  EXPECT_EQ(asked.code(), "password_needed");
  EXPECT_EQ(make_site(session, "Tokyo").status(), 201u) << "what is not grave goes on";
  const auto wrong = prove(session, "guess");
  EXPECT_EQ(wrong.status(), 401u);
  EXPECT_EQ(wrong.at("/field"), "password");
  EXPECT_EQ(make_token(session).code(), "password_needed");
  ASSERT_EQ(prove(session, tests::admin_password).status(), 204u);
  EXPECT_EQ(make_token(session).status(), 201u);
  kigen.restart_api();
  EXPECT_EQ(make_token(session).status(), 201u) << "over a restart too";
}

TEST_F(Doors, EveryGraveRouteAsks) {
  const auto session = browser(log_in());
  kigen.clock.advance_by(10min);
  for (const auto& route : kigen.server->router().routes()) {
    if (route.proof != Proof::recent) continue;
    std::string path(route.pattern);
    for (auto open = path.find('{'); open != path.npos; open = path.find('{'))
      path.replace(open, path.find('}') - open + 1, "019a9b3c-0000-7000-8000-0000000000ff");
    EXPECT_EQ(kigen.send(std::string(route.method), path, {}, session).code(), "password_needed") << path;
    EXPECT_NE(kigen.as_admin(std::string(route.method), path).status(), 403u) << "nobody sits behind a token";
  }
}

TEST_F(Doors, AStolenSessionGuessesNoPassword) {
  const auto session = browser(log_in());
  int looked_at = 0;
  for (int i = 0; i < 30; ++i) looked_at += prove(session, "guess").status() == 401 ? 1 : 0;
  EXPECT_EQ(looked_at, 10);
  EXPECT_EQ(prove(session, tests::admin_password).status(), 429u);
  EXPECT_EQ(log_in().status(), 201u) << "its owner logs in";
}

TEST_F(Doors, ATokenGivesNoPassword) {
  EXPECT_EQ(
      kigen.as_admin("POST", "/api/v1/session/proof", R"({"password":"correct horse battery"})").status(),
      401u);
}

}  // namespace
}  // namespace kigen::api
