#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/algorithm/string/replace.hpp>

#include "orchestrator/company/commands.hpp"
#include "orchestrator/kept/commands.hpp"
#include "orchestrator/pki/make.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;
using tests::Headers;

struct Commands : testing::Test {
  tests::Installation kigen;
};

TEST_F(Commands, AServiceIsMadeChangedAndDeleted) {
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

TEST_F(Commands, ARepeatedRequestIsAnsweredLikeTheFirst) {
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

TEST_F(Commands, AKeyIsOfOneRequest) {
  const Headers key{{"Idempotency-Key", "abc"}};
  const auto ask = [&](const std::string& name) {
    return kigen.as_admin("POST", "/api/v1/sites", R"({"name":")" + name + R"("})", key);
  };
  ASSERT_EQ(ask("Osaka").status(), 201u);
  const auto end = kigen.log.end();
  const auto other = ask("Kobe");
  EXPECT_EQ(other.status(), 422u);
  EXPECT_EQ(other.code(), "key_reused");
  EXPECT_EQ(ask("Osaka").status(), 201u);
  EXPECT_EQ(kigen.log.end(), end);
  kigen.restart_api();
  EXPECT_EQ(ask("Kobe").code(), "key_reused");
  kigen.settle();  // that the token is in use is taken down again
  const auto later = kigen.log.end();
  EXPECT_EQ(ask("Osaka").status(), 201u);
  EXPECT_EQ(kigen.log.end(), later);
}

TEST_F(Commands, AKeyOfTheTimeBeforeFingerprintsGoesWithAnyBody) {
  orchestrator::Context before;
  before.command_id = "api/" + kigen.as_admin("GET", "/api/v1/users").at("/items/0/id") + "/old";
  orchestrator::Create<events::SiteSettings> create;
  create.id = orchestrator::fresh_id<SiteId>(kigen.clock.now(), kigen.random);
  create.settings.name = "Osaka";
  ASSERT_TRUE(kigen.run(kigen.orchestrator.execute(orchestrator::as_command(create), before)));
  const auto again =
      kigen.as_admin("POST", "/api/v1/sites", R"({"name":"Osaka"})", {{"Idempotency-Key", "old"}});
  EXPECT_EQ(again.status(), 201u) << again.body();
}

TEST_F(Commands, ARepeatedSiteIsTheSameSite) {
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
                   R"({"name":"a","connection":{"kind":"ssh","host":"h","loginId":"l","loginPassword":7}})",
                   400, "wrong_type", "connection.loginPassword"},
        BadRequest{
            "SecretThatIsAWord", "POST", accesses,
            R"({"name":"a","connection":{"kind":"ssh","host":"h","loginId":"l","loginPassword":"set"}})", 422,
            "secret_word", "connection.loginPassword"},
        BadRequest{"SecretThatIsNotThere", "POST", accesses,
                   R"({"name":"a","connection":{"kind":"ssh","host":"h","loginId":"l",)"
                   R"("loginPassword":{"set":true}}})",
                   422, "no_secret_here", "connection.loginPassword"},
        BadRequest{"SecretThatNothingUses", "POST", accesses,
                   R"({"name":"a","connection":{"kind":"ssh","host":"h","loginId":"l","loginPassword":"x",)"
                   R"("executionPassword":"y"}})",
                   422, "secret_unused", "connection.executionPassword"},
        BadRequest{"NoKind", "POST", accesses, R"({"name":"a","connection":{"host":"h","loginId":"l"}})", 400,
                   "missing_field", "connection.kind"},
        BadRequest{"UnknownKind", "POST", accesses, R"({"name":"a","connection":{"kind":"telnet"}})", 400,
                   "wrong_type", "connection.kind"},
        BadRequest{"MemberOfNoKind", "POST", accesses,
                   R"({"name":"a","connection":{"kind":"ssh","host":"h","loginId":"l","keyFile":"x"}})", 400,
                   "unknown_field", "connection.keyFile"},
        BadRequest{"MemberOfAnotherKind", "POST", "/api/v1/applicants",
                   R"({"name":"a","who":{"kind":"ca-user","userId":"7","mail":"a@example.com"}})", 400,
                   "unknown_field", "who.mail"},
        BadRequest{"DigitsWithHyphens", "POST", "/api/v1/applicants",
                   R"({"name":"a","who":{"kind":"ca-user","userId":"10-42"}})", 422, "malformed_digits",
                   "who.userId"},
        BadRequest{"KeyThatIsMadeHere", "POST", "/api/v1/ca-accounts",
                   R"({"name":"a","ca":{"kind":"acme","directoryUrl":"https://a/","accountKey":"mine"}})",
                   400, "wrong_type", "ca.accountKey"},
        BadRequest{
            "IllegalHost", "POST", accesses,
            R"({"name":"a","connection":{"kind":"ssh","host":"h;rm","loginId":"l","loginPassword":"x"}})",
            422, "malformed_host", "connection.host"},
        BadRequest{"UnknownParameter", "GET", "/api/v1/services?serach=x", "", 400, "unknown_parameter",
                   "serach"},
        BadRequest{"BadLimit", "GET", "/api/v1/services?limit=0", "", 400, "malformed_parameter", "limit"},
        BadRequest{"BadWord", "GET", "/api/v1/services?severity=loud", "", 400, "malformed_parameter",
                   "severity"},
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

TEST_F(Commands, ABodyMustSayThatItIsJson) {
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

/// The settings of an access over SSH with these members.
std::string over_ssh(const std::string& members) {
  return R"({"name":"host","connection":{"kind":"ssh",)" + members + "}}";
}
std::string acme_at(const std::string& members) {
  return R"({"name":"ca","ca":{"kind":"acme","directoryUrl":"https://)" + members + "}}";
}

TEST_F(Commands, SecretsGoInAndNeverComeOut) {
  kigen.admin_token();
  const auto before = kigen.vault.size();
  const auto made =
      kigen.as_admin("POST", accesses,
                     over_ssh(R"("host":"192.0.2.9","loginId":"deploy","loginPassword":"hunter2-and-more")"));
  ASSERT_EQ(made.status(), 201u) << made.body();
  EXPECT_EQ(kigen.vault.size(), before + 1);
  const auto path = std::string(accesses) + "/" + made.at("/id");
  const auto shown = kigen.as_admin("GET", path);
  EXPECT_EQ(shown.at("/settings/connection/loginPassword/set"), "true");
  for (const auto& target : {path, std::string(accesses), std::string("/api/v1/events?limit=1000"),
                             std::string("/api/v1/log?format=jsonl")})
    EXPECT_THAT(kigen.as_admin("GET", target).body(), Not(HasSubstr("hunter2"))) << target;
}

/// One that logins can be made with, as it stands in JSON.
std::string login_key() {
  return boost::replace_all_copy(orchestrator::pki::make_account_key().value().reveal(), "\n", "\\n");
}

TEST_F(Commands, ASecretStaysUntilItIsReplacedOrForgotten) {
  const std::string plain = R"("host":"192.0.2.9","loginId":"deploy")";
  const auto made =
      kigen.as_admin("POST", accesses,
                     over_ssh(plain + R"(,"loginPassword":"first","sshPrivateKey":")" + login_key() + '"'));
  const auto path = std::string(accesses) + "/" + made.at("/id");
  const Headers any{{"If-Match", "*"}};
  ASSERT_EQ(
      kigen.as_admin("PUT", path, over_ssh(plain + R"(,"hostKeyPolicy":"trust-on-first-use")"), any).status(),
      200u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/connection/loginPassword/set"), "true");
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/connection/hostKeyPolicy"), "trust-on-first-use");
  const auto settings = kigen.as_admin("GET", path).at("/settings");
  ASSERT_EQ(kigen.as_admin("PUT", path, settings, any).status(), 200u) << "what is shown can be put back";
  ASSERT_EQ(kigen.as_admin("PUT", path, over_ssh(plain + R"(,"loginPassword":{"set":true})"), any).status(),
            200u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/connection/loginPassword/set"), "true");
  ASSERT_EQ(kigen.as_admin("PUT", path, over_ssh(plain + R"(,"loginPassword":"")"), any).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/connection/loginPassword/set"), "false");
}

// An admin who may not read a password shall not have it sent to a host of theirs.
TEST_F(Commands, AStoredPasswordIsNotSentToAnotherHost) {
  const auto made = kigen.as_admin(
      "POST", accesses, over_ssh(R"("host":"192.0.2.9","loginId":"deploy","loginPassword":"of 192.0.2.9")"));
  const auto path = std::string(accesses) + "/" + made.at("/id");
  const auto secrets = kigen.vault.size();
  const Headers any{{"If-Match", "*"}};
  for (const auto* elsewhere :
       {R"("host":"203.0.113.66","loginId":"deploy")", R"("host":"192.0.2.9","port":2222,"loginId":"deploy")",
        R"("host":"192.0.2.9","loginId":"other")"}) {
    const auto refused = kigen.as_admin("PUT", path, over_ssh(elsewhere), any);
    EXPECT_EQ(refused.status(), 422u) << elsewhere;
    EXPECT_EQ(refused.code(), "secret_needed") << elsewhere;
    EXPECT_EQ(refused.at("/field"), "connection.loginPassword") << elsewhere;
    EXPECT_EQ(kigen.vault.size(), secrets);
  }
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/connection/host"), "192.0.2.9");
  const auto given = kigen.as_admin(
      "PUT", path, over_ssh(R"("host":"203.0.113.66","loginId":"deploy","loginPassword":"new")"), any);
  EXPECT_EQ(given.status(), 200u) << given.body();
}

TEST_F(Commands, ThePasswordOfAnElevationEndsWithIt) {
  const std::string plain = R"("host":"192.0.2.9","loginId":"deploy")";
  const auto made = kigen.as_admin(
      "POST", accesses,
      over_ssh(plain +
               R"(,"loginPassword":"l","elevation":"su","executionId":"root","executionPassword":"e")"));
  const auto path = std::string(accesses) + "/" + made.at("/id");
  ASSERT_EQ(kigen.as_admin("GET", path).at("/settings/connection/executionPassword/set"), "true");
  ASSERT_EQ(kigen.as_admin("PUT", path, over_ssh(plain), {{"If-Match", "*"}}).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/connection/executionPassword/set"), "false");
}

TEST_F(Commands, TheKeysOfACaAccountAreNotUsedAtAnotherDirectory) {
  const std::string account = "/api/v1/ca-accounts";
  const auto made = kigen.as_admin(
      "POST", account, acme_at(R"(ca.example/d","externalKeyId":"kid","externalKey":"c2VjcmV0")"));
  ASSERT_EQ(made.status(), 201u) << made.body();
  const auto path = account + "/" + made.at("/id");
  const auto account_key = [&] {
    return kigen.orchestrator.world()
        .ca_accounts()
        .begin()
        ->second.settings.ca.as<events::AcmeCa>()
        .account_key;
  };
  const auto before = account_key();
  const Headers any{{"If-Match", "*"}};
  const auto refused = kigen.as_admin("PUT", path, acme_at(R"(evil.example/d","externalKeyId":"kid")"), any);
  EXPECT_EQ(refused.status(), 422u);
  EXPECT_EQ(refused.code(), "secret_needed");
  EXPECT_EQ(refused.at("/field"), "ca.externalKey");
  EXPECT_EQ(account_key(), before);
  ASSERT_EQ(kigen.as_admin("PUT", path, acme_at(R"(other.example/d","externalKey":"")"), any).status(), 200u);
  EXPECT_NE(account_key(), before) << "each directory has an account key of its own";
}

TEST_F(Commands, WhatIsShownOfACaAccountCanBePutBackAndKeepsItsKeys) {
  const std::string account = "/api/v1/ca-accounts";
  const auto made = kigen.as_admin(
      "POST", account, acme_at(R"(ca.example/d","externalKeyId":"kid","externalKey":"c2VjcmV0")"));
  const auto path = account + "/" + made.at("/id");
  const auto& stored = kigen.orchestrator.world().ca_accounts().begin()->second;
  const auto before = stored.settings;
  const auto shown = kigen.as_admin("GET", path).at("/settings");
  EXPECT_THAT(shown, HasSubstr(R"("accountKey":{"set":true})"));
  EXPECT_EQ(kigen.as_admin("PUT", path, shown, {{"If-Match", "*"}}).status(), 200u);
  EXPECT_EQ(stored.settings, before);
}

TEST_F(Commands, AnUnusableLoginKeyIsRefusedWhenItIsSaved) {
  const auto refused = kigen.as_admin(
      "POST", accesses,
      over_ssh(R"("host":"192.0.2.9","loginId":"deploy","sshPrivateKey":"-----BEGIN RSA PRIVATE KEY-----")"));
  EXPECT_EQ(refused.status(), 422u);
  EXPECT_EQ(refused.code(), "unusable_login_key");
  EXPECT_EQ(refused.at("/field"), "connection.sshPrivateKey");
}

TEST_F(Commands, OnlyAKeyThatTheHostShowedIsConfirmed) {
  const auto made = kigen.as_admin("POST", accesses,
                                   over_ssh(R"("host":"192.0.2.9","loginId":"deploy","loginPassword":"x")"));
  const auto path = std::string(accesses) + "/" + made.at("/id") + "/host-key";
  const auto refused = kigen.as_admin("POST", path, R"({"fingerprint":"SHA256:made-up"})");
  EXPECT_EQ(refused.status(), 409u);
  EXPECT_EQ(refused.code(), "unseen_host_key");
}

}  // namespace
}  // namespace kigen::api
