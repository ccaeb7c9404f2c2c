#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "api/routes/event_stream.hpp"
#include "api/session/gate.hpp"
#include "orchestrator/company/commands.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using tests::ApiAnswer;
using tests::Headers;
using tests::json_text;

std::string login_body(std::string_view password, std::string_view mail = "admin@example.com") {
  return R"({"mail":")" + std::string(mail) + R"(","password":")" + std::string(password) + R"("})";
}

std::string claim_body(std::string_view token) {
  return R"({"token":")" + std::string(token) +
         R"(","password":"correct horse battery","companyName":"Example",)"
         R"("siteName":"Tokyo"})";
}

/// What a browser sends along after logging in.
Headers browser(const ApiAnswer& session) {
  const auto cookie = session.header("Set-Cookie");
  return {{"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-CSRF-Token", session.at("/csrfToken")}};
}

/// Keeps what is written; leaves when the test says so.
class TestSink final : public orchestrator::net::ByteSink {
 public:
  explicit TestSink(std::function<bool(const std::string&)> enough) : enough_(std::move(enough)) {}
  Task<Result<>> write(std::string_view bytes) override {
    text += bytes;
    if (enough_(text)) co_return fail(Error{make_error_code(std::errc::connection_reset)});
    co_return Result<>{};
  }
  std::string text;

 private:
  std::function<bool(const std::string&)> enough_;
};

struct Api : testing::Test {
  tests::Installation kigen;
};

// ---- the first admin

TEST_F(Api, TheFirstAdminIsClaimedOnceWithTheToken) {
  const auto end = kigen.log.end();
  const auto wrong = kigen.send("POST", "/api/v1/bootstrap", claim_body("wrong"));
  EXPECT_EQ(wrong.status(), 403u);
  EXPECT_EQ(wrong.code(), "wrong_bootstrap_token");
  EXPECT_EQ(wrong.at("/field"), "token");
  EXPECT_EQ(kigen.log.end(), end);

  const auto claimed = kigen.send("POST", "/api/v1/bootstrap", claim_body(tests::bootstrap_token));
  ASSERT_EQ(claimed.status(), 201u) << claimed.body();
  EXPECT_EQ(claimed.at("/role"), "admin");
  EXPECT_EQ(kigen.send("GET", "/api/v1/company", {}, browser(claimed)).at("/name"), "Example");
  EXPECT_EQ(kigen.send("GET", "/api/v1/sites", {}, browser(claimed)).at("/items/0/name"), "Tokyo");

  const auto again = kigen.send("POST", "/api/v1/bootstrap", claim_body(tests::bootstrap_token));
  EXPECT_EQ(again.status(), 409u);
  EXPECT_EQ(again.code(), "not_claimable");
}

TEST_F(Api, ARepeatedClaimIsAnsweredLikeTheFirst) {
  const Headers key{{"Idempotency-Key", "claim"}};
  const auto claim = [&](std::string_view token) {
    return kigen.send("POST", "/api/v1/bootstrap", claim_body(token), key);
  };
  ASSERT_EQ(claim(tests::bootstrap_token).status(), 201u);
  const auto secrets = kigen.vault.size();
  const auto again = claim(tests::bootstrap_token);
  ASSERT_EQ(again.status(), 201u) << again.body();
  EXPECT_EQ(kigen.send("GET", "/api/v1/sites", {}, browser(again)).at("/items/0/name"), "Tokyo");
  EXPECT_THAT(kigen.send("GET", "/api/v1/sites", {}, browser(again)).body(), Not(HasSubstr("},{")));
  EXPECT_EQ(kigen.vault.size(), secrets);

  EXPECT_EQ(claim("wrong").code(), "wrong_bootstrap_token");
  const auto other = kigen.send("POST", "/api/v1/bootstrap",
                                R"({"token":"kgnboot_of-the-tests","password":"another password"})", key);
  EXPECT_EQ(other.code(), "key_reused") << "a key is no password";
}

TEST_F(Api, AClaimIsOneAppend) {
  const auto end = kigen.log.end();
  const Headers key{{"Idempotency-Key", "claim"}};
  ASSERT_EQ(kigen.send("POST", "/api/v1/bootstrap", claim_body(tests::bootstrap_token), key).status(), 201u);
  const auto records = *kigen.run(kigen.log.read(end, 3));
  std::vector<std::string> types;
  for (const auto& record : records) types.push_back(record.type);
  EXPECT_THAT(types, testing::ElementsAre("user.password_set", "company.named", "company.site_created"));
  const auto landed = *kigen.run(kigen.log.find_command(records.front().meta.command_id.value()));
  EXPECT_EQ(landed->count, 3u);
}

TEST_F(Api, ABadNameClaimsNothing) {
  const auto end = kigen.log.end();
  const auto refused = kigen.send(
      "POST", "/api/v1/bootstrap",
      R"({"password":"correct horse battery","companyName":"Example","siteName":""})", {}, "127.0.0.1");
  EXPECT_EQ(refused.status(), 422u);
  EXPECT_EQ(refused.at("/field"), "siteName");
  EXPECT_EQ(kigen.log.end(), end);
  EXPECT_EQ(kigen.vault.size(), 0u);
}

TEST_F(Api, TheTokenMayBeLeftOutOnLoopbackOnly) {
  const std::string body = R"({"password":"correct horse battery"})";
  EXPECT_EQ(kigen.send("POST", "/api/v1/bootstrap", body).status(), 403u);
  EXPECT_EQ(kigen.send("POST", "/api/v1/bootstrap", body, {{"X-Forwarded-For", "203.0.113.9"}}, "127.0.0.1")
                .status(),
            403u);
  EXPECT_EQ(kigen.send("POST", "/api/v1/bootstrap", body, {}, "127.0.0.1").status(), 201u);
}

TEST_F(Api, AWeakPasswordClaimsNothing) {
  const auto end = kigen.log.end();
  const auto refused = kigen.send("POST", "/api/v1/bootstrap", R"({"password":"short"})", {}, "127.0.0.1");
  EXPECT_EQ(refused.status(), 422u) << refused.body();
  EXPECT_EQ(refused.at("/field"), "password");
  EXPECT_EQ(kigen.log.end(), end);
  EXPECT_EQ(kigen.vault.size(), 0u);
}

// ---- sessions

TEST_F(Api, LogsInAndOut) {
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

TEST_F(Api, ASessionEndsWhenIdle) {
  kigen.admin_token();
  const auto session = kigen.send("POST", "/api/v1/session", login_body(tests::admin_password));
  kigen.clock.advance_by(30min);
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, browser(session)).code(), "session_expired");
}

TEST_F(Api, UnknownUserAndWrongPasswordLookTheSame) {
  kigen.admin_token();
  const auto wrong = kigen.send("POST", "/api/v1/session", login_body("not the password"));
  const auto unknown =
      kigen.send("POST", "/api/v1/session", login_body("not the password", "nobody@example.com"));
  EXPECT_EQ(wrong.status(), 401u);
  EXPECT_EQ(unknown.status(), 401u);
  EXPECT_EQ(wrong.code(), unknown.code());
  EXPECT_EQ(wrong.at("/detail"), unknown.at("/detail"));
}

TEST_F(Api, GuessingIsSlowedAndRecordedOnce) {
  kigen.admin_token();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(kigen.send("POST", "/api/v1/session", login_body("guess")).status(), 401u) << i;
  const auto refused = kigen.send("POST", "/api/v1/session", login_body(tests::admin_password));
  EXPECT_EQ(refused.status(), 429u);
  EXPECT_EQ(refused.header("Retry-After"), "1");
  EXPECT_EQ(refused.code(), "throttled");
  const auto events = kigen.as_admin("GET", "/api/v1/events?type=user.login_throttled");
  EXPECT_EQ(events.at("/items/0/payload/failures"), "5");
  EXPECT_THAT(events.body(), Not(HasSubstr("},{")));
  kigen.clock.advance_by(1s);
  EXPECT_EQ(kigen.send("POST", "/api/v1/session", login_body(tests::admin_password)).status(), 201u);
}

TEST_F(Api, ACookieAloneChangesNothing) {
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

TEST_F(Api, ChangingOnesPasswordEndsOnesOtherSessions) {
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

TEST_F(Api, ARevokedOrExpiredTokenIsWorthNothing) {
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

TEST_F(Api, ATokensTextIsShownOnce) {
  const Headers key{{"Idempotency-Key", "one"}};
  const auto made = kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"t"})", key);
  const auto text = made.at("/token");
  const auto again = kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"t"})", key);
  EXPECT_EQ(again.code(), "shown_once");
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/tokens").body(), Not(HasSubstr(text)));
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/events?limit=1000").body(), Not(HasSubstr(text)));
}

// ---- commands

TEST_F(Api, AServiceIsMadeChangedAndDeleted) {
  const auto made =
      kigen.as_admin("POST", "/api/v1/services", R"({"commonName":"www.example.com","name":"web"})");
  ASSERT_EQ(made.status(), 201u) << made.body();
  EXPECT_EQ(made.at("/version"), "1");
  EXPECT_EQ(made.at("/changed"), "true");
  EXPECT_EQ(made.at("/stream"), "service-" + made.at("/id"));
  const auto path = "/api/v1/services/" + made.at("/id");

  const auto shown = kigen.as_admin("GET", path);
  EXPECT_EQ(shown.header("ETag"), "\"1\"");
  EXPECT_EQ(shown.at("/settings/key/algorithm"), "ecdsa-p256");
  const std::string settings = R"({"name":"web 2","commonName":"www.example.com","sans":["a.example.com"]})";
  EXPECT_EQ(kigen.as_admin("PUT", path, settings).status(), 428u);
  EXPECT_EQ(kigen.as_admin("PUT", path, settings, {{"If-Match", "\"7\""}}).status(), 412u);
  EXPECT_EQ(kigen.as_admin("PUT", path, settings, {{"If-Match", "7"}}).status(), 400u);
  const auto changed = kigen.as_admin("PUT", path, settings, {{"If-Match", "\"1\""}});
  EXPECT_EQ(changed.status(), 200u) << changed.body();
  EXPECT_EQ(changed.header("ETag"), "\"2\"");
  const auto same = kigen.as_admin("PUT", path, settings, {{"If-Match", "\"2\""}});
  EXPECT_EQ(same.at("/changed"), "false");
  EXPECT_EQ(kigen.as_admin("PUT", path, settings, {{"If-Match", "\"1\""}}).status(), 412u);
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/services?q=WEB%202").at("/items/0/name"), "web 2");

  EXPECT_EQ(kigen.as_admin("DELETE", path).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", path).status(), 404u);
  EXPECT_EQ(kigen.as_admin("PUT", path, settings, {{"If-Match", "*"}}).status(), 404u);
}

TEST_F(Api, ARepeatedRequestIsAnsweredLikeTheFirst) {
  const Headers key{{"Idempotency-Key", "abc"}};
  const std::string body = R"({"name":"web","commonName":"www.example.com"})";
  const auto first = kigen.as_admin("POST", "/api/v1/services", body, key);
  const auto end = kigen.log.end();
  const auto second = kigen.as_admin("POST", "/api/v1/services", body, key);
  EXPECT_EQ(second.status(), first.status());
  EXPECT_EQ(second.at("/id"), first.at("/id"));
  EXPECT_EQ(second.at("/position"), first.at("/position"));
  EXPECT_EQ(second.at("/version"), first.at("/version"));
  EXPECT_EQ(kigen.log.end(), end);

  const auto other = kigen.as_admin("POST", "/api/v1/sites", R"({"name":"x"})", key);
  EXPECT_EQ(other.status(), 422u);
  EXPECT_EQ(other.code(), "key_reused");
  EXPECT_EQ(kigen.log.end(), end);
}

TEST_F(Api, ARepeatedSiteIsTheSameSite) {
  const Headers key{{"Idempotency-Key", "site"}};
  const auto first = kigen.as_admin("POST", "/api/v1/sites", R"({"name":"Osaka"})", key);
  const auto second = kigen.as_admin("POST", "/api/v1/sites", R"({"name":"Osaka"})", key);
  ASSERT_EQ(first.status(), 201u) << first.body();
  EXPECT_EQ(second.at("/id"), first.at("/id"));
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/sites").at("/items/0/id"), first.at("/id"));
}

struct BadRequest {
  const char* name;
  const char* method;
  const char* target;
  std::string body;
  unsigned status;
  const char* code;
  const char* field;
};
void PrintTo(const BadRequest& bad, std::ostream* out) { *out << bad.name; }

class Refused : public testing::TestWithParam<BadRequest> {
 protected:
  tests::Installation kigen;
};

TEST_P(Refused, AndNothingChanged) {
  const auto& bad = GetParam();
  kigen.admin_token();
  const auto end = kigen.log.end();
  const auto secrets = kigen.vault.size();
  const auto answer = kigen.as_admin(bad.method, bad.target, bad.body);
  EXPECT_EQ(answer.status(), bad.status) << answer.body();
  EXPECT_EQ(answer.header("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer.code(), bad.code);
  EXPECT_EQ(answer.at("/field"), bad.field);
  EXPECT_EQ(answer.at("/instance"), answer.header("X-Request-Id"));
  EXPECT_NE(answer.at("/message"), "0");
  EXPECT_EQ(kigen.log.end(), end);
  EXPECT_EQ(kigen.vault.size(), secrets);
}

constexpr const char* services = "/api/v1/services";
constexpr const char* accesses = "/api/v1/accesses";

INSTANTIATE_TEST_SUITE_P(
    All, Refused,
    testing::Values(
        BadRequest{"NoBody", "POST", services, "", 400, "body_missing", ""},
        BadRequest{"CutJson", "POST", services, R"({"name":)", 400, "malformed_json", ""},
        BadRequest{"UnknownField", "POST", services, R"({"name":"a","commonName":"b.example.com","nmae":1})",
                   400, "unknown_field", "nmae"},
        BadRequest{"WrongType", "POST", services, R"({"name":"a","commonName":"b.example.com","sans":"x"})",
                   400, "wrong_type", "sans"},
        BadRequest{"MissingField", "POST", services, R"({"name":"a"})", 400, "missing_field", "commonName"},
        BadRequest{"SecretOfWrongType", "POST", accesses,
                   R"({"name":"a","host":"h","loginId":"l","loginPassword":7})", 400, "wrong_type",
                   "loginPassword"},
        BadRequest{"IllegalHost", "POST", accesses,
                   R"({"name":"a","host":"h;rm -rf","loginId":"l","loginPassword":"secret"})", 422,
                   "malformed_host", "host"},
        BadRequest{"UnknownParameter", "GET", "/api/v1/services?serach=x", "", 400, "unknown_parameter",
                   "serach"},
        BadRequest{"BadLimit", "GET", "/api/v1/services?limit=0", "", 400, "malformed_parameter", "limit"},
        BadRequest{"BadWord", "GET", "/api/v1/services?level=loud", "", 400, "malformed_parameter", "level"},
        BadRequest{"BadAt", "GET", "/api/v1/services?at=yesterday", "", 400, "malformed_parameter", "at"},
        BadRequest{"NoSuchPath", "GET", "/api/v1/nothing", "", 404, "no_such_path", ""},
        BadRequest{"WrongMethod", "PATCH", services, "", 405, "method_not_allowed", ""},
        BadRequest{"NotAnId", "GET", "/api/v1/services/7", "", 404, "not_found", ""},
        BadRequest{"UnknownId", "GET", "/api/v1/services/019a9b3c-0000-7000-8000-0000000000ff", "", 404,
                   "not_found", ""},
        BadRequest{"BadTile", "GET", "/api/v1/log/tile/0/1", "", 404, "not_found", ""},
        BadRequest{"BadPem", "POST", "/api/v1/services/019a9b3c-0000-7000-8000-0000000000ff/csr",
                   R"({"csr":"x"})", 422, "malformed", "csr"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST_F(Api, ABodyMustSayThatItIsJson) {
  const auto& token = kigen.admin_token();
  orchestrator::net::ServerRequest request;
  request.method = "POST";
  request.path = services;
  request.body = R"({"name":"a","commonName":"b.example.com"})";
  request.headers = {{"Authorization", "Bearer " + token}, {"Content-Type", "text/plain"}};
  const auto answer = kigen.run(kigen.server->handle(std::move(request)));
  EXPECT_EQ(answer.status, 415u);
}

// ---- secrets

TEST_F(Api, SecretsGoInAndNeverComeOut) {
  kigen.admin_token();
  const auto before = kigen.vault.size();
  const auto made = kigen.as_admin(
      "POST", accesses,
      R"({"name":"host","host":"192.0.2.9","loginId":"deploy","loginPassword":"hunter2-and-more"})");
  ASSERT_EQ(made.status(), 201u) << made.body();
  EXPECT_EQ(kigen.vault.size(), before + 1);
  const auto path = std::string(accesses) + "/" + made.at("/id");
  const auto shown = kigen.as_admin("GET", path);
  EXPECT_EQ(shown.at("/hasLoginPassword"), "true");
  for (const auto& target : {path, std::string(accesses), std::string("/api/v1/events?limit=1000"),
                             std::string("/api/v1/log?format=jsonl")})
    EXPECT_THAT(kigen.as_admin("GET", target).body(), Not(HasSubstr("hunter2"))) << target;
}

TEST_F(Api, ASecretStaysUntilItIsReplacedOrForgotten) {
  const std::string plain = R"({"name":"host","host":"192.0.2.9","loginId":"deploy")";
  const auto made =
      kigen.as_admin("POST", accesses, plain + R"(,"loginPassword":"first","sshPrivateKey":"a key"})");
  const auto path = std::string(accesses) + "/" + made.at("/id");
  const Headers any{{"If-Match", "*"}};
  ASSERT_EQ(kigen.as_admin("PUT", path, plain + R"(,"port":2222})", any).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/hasLoginPassword"), "true");
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/port"), "2222");
  const auto settings = kigen.as_admin("GET", path).at("/settings");
  ASSERT_EQ(kigen.as_admin("PUT", path, settings, any).status(), 200u) << "what is shown can be put back";
  ASSERT_EQ(kigen.as_admin("PUT", path, plain + R"(,"loginPassword":""})", any).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/hasLoginPassword"), "false");
}

TEST_F(Api, OnlyAKeyThatTheHostShowedIsConfirmed) {
  const auto made = kigen.as_admin(
      "POST", accesses, R"({"name":"host","host":"192.0.2.9","loginId":"deploy","loginPassword":"x"})");
  const auto path = std::string(accesses) + "/" + made.at("/id") + "/host-key";
  const auto refused = kigen.as_admin("POST", path, R"({"fingerprint":"SHA256:made-up"})");
  EXPECT_EQ(refused.status(), 409u);
  EXPECT_EQ(refused.code(), "unseen_host_key");
}

// ---- reading

TEST_F(Api, HistoryIsReadAtAPositionOrAnInstant) {
  const auto id = kigen.create_service("old name");
  const auto position = kigen.log.end() - 1;
  const auto then = to_text(kigen.clock.now());
  kigen.clock.advance_by(1h);
  const auto path = "/api/v1/services/" + id;
  ASSERT_EQ(
      kigen
          .as_admin("PUT", path, R"({"name":"new name","commonName":"www.example.com"})", {{"If-Match", "*"}})
          .status(),
      200u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/name"), "new name");
  EXPECT_EQ(kigen.as_admin("GET", path + "?at=" + std::to_string(position)).at("/settings/name"), "old name");
  EXPECT_EQ(kigen.as_admin("GET", path + "?at=" + then).at("/settings/name"), "old name");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/services?at=0").at("/total"), "0");
  EXPECT_EQ(kigen.send("GET", path + "?at=0", {}, tests::bearer(kigen.viewer_token())).code(),
            "role_too_low");
}

/// Everything that is read from views, in a history of one service, node, access and account.
TEST_F(Api, WhateverIsReadFromViewsCanBeReadAsItWas) {
  const auto service = kigen.create_ordering_service("web");
  const auto before = std::to_string(kigen.log.end() - 1);
  const auto node = kigen.create_node(service, "web1");
  const auto order = kigen.as_admin("POST", "/api/v1/services/" + service + "/orders").at("/id");
  kigen.settle();
  kigen.as_admin("POST", "/api/v1/users", R"({"mail":"later@example.com"})");
  const auto access = kigen.as_admin("GET", "/api/v1/accesses").at("/items/0/id");
  const auto job = kigen.as_admin("GET", "/api/v1/jobs").at("/items/0/id");

  const std::string past = "at=" + before;
  for (const auto& list : std::vector<std::string>{"accesses", "orders", "jobs", "sites",
                                                   "applies?state=open", "nodes/" + node + "/applies"}) {
    const auto mark = list.find('?') == std::string::npos ? "?" : "&";
    const auto then = kigen.as_admin("GET", "/api/v1/" + list + mark + past);
    EXPECT_EQ(then.at("/items"), "[]") << list;
    EXPECT_EQ(then.at("/position"), std::to_string(std::stoull(before) + 1)) << list;
  }
  for (const auto& [one, id] : {std::pair("accesses/", access), std::pair("orders/", order),
                                std::pair("jobs/", job), std::pair("nodes/", node)}) {
    EXPECT_EQ(kigen.as_admin("GET", "/api/v1/" + (one + id)).status(), 200u) << one;
    EXPECT_EQ(kigen.as_admin("GET", "/api/v1/" + (one + id) + "?" + past).status(), 404u) << one;
  }
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/ca-accounts?" + past).at("/items/0/name"), "CA of web");
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/users").body(), HasSubstr("later@example.com"));
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/users?" + past).body(), Not(HasSubstr("later@example.com")));
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/log?from=" + before + "&" + past).at("/items/0/position"), before);
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/log?format=text&limit=1&" + past).status(), 200u);
}

TEST_F(Api, AnExportOfTheLogIsAsOldThroughout) {
  kigen.create_service("first");
  const auto before = std::to_string(kigen.log.end() - 1);
  kigen.create_service("second");
  const auto answer = kigen.as_admin("GET", "/api/v1/log?format=text&at=" + before);
  ASSERT_TRUE(answer.raw.stream);
  TestSink sink([](const std::string&) { return false; });
  ASSERT_TRUE(kigen.run(answer.raw.stream(sink)));
  EXPECT_THAT(sink.text, HasSubstr("first"));
  EXPECT_THAT(sink.text, Not(HasSubstr("second")));
}

TEST_F(Api, ASearchFindsWhatIsOnNoFirstPage) {
  for (const auto* const name : {"Alpha", "Beta", "Gamma"}) {
    const auto quoted = json_text(name);
    kigen.as_admin("POST", accesses,
                   R"({"name":)" + quoted + R"(,"host":"192.0.2.9","loginId":"x","loginPassword":"x"})");
    kigen.as_admin("POST", "/api/v1/ca-accounts",
                   R"({"name":)" + quoted + R"(,"directoryUrl":"https://ca.example.com/dir"})");
    kigen.as_admin("POST", "/api/v1/sites", R"({"name":)" + quoted + "}");
  }
  for (const std::string list : {"accesses?limit=1&q=gam", "ca-accounts?limit=1&q=gam", "sites?q=gam"}) {
    const auto found = kigen.as_admin("GET", "/api/v1/" + list);
    EXPECT_EQ(found.at("/items/0/name"), "Gamma") << list;
  }
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/accesses?q=none").at("/items"), "[]");
}

TEST_F(Api, EventsArePagedByPositionAndByStream) {
  const auto id = kigen.create_service("web");
  const auto page = kigen.as_admin("GET", "/api/v1/events?limit=2");
  EXPECT_EQ(page.at("/items/0/position"), "0");
  EXPECT_EQ(page.at("/next"), "2");
  EXPECT_EQ(page.at("/end"), std::to_string(kigen.log.end()));
  const auto of_stream = kigen.as_admin("GET", "/api/v1/events?stream=service-" + id);
  EXPECT_EQ(of_stream.at("/items/0/type"), "service.created");
  EXPECT_EQ(of_stream.at("/next"), "null");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/events?stream=service-" + id + "&fromVersion=2").at("/items"),
            "[]");
}

TEST_F(Api, TheLogComesInEveryFormat) {
  kigen.create_service("web");
  const auto text = kigen.as_admin("GET", "/api/v1/log?format=text&limit=1000");
  EXPECT_THAT(text.header("Content-Type"), HasSubstr("text/plain"));
  const auto lines = kigen.as_admin("GET", "/api/v1/log", {}, {{"Accept", "text/csv, */*;q=0.1"}});
  EXPECT_THAT(lines.header("Content-Type"), HasSubstr("text/csv"));
  EXPECT_TRUE(lines.raw.stream) << "without a limit it is an export of everything";
  const auto json = kigen.as_admin("GET", "/api/v1/log?lang=ja");
  EXPECT_EQ(json.header("Content-Type"), "application/json");
  EXPECT_NE(json.at("/items"), "[]");
}

TEST_F(Api, TheLogsTreeIsServedByC2spPaths) {
  kigen.create_service("web");
  const auto note = kigen.as_admin("GET", "/api/v1/log/checkpoint");
  EXPECT_THAT(note.body(), HasSubstr("\n" + std::to_string(kigen.log.end()) + "\n"));
  const auto width = std::to_string(kigen.log.end());
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/log/tile/0/000.p/" + width).body().size(), 32 * kigen.log.end());
  const auto bundle = kigen.as_admin("GET", "/api/v1/log/tile/entries/000.p/1").body();
  const auto first = *kigen.run(kigen.log.read(0, 1));
  EXPECT_EQ(bundle.substr(2), events::encode_record(first.front()));
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/log/tile/entries/000").status(), 404u);
}

TEST_F(Api, StateHealthAndMetrics) {
  kigen.create_service("web");
  EXPECT_EQ(kigen.send("GET", "/healthz").status(), 200u);
  EXPECT_EQ(kigen.send("GET", "/readyz").body(), "ready\n");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/state").at("/viewsLag"), "0");
  EXPECT_THAT(
      kigen.as_admin("GET", "/metrics").body(),
      HasSubstr("kigen_http_requests_total{method=\"POST\",route=\"/api/v1/services\",status=\"201\"} 1\n"));
  kigen.log.set_intake(events::Intake::full);
  EXPECT_EQ(kigen.send("GET", "/readyz").status(), 503u);
  EXPECT_EQ(kigen.as_admin("POST", services, R"({"name":"b","commonName":"b.example.com"})").status(), 503u);
  kigen.log.set_intake(events::Intake::open);
}

TEST_F(Api, TheConsoleComesWithItsPolicy) {
  const auto page = kigen.send("GET", "/");
  ASSERT_EQ(page.status(), 200u);
  EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("script-src 'self'"));
  EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(kigen.send("GET", "/", {}, {{"If-None-Match", page.header("ETag")}}).status(), 304u);
  EXPECT_EQ(kigen.send("POST", "/").status(), 404u);
  EXPECT_EQ(kigen.send("GET", "/no/such/file").status(), 404u);
}

// ---- live events

std::vector<std::string> ids_in(const std::string& text) {
  std::vector<std::string> ids;
  for (auto at = text.find("id: "); at != text.npos; at = text.find("id: ", at + 1))
    if (text.compare(text.find('\n', at) + 1, 5, "data:") == 0)
      ids.push_back(text.substr(at + 4, text.find('\n', at) - at - 4));
  return ids;
}

struct LiveEvents : Api {
  ApiAnswer open(const std::string& target, Headers headers = {}) {
    return kigen.as_admin("GET", target, {}, headers);
  }
  /// Everything sent until `enough`.
  std::string follow(const ApiAnswer& answer, std::function<bool(const std::string&)> enough) {
    TestSink sink(std::move(enough));
    const auto ended = kigen.run(answer.raw.stream(sink));
    ended_well = ended.has_value();
    return sink.text;
  }
  bool ended_well = false;
};

TEST_F(LiveEvents, EachRecordOnceAndResumedWhereItWas) {
  kigen.create_service("one");
  kigen.create_service("two");
  const auto all = follow(open("/api/v1/events/stream?from=0"),
                          [&](const std::string& text) { return ids_in(text).size() >= kigen.log.end(); });
  const auto ids = ids_in(all);
  ASSERT_EQ(ids.size(), kigen.log.end());
  for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], std::to_string(i));

  const auto rest = follow(open("/api/v1/events/stream", {{"Last-Event-ID", "2"}}),
                           [](const std::string& text) { return !ids_in(text).empty(); });
  EXPECT_EQ(ids_in(rest).front(), "3");
}

TEST_F(LiveEvents, WithoutAPlaceItBeginsNow) {
  kigen.create_service("one");
  const auto answer = open("/api/v1/events/stream");
  const auto position = kigen.log.end();
  kigen.create_service("two");
  const auto text = follow(answer, [](const std::string& sent) { return !ids_in(sent).empty(); });
  EXPECT_EQ(ids_in(text).front(), std::to_string(position));
}

TEST_F(LiveEvents, FiltersAndSaysHowFarItIs) {
  kigen.create_service("one");
  const auto text = follow(open("/api/v1/events/stream?from=0&type=order."),
                           [](const std::string& sent) { return sent.find(": idle") != sent.npos; });
  EXPECT_TRUE(ids_in(text).empty());
  EXPECT_THAT(text, HasSubstr(": idle\nid: " + std::to_string(kigen.log.end() - 1) + "\n\n"));
}

/// What an API token opened that is revoked by now.
struct RevokedStream : LiveEvents {
  ApiAnswer opened() {
    const auto made = kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"v"})");
    const auto answer = kigen.send("GET", "/api/v1/events/stream", {}, tests::bearer(made.at("/token")));
    kigen.as_admin("DELETE", "/api/v1/tokens/" + made.at("/id"));
    return answer;
  }
};

TEST_F(RevokedStream, EndsWhenIdle) {
  const auto answer = opened();
  ASSERT_EQ(answer.header("Content-Type"), "text/event-stream");
  follow(answer, [](const std::string&) { return false; });
  EXPECT_TRUE(ended_well);
}

/// Each write takes a second, and meanwhile there is more to write.
class BusySink final : public orchestrator::net::ByteSink {
 public:
  explicit BusySink(tests::Installation& kigen) : kigen_(kigen) {}
  Task<Result<>> write(std::string_view) override {
    if (++writes > most) co_return fail(Error{make_error_code(std::errc::connection_reset)});
    const orchestrator::NameCompany command{"Example " + std::to_string(writes)};
    CO_TRY_DO(co_await kigen_.orchestrator.execute(orchestrator::as_command(command), {}));
    kigen_.clock.advance_by(1s);
    co_return Result<>{};
  }
  static constexpr int most = 60;
  int writes = 0;

 private:
  tests::Installation& kigen_;
};

TEST_F(RevokedStream, EndsWhenBusy) {
  const auto answer = opened();
  BusySink sink(kigen);
  EXPECT_TRUE(kigen.run(answer.raw.stream(sink))) << "it was still sending after a minute";
  EXPECT_LT(sink.writes, sink.most);
}

}  // namespace
}  // namespace kigen::api
