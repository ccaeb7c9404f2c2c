#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "api/session/gate.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using tests::browser;
using tests::Headers;
using tests::login_body;

std::string claim_body(std::string_view token) {
  return R"({"token":")" + std::string(token) +
         R"(","password":"correct horse battery","companyName":"Example",)"
         R"("siteName":"Tokyo"})";
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

struct SigningIn : testing::Test {
  /// Past all decisions.
  template <class Event>
  void append(const Event& event, UserId user) {
    ASSERT_TRUE(kigen.run(kigen.orchestrator.execute(
        {"test.append", stream_of(user),
         [event, user](const orchestrator::World& world) -> Result<orchestrator::Changes> {
           return orchestrator::Changes{}.add(stream_of(user), world.user(user)->version, event);
         }},
        {})));
  }
  void clear_passwords() {
    const auto admin = kigen.run(kigen.orchestrator.ask(
        [](const orchestrator::World& world) { return world.user_with_mail(first_admin_mail)->id; }));
    append(events::PasswordCleared{}, admin);
  }

  tests::Installation kigen;
};

TEST_F(SigningIn, TheFirstAdminIsClaimedOnceWithTheToken) {
  const auto wrong = kigen.send("POST", "/api/v1/bootstrap", claim_body("wrong"));
  EXPECT_EQ(wrong.status(), 403u);
  EXPECT_EQ(wrong.code(), "wrong_bootstrap_token");
  EXPECT_EQ(wrong.at("/field"), "token");

  const auto claimed = kigen.send("POST", "/api/v1/bootstrap", claim_body(tests::bootstrap_token));
  ASSERT_EQ(claimed.status(), 201u) << claimed.body();
  EXPECT_EQ(claimed.at("/role"), "admin");
  EXPECT_EQ(kigen.send("GET", "/api/v1/company", {}, browser(claimed)).at("/name"), "Example");
  EXPECT_EQ(kigen.send("GET", "/api/v1/sites", {}, browser(claimed)).at("/items/0/settings/name"), "Tokyo");

  const auto again = kigen.send("POST", "/api/v1/bootstrap", claim_body(tests::bootstrap_token));
  EXPECT_EQ(again.status(), 409u);
  EXPECT_EQ(again.code(), "not_claimable");
}

TEST_F(SigningIn, AnInstallationIsClaimedOnce) {
  const Headers key{{"Idempotency-Key", "claim"}};
  const auto claim = [&] {
    return kigen.send("POST", "/api/v1/bootstrap", claim_body(tests::bootstrap_token), key);
  };
  const auto token = text_of(kigen.bootstrap_file());
  ASSERT_EQ(claim().status(), 201u);
  EXPECT_FALSE(std::filesystem::exists(kigen.bootstrap_file()));
  const auto end = kigen.log.end();
  const auto secrets = kigen.vault.size();

  std::ofstream(kigen.bootstrap_file()) << token;
  EXPECT_EQ(claim().code(), "not_claimable") << "repeated, as its answer was lost";
  clear_passwords();
  EXPECT_EQ(claim().code(), "not_claimable") << "without any password, with the token of old";
  kigen.local_uid = 0;
  EXPECT_EQ(claim().code(), "not_claimable") << "from the machine itself";
  EXPECT_EQ(kigen.log.end(), end + 1);
  EXPECT_EQ(kigen.vault.size(), secrets);

  kigen.restart_api();
  ASSERT_TRUE(kigen.run(kigen.server->prepare_first_admin()));
  EXPECT_FALSE(std::filesystem::exists(kigen.bootstrap_file())) << "what a crash left";
  EXPECT_EQ(claim().code(), "not_claimable");
}

/// What a log says that is older than company.claimed.
TEST_F(SigningIn, AnInstallationThatEverHadAPasswordIsClaimed) {
  const auto admin = kigen.run(kigen.orchestrator.ask(claimable_admin));
  ASSERT_TRUE(admin);
  append(events::PasswordSet{}, *admin);
  append(events::PasswordCleared{}, *admin);
  EXPECT_EQ(kigen.send("POST", "/api/v1/bootstrap", claim_body(tests::bootstrap_token)).code(),
            "not_claimable");
}

TEST_F(SigningIn, AClaimIsOneAppend) {
  const auto end = kigen.log.end();
  const Headers key{{"Idempotency-Key", "claim"}};
  ASSERT_EQ(kigen.send("POST", "/api/v1/bootstrap", claim_body(tests::bootstrap_token), key).status(), 201u);
  const auto records = *kigen.run(kigen.log.read(end, 4));
  std::vector<std::string> types;
  for (const auto& record : records) types.push_back(record.type);
  EXPECT_THAT(types, testing::ElementsAre("user.password_set", "company.claimed", "company.named",
                                          "company.site_created"));
  const auto landed = *kigen.run(kigen.log.find_command(records.front().meta.command_id.value()));
  EXPECT_EQ(landed->count, 4u);
}

TEST_F(SigningIn, ABadNameClaimsNothing) {
  const auto end = kigen.log.end();
  const auto refused = kigen.send(
      "POST", "/api/v1/bootstrap",
      R"({"token":"kgnboot_of-the-tests","password":"correct horse battery","companyName":"Example","siteName":""})");
  EXPECT_EQ(refused.status(), 422u);
  EXPECT_EQ(refused.at("/field"), "siteName");
  EXPECT_EQ(kigen.log.end(), end);
  EXPECT_EQ(kigen.vault.size(), 0u);
}

TEST_F(SigningIn, NoAddressClaimsWithoutTheToken) {
  const std::string body = R"({"password":"correct horse battery"})";
  for (const auto* const peer : {"127.0.0.1", "::1", "::ffff:127.0.0.1", "203.0.113.7"}) {
    const auto refused = kigen.send("POST", "/api/v1/bootstrap", body, {}, peer);
    EXPECT_EQ(refused.code(), "wrong_bootstrap_token") << peer;
    EXPECT_THAT(refused.at("/title"), HasSubstr("kigen bootstrap --socket"));
  }
}

TEST_F(SigningIn, TheOwnerOfTheMachineClaimsOverTheSocket) {
  const std::string body = R"({"password":"correct horse battery"})";
  kigen.local_uid = ::geteuid() + 1;
  EXPECT_EQ(kigen.send("POST", "/api/v1/bootstrap", body).status(), 403u);
  kigen.local_uid = ::geteuid();
  EXPECT_EQ(kigen.send("POST", "/api/v1/bootstrap", body).status(), 201u);
}

TEST_F(SigningIn, AWeakPasswordClaimsNothing) {
  const auto end = kigen.log.end();
  const auto refused =
      kigen.send("POST", "/api/v1/bootstrap", R"({"token":"kgnboot_of-the-tests","password":"short"})");
  EXPECT_EQ(refused.status(), 422u) << refused.body();
  EXPECT_EQ(refused.at("/field"), "password");
  EXPECT_EQ(kigen.log.end(), end);
  EXPECT_EQ(kigen.vault.size(), 0u);
}

// ---- sessions

TEST_F(SigningIn, LogsInAndOut) {
  kigen.admin_token();
  const auto session = kigen.send("POST", "/api/v1/session", login_body(tests::admin_password));
  ASSERT_EQ(session.status(), 201u) << session.body();
  EXPECT_THAT(session.header("Set-Cookie"), HasSubstr("; Path=/; Secure; HttpOnly; SameSite=Strict"));
  EXPECT_THAT(session.body(), Not(HasSubstr("__Host-kigen")));
  const auto me = kigen.send("GET", "/api/v1/session", {}, browser(session));
  EXPECT_EQ(me.at("/mail"), "admin@example.com");
  EXPECT_EQ(me.at("/csrfToken"), session.at("/csrfToken"));

  const auto out = kigen.send("DELETE", "/api/v1/session", {}, browser(session));
  EXPECT_EQ(out.status(), 204u);
  EXPECT_THAT(out.header("Set-Cookie"), HasSubstr("Max-Age=0"));
  const auto gone = kigen.send("GET", "/api/v1/session", {}, browser(session));
  EXPECT_EQ(gone.status(), 401u);
  EXPECT_EQ(gone.code(), "session_expired");
}

TEST_F(SigningIn, ASessionEndsWhenIdle) {
  kigen.admin_token();
  const auto session = kigen.send("POST", "/api/v1/session", login_body(tests::admin_password));
  kigen.clock.advance_by(30min);
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, browser(session)).code(), "session_expired");
}

TEST_F(SigningIn, UnknownUserAndWrongPasswordLookTheSame) {
  kigen.admin_token();
  const auto wrong = kigen.send("POST", "/api/v1/session", login_body("not the password"));
  const auto unknown =
      kigen.send("POST", "/api/v1/session", login_body("not the password", "nobody@example.com"));
  EXPECT_EQ(wrong.status(), 401u);
  EXPECT_EQ(unknown.status(), 401u);
  EXPECT_EQ(wrong.code(), unknown.code());
  EXPECT_EQ(wrong.at("/detail"), unknown.at("/detail"));
}

TEST_F(SigningIn, GuessingIsSlowedAndTakenDownOnce) {
  kigen.admin_token();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(kigen.send("POST", "/api/v1/session", login_body("guess")).status(), 401u) << i;
  const auto refused = kigen.send("POST", "/api/v1/session", login_body(tests::admin_password));
  EXPECT_EQ(refused.status(), 429u);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(refused.code(), "throttled");
  kigen.settle();
  const auto events = kigen.as_admin("GET", "/api/v1/events?type=security.throttled");
  EXPECT_EQ(events.at("/items/0/payload/account"), "admin@example.com");
  EXPECT_THAT(events.body(), Not(HasSubstr("},{")));
  kigen.clock.advance_by(1s);
  EXPECT_EQ(kigen.send("POST", "/api/v1/session", login_body(tests::admin_password)).status(), 201u);
}

TEST_F(SigningIn, ACookieAloneChangesNothing) {
  kigen.admin_token();
  const auto session = kigen.send("POST", "/api/v1/session", login_body(tests::admin_password));
  auto headers = browser(session);
  headers.emplace_back("Origin", "https://evil.example");
  EXPECT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"x"})", headers).code(), "csrf");
  headers = browser(session);
  headers.pop_back();
  EXPECT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"x"})", headers).code(), "csrf");
  headers = browser(session);
  headers.emplace_back("Origin", "https://kigen.example:8443");
  EXPECT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"x"})", headers).status(), 201u);
}

TEST_F(SigningIn, ChangingOnesPasswordEndsOnesOtherSessions) {
  kigen.admin_token();
  const auto first = kigen.send("POST", "/api/v1/session", login_body(tests::admin_password));
  const auto second = kigen.send("POST", "/api/v1/session", login_body(tests::admin_password));
  const std::string change = R"({"current":"correct horse battery","password":"another long password"})";
  ASSERT_EQ(kigen.send("PUT", "/api/v1/session/password", change, browser(second)).status(), 200u);
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, browser(first)).status(), 401u);
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, browser(second)).status(), 200u);
  EXPECT_EQ(kigen.send("POST", "/api/v1/session", login_body("another long password")).status(), 201u);
  const auto wrong = kigen.send("PUT", "/api/v1/session/password", change, browser(second));
  EXPECT_EQ(wrong.at("/field"), "current");
}

// ---- tokens

TEST_F(SigningIn, ARevokedOrExpiredTokenIsWorthNothing) {
  const auto made = kigen.as_admin("POST", "/api/v1/tokens",
                                   R"({"name":"short","role":"admin","expires":"2026-11-22T01:00:00Z"})");
  ASSERT_EQ(made.status(), 201u) << made.body();
  const auto token = tests::bearer(made.at("/token"));
  EXPECT_EQ(kigen.send("GET", "/api/v1/services", {}, token).status(), 200u);
  kigen.clock.advance_by(1h);
  EXPECT_EQ(kigen.send("GET", "/api/v1/services", {}, token).status(), 401u);

  const auto viewer = kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"v"})");
  ASSERT_EQ(kigen.as_admin("DELETE", "/api/v1/tokens/" + viewer.at("/id")).status(), 200u);
  EXPECT_EQ(kigen.send("GET", "/api/v1/services", {}, tests::bearer(viewer.at("/token"))).status(), 401u);
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/tokens").body(), Not(HasSubstr(viewer.at("/id"))));
}

TEST_F(SigningIn, ATokensTextIsShownOnce) {
  const Headers key{{"Idempotency-Key", "one"}};
  const auto made = kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"t"})", key);
  const auto text = made.at("/token");
  const auto again = kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"t"})", key);
  EXPECT_EQ(again.code(), "shown_once");
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/tokens").body(), Not(HasSubstr(text)));
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/events?limit=1000").body(), Not(HasSubstr(text)));
}

}  // namespace
}  // namespace kigen::api
