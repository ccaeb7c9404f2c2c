// What people see of each other, and what ends with what they were trusted with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/api/support/installation.hpp"
#include "tests/unit/api/support/test_sink.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::bearer;
using tests::Headers;

struct People : testing::Test {
  std::string id_of(const std::string& address) {
    const auto users = kigen.as_admin("GET", "/api/v1/users");
    for (std::size_t i = 0;; ++i) {
      const auto row = "/items/" + std::to_string(i);
      if (users.at(row + "/mail") == address) return users.at(row + "/id");
    }
  }
  std::string body_for(const Headers& who, const std::string& target) {
    const auto answer = kigen.send("GET", target, {}, who);
    EXPECT_EQ(answer.status(), 200u) << target << " " << answer.body();
    return answer.body();
  }
  /// An API token that another admin made, with its id and whose it is.
  struct Other {
    std::string user;
    std::string token;
    std::string token_id;
  };
  Other other_admin() {
    const auto headers = kigen.log_in_as("admin");
    const auto made = kigen.send("POST", "/api/v1/tokens", R"({"name":"deploy","role":"admin"})", headers);
    EXPECT_EQ(made.status(), 201u) << made.body();
    return {id_of(mail), made.at("/token"), made.at("/id")};
  }
  /// What the browser of another admin sends along.
  Headers make_admin(const std::string& address) {
    kigen.make_user(address, "admin");
    return tests::browser(
        kigen.send("POST", "/api/v1/session", tests::login_body(tests::user_password, address)));
  }
  unsigned status_with(const std::string& token) {
    return kigen.send("GET", "/api/v1/sites", {}, bearer(token)).status();
  }

  const std::string mail = "admin@example.com";
  tests::Installation kigen;
};

/// Where an admin did all there is, and a viewer looks everywhere.
TEST_F(People, AViewerReadsOfNobodyElse) {
  const auto viewer = kigen.log_in_as("viewer");
  const auto service = kigen.create_service("web");
  kigen.as_admin("POST", "/api/v1/services/" + service + "/key");
  const auto nobody = AllOf(Not(HasSubstr("admin@example.com")), Not(HasSubstr("tests")));
  for (const auto* const target :
       {"/api/v1/users", "/api/v1/tokens", "/api/v1/events?limit=1000", "/api/v1/events?type=user.",
        "/api/v1/events?actor=admin@example.com", "/api/v1/log?limit=1000",
        "/api/v1/log?format=text&limit=1000", "/api/v1/log?format=csv&lang=ja&limit=1000",
        "/api/v1/log?q=admin", "/api/v1/dashboard", "/api/v1/state", "/api/v1/services", "/api/v1/jobs",
        "/metrics"})
    EXPECT_THAT(body_for(viewer, target), nobody) << target;
  EXPECT_THAT(body_for(viewer, "/metrics"), Not(HasSubstr("kigen_http_requests_total")));
  const auto admin = id_of(mail);
  EXPECT_THAT(body_for(viewer, "/api/v1/events?stream=user-" + admin),
              HasSubstr(R"("items":[],"next":null)"));
  EXPECT_THAT(body_for(viewer, "/api/v1/services/" + service + "/log"), nobody);
  EXPECT_THAT(body_for(viewer, "/api/v1/events?stream=service-" + service),
              AllOf(nobody, HasSubstr("service.created"), HasSubstr(R"("actor":{"kind":"token","id":""})")));
  EXPECT_THAT(body_for(viewer, "/api/v1/events?actor=admin@example.com"), HasSubstr(R"("items":[])"));

  const auto hidden = kigen.send("GET", "/api/v1/users/" + admin, {}, viewer);
  const auto unknown = kigen.send("GET", "/api/v1/users/019a9b3c-0000-7000-8000-0000000000ff", {}, viewer);
  EXPECT_EQ(hidden.status(), 404u);
  EXPECT_EQ(hidden.code(), unknown.code()) << "nothing tells that there is such a user";
  EXPECT_EQ(kigen.send("GET", "/api/v1/log/tile/entries/000.p/1", {}, viewer).status(), 403u)
      << "the log's own bytes";
  EXPECT_EQ(kigen.send("GET", "/api/v1/users?at=1", {}, viewer).status(), 403u);
}

TEST_F(People, AViewerReadsOfThemself) {
  const auto viewer = kigen.log_in_as("viewer");
  EXPECT_THAT(body_for(viewer, "/api/v1/users"), HasSubstr("viewer@example.com"));
  EXPECT_THAT(body_for(viewer, "/api/v1/events?stream=user-" + id_of("viewer@example.com")),
              HasSubstr("user.password_set"));
  EXPECT_THAT(body_for(viewer, "/api/v1/log?format=text&limit=1000"),
              HasSubstr("User viewer@example.com was created"));
}

TEST_F(People, AViewersLiveEventsAreOfNobodyElse) {
  const auto viewer = kigen.log_in_as("viewer");
  kigen.create_service("web");
  const auto opened = kigen.send("GET", "/api/v1/events/stream?from=0", {}, viewer);
  tests::TestSink sink([](const std::string& text) { return text.find("service.created") != text.npos; });
  std::ignore = kigen.run(opened.raw.stream(sink));
  EXPECT_THAT(sink.text, AllOf(HasSubstr("service.created"), Not(HasSubstr("admin@example.com"))));
}

TEST_F(People, AnAuditorReadsAllAndChangesNothing) {
  const auto auditor = kigen.log_in_as("auditor");
  EXPECT_THAT(body_for(auditor, "/api/v1/users"), HasSubstr(mail));
  EXPECT_THAT(body_for(auditor, "/api/v1/tokens"), AllOf(HasSubstr("tests"), HasSubstr(mail)));
  EXPECT_THAT(body_for(auditor, "/api/v1/events?stream=user-" + id_of(mail)), HasSubstr("user.password_set"));
  EXPECT_THAT(body_for(auditor, "/api/v1/log?format=text&limit=1000"), HasSubstr(mail));
  EXPECT_EQ(kigen.send("GET", "/api/v1/log/tile/entries/000.p/1", {}, auditor).status(), 200u);
  EXPECT_THAT(body_for(auditor, "/api/v1/users?at=3"), HasSubstr(mail));
  EXPECT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"x"})", auditor).code(), "role_too_low");
}

TEST_F(People, WhoIsNoAdminEndsTokensOfTheirOwnAlone) {
  const auto auditor = kigen.log_in_as("auditor");
  const auto make = [&](std::string_view name) {
    return kigen.send("POST", "/api/v1/tokens", R"({"role":"auditor","name":")" + std::string(name) + R"("})",
                      auditor);
  };
  const auto one = make("one");
  const auto two = make("two");
  const auto path_of = [](const auto& token) { return "/api/v1/tokens/" + token.at("/id"); };
  const auto admins = kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"deploy"})");
  EXPECT_EQ(kigen.send("DELETE", path_of(admins), {}, auditor).code(), "role_too_low");
  EXPECT_EQ(kigen.send("DELETE", path_of(admins), {}, kigen.log_in_as("viewer")).status(), 404u);
  const auto by_two = bearer(two.at("/token"));
  EXPECT_EQ(kigen.send("DELETE", path_of(one), {}, by_two).code(), "role_too_low") << "another one of theirs";
  EXPECT_EQ(kigen.send("DELETE", path_of(one), {}, auditor).status(), 200u);
  EXPECT_EQ(kigen.send("DELETE", path_of(two), {}, by_two).status(), 200u) << "itself";
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, by_two).status(), 401u);
}

TEST_F(People, AnEventNamesTheUserAndTheToken) {
  const auto other = other_admin();
  ASSERT_EQ(kigen.send("POST", "/api/v1/sites", R"({"name":"Tokyo"})", bearer(other.token)).status(), 201u);
  const auto events = kigen.as_admin("GET", "/api/v1/events?type=company.site_created");
  EXPECT_EQ(events.at("/items/0/actor/id"), "admin@example.com/deploy/" + other.token_id);
}

TEST_F(People, TokensEndWithAPasswordThatAnAdminSets) {
  const auto helper = make_admin("helper@example.com");
  const auto other = other_admin();
  ASSERT_EQ(status_with(other.token), 200u);
  ASSERT_EQ(kigen
                .send("PUT", "/api/v1/users/" + other.user + "/password",
                      R"({"password":"four quiet herons at dusk"})", helper)
                .status(),
            200u);
  EXPECT_EQ(status_with(other.token), 401u);
}

TEST_F(People, TokensEndWithARole) {
  const auto helper = make_admin("helper@example.com");
  const auto other = other_admin();
  auto headers = helper;
  headers.emplace_back("If-Match", "*");
  ASSERT_EQ(kigen.send("PUT", "/api/v1/users/" + other.user, R"({"role":"viewer"})", headers).status(), 200u);
  EXPECT_EQ(status_with(other.token), 401u);
  ASSERT_EQ(kigen.send("PUT", "/api/v1/users/" + other.user, R"({"role":"admin"})", headers).status(), 200u);
  EXPECT_EQ(status_with(other.token), 401u) << "nor do they come back with it";
}

TEST_F(People, TokensEndWithTheirUser) {
  const auto helper = make_admin("helper@example.com");
  const auto other = other_admin();
  ASSERT_EQ(kigen.send("DELETE", "/api/v1/users/" + other.user, {}, helper).status(), 200u);
  EXPECT_EQ(status_with(other.token), 401u);
}

TEST_F(People, AStreamEndsWithTheRoleThatItWasOpenedWith) {
  const auto helper = make_admin("helper@example.com");
  const auto watcher = kigen.log_in_as("auditor");
  const auto opened = kigen.send("GET", "/api/v1/events/stream", {}, watcher);
  auto headers = helper;
  headers.emplace_back("If-Match", "*");
  ASSERT_EQ(
      kigen.send("PUT", "/api/v1/users/" + id_of("auditor@example.com"), R"({"role":"viewer"})", headers)
          .status(),
      200u);
  tests::TestSink sink([](const std::string&) { return false; });
  EXPECT_TRUE(kigen.run(opened.raw.stream(sink))) << "ended by us";
}

TEST_F(People, OnesOwnPasswordIsChangedWithTheCurrentOneOnly) {
  const auto other = other_admin();
  const auto own = "/api/v1/users/" + other.user + "/password";
  const auto headers = kigen.log_in_as("admin");
  for (const auto& who : {headers, bearer(other.token)}) {
    const auto set = kigen.send("PUT", own, R"({"password":"four quiet herons at dusk"})", who);
    EXPECT_EQ(set.code(), "own_password");
    EXPECT_EQ(kigen.send("DELETE", own, {}, who).code(), "own_password");
  }
  EXPECT_EQ(kigen.send("POST", "/api/v1/session", tests::login_body(tests::admin_password)).status(), 201u);
}

TEST_F(People, ATokenDoesNotOutliveTheOneThatMadeIt) {
  const auto day = kigen.as_admin("POST", "/api/v1/tokens",
                                  R"({"name":"day","role":"admin","expires":"2026-11-23T00:00:00Z"})");
  ASSERT_EQ(day.status(), 201u) << day.body();
  const auto made =
      kigen.send("POST", "/api/v1/tokens", R"({"name":"child","role":"admin"})", bearer(day.at("/token")));
  ASSERT_EQ(made.status(), 201u) << made.body();
  kigen.clock.advance_by(std::chrono::days(2));
  EXPECT_EQ(status_with(made.at("/token")), 401u);
  const auto longer =
      kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"ever","expires":"9999-01-01T00:00:00Z"})");
  EXPECT_EQ(longer.code(), "token_too_long");
  EXPECT_EQ(longer.at("/field"), "expires");
}

}  // namespace
}  // namespace kigen::api
