// Browser sessions over a restart of the API. What a crash leaves is what is in the file at that moment.
#include "api/session/kept_sessions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "orchestrator/pki/digest.hpp"
#include "tests/support/damage.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;
using tests::ApiAnswer;
using tests::browser;
using tests::Headers;
using tests::login_body;

constexpr std::string_view users_mail = "user@example.com";
constexpr std::string_view users_password = "seven slow kettles at noon";

struct KeptSessionsTest : testing::Test {
  KeptSessionsTest() { kigen.admin_token(); }

  Headers log_in(std::string_view password = tests::admin_password,
                 std::string_view mail = "admin@example.com") {
    const auto session = kigen.send("POST", "/api/v1/session", login_body(password, mail));
    EXPECT_EQ(session.status(), 201u) << session.body();
    return browser(session);
  }
  /// Makes someone whose sessions others can end.
  std::string make_user() {
    const auto made = kigen.as_admin("POST", "/api/v1/users",
                                     R"({"mail":")" + std::string(users_mail) + R"(","password":")" +
                                         std::string(users_password) + R"("})");
    EXPECT_EQ(made.status(), 201u) << made.body();
    return "/api/v1/users/" + made.at("/id");
  }
  bool is_in(const Headers& headers) { return ask(headers).status() == 200; }
  ApiAnswer ask(const Headers& headers) { return kigen.send("GET", "/api/v1/session", {}, headers); }

  std::string file() const {
    std::ifstream in(kigen.sessions_file(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void put_back(const std::string& bytes) const {
    std::ofstream(kigen.sessions_file(), std::ios::binary | std::ios::trunc) << bytes;
  }
  /// What the server does every few seconds.
  void keep() { ASSERT_TRUE(kigen.run(kigen.server->keep_sessions())); }
  std::string readiness() { return kigen.send("GET", "/readyz").body(); }

  tests::Installation kigen;
};

TEST_F(KeptSessionsTest, GoOnAfterARestart) {
  const auto headers = log_in();
  const auto token = ask(headers).at("/csrfToken");
  const auto expires = ask(headers).at("/expires");
  kigen.restart_api();
  const auto me = ask(headers);
  ASSERT_EQ(me.status(), 200u) << me.body();
  EXPECT_EQ(me.at("/mail"), "admin@example.com");
  EXPECT_EQ(me.at("/csrfToken"), token);
  EXPECT_EQ(me.at("/expires"), expires);
  EXPECT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"x"})", headers).status(), 201u);
  EXPECT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"y"})", {headers.front()}).code(), "csrf");
}

TEST_F(KeptSessionsTest, TheClaimsSessionGoesOnToo) {
  tests::Installation fresh;
  const auto claimed = fresh.send("POST", "/api/v1/bootstrap",
                                  R"({"token":"kgnboot_of-the-tests","password":"correct horse battery"})");
  ASSERT_EQ(claimed.status(), 201u) << claimed.body();
  fresh.restart_api();
  EXPECT_EQ(fresh.send("GET", "/api/v1/session", {}, browser(claimed)).status(), 200u);
}

TEST_F(KeptSessionsTest, TheFileOpensNothing) {
  const auto headers = log_in();
  const auto cookie = headers.front().second.substr(headers.front().second.find('=') + 1);
  ASSERT_EQ(cookie.size(), 43u);
  EXPECT_THAT(file(), Not(HasSubstr(cookie)));
  EXPECT_THAT(file(), Not(HasSubstr(headers.back().second))) << "nor does the CSRF token";
  EXPECT_THAT(file(), HasSubstr(orchestrator::pki::sha256_hex(cookie)));
  EXPECT_EQ(fs::status(kigen.sessions_file()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeptSessionsTest, TimeWithoutAServerIsIdle) {
  const auto headers = log_in();
  kigen.clock.advance_by(29min);
  kigen.restart_api();
  EXPECT_TRUE(is_in(headers));
  ASSERT_TRUE(kigen.run(kigen.server->keep_sessions(Server::Due::all)));
  kigen.clock.advance_by(30min);
  kigen.restart_api();
  EXPECT_EQ(ask(headers).code(), "session_expired");
}

TEST_F(KeptSessionsTest, EndTwelveHoursAfterTheLoginInWhateverRun) {
  const auto headers = log_in();
  for (int i = 0; i < 35; ++i) {
    kigen.clock.advance_by(20min);
    ASSERT_TRUE(is_in(headers)) << i;
    keep();
    kigen.restart_api();
  }
  kigen.clock.advance_by(20min);
  EXPECT_EQ(ask(headers).code(), "session_expired");
  kigen.restart_api();
  EXPECT_EQ(ask(headers).code(), "session_expired");
}

TEST_F(KeptSessionsTest, UsesAreWrittenFromTimeToTimeOnly) {
  const auto headers = log_in();
  const auto at_first = file();
  for (int i = 0; i < 4; ++i) {
    kigen.clock.advance_by(1min);
    ASSERT_TRUE(is_in(headers));
    keep();
    EXPECT_EQ(file(), at_first) << i;
  }
  kigen.clock.advance_by(1min);
  keep();
  EXPECT_NE(file(), at_first);
  const auto then = file();
  kigen.clock.advance_by(20min);
  keep();
  EXPECT_EQ(file(), then) << "nobody used it";
}

TEST_F(KeptSessionsTest, ACrashLosesMinutesOfUseAtMost) {
  const auto headers = log_in();
  for (int i = 0; i < 60; ++i) {
    kigen.clock.advance_by(1min);
    ASSERT_TRUE(is_in(headers));
    keep();
  }
  kigen.clock.advance_by(session_idle - session_use_kept_every);
  kigen.restart_api();
  EXPECT_TRUE(is_in(headers));
}

TEST_F(KeptSessionsTest, AnOrderlyStopLosesNoUse) {
  const auto headers = log_in();
  kigen.clock.advance_by(4min);
  ASSERT_TRUE(is_in(headers));
  ASSERT_TRUE(kigen.run(kigen.server->keep_sessions(Server::Due::all)));
  kigen.clock.advance_by(29min);
  kigen.restart_api();
  EXPECT_TRUE(is_in(headers));
}

TEST_F(KeptSessionsTest, WhoLoggedOutStaysOut) {
  const auto headers = log_in();
  const auto other = log_in();
  ASSERT_EQ(kigen.send("DELETE", "/api/v1/session", {}, headers).status(), 204u);
  kigen.restart_api();
  EXPECT_EQ(ask(headers).code(), "session_expired");
  EXPECT_TRUE(is_in(other));
}

TEST_F(KeptSessionsTest, ChangingOnesPasswordEndsTheOthersForGood) {
  const auto headers = log_in();
  const auto other = log_in();
  const auto before = file();
  const std::string change = R"({"current":"correct horse battery","password":"another long password"})";
  ASSERT_EQ(kigen.send("PUT", "/api/v1/session/password", change, headers).status(), 200u);
  kigen.restart_api();
  EXPECT_TRUE(is_in(headers));
  EXPECT_FALSE(is_in(other));
  put_back(before);  // as if a crash had come between the event and the file
  kigen.restart_api();
  EXPECT_FALSE(is_in(headers));
  EXPECT_FALSE(is_in(other));
}

TEST_F(KeptSessionsTest, ARefusedChangeOfThePasswordEndsNothing) {
  const auto headers = log_in();
  const std::string change = R"({"current":"correct horse battery","password":"short"})";
  ASSERT_EQ(kigen.send("PUT", "/api/v1/session/password", change, headers).status(), 422u);
  EXPECT_TRUE(is_in(headers));
  kigen.restart_api();
  EXPECT_TRUE(is_in(headers));
}

/// What ends all of a user's sessions, also if the file does not know of it yet.
struct EndedByAdmin : KeptSessionsTest, testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(EndedByAdmin, StayEndedAndDoNotComeBackWithAnOlderFile) {
  const auto path = make_user();
  const auto headers = log_in(users_password, users_mail);
  const auto admins = log_in();
  const auto before = file();
  const auto [method, suffix] = GetParam();
  const auto body = method == std::string_view("PUT") ? R"({"password":"a password of another"})" : "";
  ASSERT_EQ(kigen.as_admin(method, path + suffix, body).status(), 200u);
  EXPECT_FALSE(is_in(headers));
  kigen.restart_api();
  EXPECT_FALSE(is_in(headers));
  EXPECT_TRUE(is_in(admins));
  put_back(before);
  kigen.restart_api();
  EXPECT_EQ(ask(headers).code(), "session_expired");
  EXPECT_TRUE(is_in(admins));
}

INSTANTIATE_TEST_SUITE_P(Ways, EndedByAdmin,
                         testing::Values(std::pair{"DELETE", ""}, std::pair{"PUT", "/password"},
                                         std::pair{"DELETE", "/password"}));

TEST_F(KeptSessionsTest, SettingTheSamePasswordAgainBringsNoOldSessionBack) {
  const auto path = make_user();
  const auto headers = log_in(users_password, users_mail);
  const auto before = file();
  ASSERT_EQ(kigen.as_admin("DELETE", path + "/password").status(), 200u);
  const auto body = R"({"password":")" + std::string(users_password) + R"("})";
  ASSERT_EQ(kigen.as_admin("PUT", path + "/password", body).status(), 200u);
  put_back(before);
  kigen.restart_api();
  EXPECT_FALSE(is_in(headers));
}

TEST_F(KeptSessionsTest, ARoleIsThatOfTheMoment) {
  const auto path = make_user();
  const auto headers = log_in(users_password, users_mail);
  EXPECT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"x"})", headers).code(), "role_too_low");
  const auto body = R"({"role":"admin","contact":""})";
  ASSERT_EQ(kigen.as_admin("PUT", path, body, {{"If-Match", "*"}}).status(), 200u);
  kigen.restart_api();
  EXPECT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"x"})", headers).status(), 201u);
}

TEST_F(KeptSessionsTest, OfAnotherLogAreNobody) {
  const auto headers = log_in();
  tests::Installation other;
  other.admin_token();
  fs::copy_file(kigen.sessions_file(), other.sessions_file(), fs::copy_options::overwrite_existing);
  other.restart_api();
  EXPECT_EQ(other.send("GET", "/api/v1/session", {}, headers).code(), "session_expired");
}

TEST_F(KeptSessionsTest, ADamagedFileMeansLoggingInAgain) {
  const auto headers = log_in();
  tests::flip_bit(kigen.sessions_file(), 100);
  testing::internal::CaptureStdout();
  kigen.restart_api();
  EXPECT_THAT(testing::internal::GetCapturedStdout(),
              AllOf(HasSubstr("sessions does not work"), HasSubstr("damaged"), HasSubstr("log in again")));
  EXPECT_EQ(ask(headers).code(), "session_expired");
  EXPECT_EQ(readiness(), "ready\n") << "it was written anew";
  const auto again = log_in();
  kigen.restart_api();
  EXPECT_TRUE(is_in(again));
}

TEST_F(KeptSessionsTest, AFileThatCannotBeWrittenIsATroubleAndNothingElse) {
  const auto before = log_in();
  fs::remove(kigen.sessions_file());
  fs::create_directory(kigen.sessions_file());
  kigen.restart_api();
  EXPECT_FALSE(is_in(before));
  EXPECT_THAT(readiness(), AllOf(HasSubstr("sessions: "), HasSubstr("Make room")));
  const auto headers = log_in();
  EXPECT_TRUE(is_in(headers));
  EXPECT_THAT(readiness(), HasSubstr("sessions: "));
  fs::remove(kigen.sessions_file());
  keep();
  EXPECT_EQ(readiness(), "ready\n");
  kigen.restart_api();
  EXPECT_TRUE(is_in(headers));
}

TEST_F(KeptSessionsTest, UnknownCookiesWriteNothing) {
  log_in();
  const auto before = file();
  kigen.clock.advance_by(6min);
  EXPECT_FALSE(is_in({{"Cookie", "__Host-kigen=" + std::string(43, 'a')}}));
  keep();
  EXPECT_EQ(file(), before);
}

}  // namespace
}  // namespace kigen::api
