// User groups of people, API tokens and services, over HTTP.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::ApiAnswer;
using tests::bearer;
using tests::Headers;

struct GroupsOverHttp : testing::Test {
  static std::string list(const std::vector<std::string>& ids) {
    std::string all;
    for (const auto& id : ids) all += (all.empty() ? "\"" : ",\"") + id + "\"";
    return "[" + all + "]";
  }
  std::string make_group(const std::string& name) {
    return kigen.as_admin("POST", "/api/v1/user-groups", R"({"name":")" + name + R"("})").at("/id");
  }
  ApiAnswer put_into(const std::string& user, const std::vector<std::string>& groups) {
    return kigen.as_admin("PUT", "/api/v1/users/" + user + "/groups", R"({"groups":)" + list(groups) + "}");
  }
  ApiAnswer make_token(const std::string& more, const Headers& who) {
    return kigen.send("POST", "/api/v1/tokens", R"({"name":"ci","role":"admin")" + more + "}", who);
  }
  ApiAnswer make_service(const std::string& more, const Headers& who, const std::string& name = "web") {
    return kigen.send("POST", "/api/v1/services",
                      R"({"name":")" + name + R"(","commonName":"www.example.com")" + more + "}", who);
  }
  std::string group_of(const std::string& service) {
    const auto id = *parse_id<ServiceId>(service);
    return to_text(kigen.orchestrator.world().service(id)->settings.group);
  }

  tests::Installation kigen;
  const std::string samplegroup = to_text(first_group);
  Headers admin = bearer(kigen.admin_token());
  std::string admin_id = kigen.as_admin("GET", "/api/v1/session").at("/user");
  std::string sales = make_group("sales");
};

TEST_F(GroupsOverHttp, TheFirstOneIsThereAndLikeOthers) {
  const auto path = "/api/v1/user-groups/" + samplegroup;
  EXPECT_EQ(kigen.as_admin("GET", path).at("/settings/name"), "samplegroup");
  EXPECT_EQ(kigen.as_admin("PUT", path, R"({"name":"everybody"})", {{"If-Match", "*"}}).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/session").at("/groups/0/name"), "everybody");
  kigen.create_service("web");
  EXPECT_EQ(kigen.as_admin("DELETE", path).code(), "still_used");
}

TEST_F(GroupsOverHttp, OfAUserAreSetAndShown) {
  const auto user = kigen.as_admin("POST", "/api/v1/users", R"({"mail":"ann@example.com"})").at("/id");
  const auto path = "/api/v1/users/" + user;
  EXPECT_EQ(kigen.as_admin("GET", path).at("/groups"), list({samplegroup}));
  EXPECT_EQ(put_into(user, {sales, samplegroup, sales}).at("/changed"), "true");
  EXPECT_EQ(kigen.as_admin("GET", path).at("/groups"), list({samplegroup, sales}));
  EXPECT_EQ(put_into(user, {samplegroup, sales}).at("/changed"), "false");
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/users").body(),
              HasSubstr(R"("groups":)" + list({samplegroup, sales})));
  const auto refused = put_into(user, {sales, user});
  EXPECT_EQ(refused.code(), "unknown_reference");
  EXPECT_EQ(refused.at("/field"), "groups.1");
  EXPECT_EQ(kigen.as_admin("PUT", path + "/groups", "{}").code(), "missing_field");
}

TEST_F(GroupsOverHttp, OfANewUserAreChosen) {
  const auto make = [&](const std::string& groups) {
    return kigen.as_admin("POST", "/api/v1/users", R"({"mail":"ann@example.com","groups":)" + groups + "}");
  };
  const auto refused = make(list({admin_id}));
  EXPECT_EQ(refused.code(), "unknown_reference");
  EXPECT_EQ(refused.at("/field"), "groups.0");
  const auto user = make(list({sales})).at("/id");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/users/" + user).at("/groups"), list({sales}));
}

/// It is an event like any other.
TEST_F(GroupsOverHttp, AnAdminMayPutThemselfIntoOne) {
  EXPECT_EQ(put_into(admin_id, {samplegroup, sales}).status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/session").at("/groups/1/name"), "sales");
  const auto events = kigen.as_admin("GET", "/api/v1/events?type=user.groups_changed");
  EXPECT_EQ(events.at("/items/0/stream"), "user-" + admin_id);
  EXPECT_THAT(events.at("/items/0/actor/id"), HasSubstr("admin@example.com"));
}

TEST_F(GroupsOverHttp, AskForThePassword) {
  const auto browser = kigen.log_in_as("admin");
  kigen.clock.advance_by(std::chrono::minutes(11));
  const auto refused =
      kigen.send("PUT", "/api/v1/users/" + admin_id + "/groups", R"({"groups":[]})", browser);
  EXPECT_EQ(refused.code(), "password_needed");
}

TEST_F(GroupsOverHttp, ThatOwnServicesKeepAnAdmin) {
  kigen.create_service("web");
  const auto refused = put_into(admin_id, {sales});
  EXPECT_EQ(refused.status(), 409u);
  EXPECT_EQ(refused.code(), "last_admin_of_group");
  EXPECT_EQ(refused.at("/field"), "groups");
}

TEST_F(GroupsOverHttp, OfTokensAreFewer) {
  ASSERT_EQ(put_into(admin_id, {samplegroup, sales}).status(), 200u);
  const auto made = make_token(R"(,"groups":)" + list({sales}), admin);
  ASSERT_EQ(made.status(), 201u) << made.body();
  const auto token = bearer(made.at("/token"));
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, token).at("/groups"),
            R"([{"id":")" + sales + R"(","name":"sales"}])");
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/tokens").body(), HasSubstr(R"("groups":)" + list({sales})));
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/users/" + admin_id).body(),
              HasSubstr(R"("groups":)" + list({sales})));
  const auto refused = make_token(R"(,"groups":)" + list({samplegroup}), token);
  EXPECT_EQ(refused.code(), "groups_exceeded");
  EXPECT_EQ(refused.at("/field"), "groups.0");
  const auto child = make_token("", token);
  EXPECT_EQ(kigen.send("GET", "/api/v1/session", {}, bearer(child.at("/token"))).at("/groups/0/name"),
            "sales")
      << "no more than the one that made it";
}

/// Else whoever holds one would make themself somebody who sees more.
TEST_F(GroupsOverHttp, ATokenThatMayLessThanItsUserDoesNotTouchPeople) {
  ASSERT_EQ(put_into(admin_id, {samplegroup, sales}).status(), 200u);
  const auto of_some = bearer(make_token(R"(,"groups":)" + list({sales}), admin).at("/token"));
  const auto reading = bearer(kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"read"})").at("/token"));
  const auto code = [&](const Headers& who, const std::string& method, const std::string& path,
                        const std::string& body = {}) { return kigen.send(method, path, body, who).code(); };
  const auto groups = R"({"groups":)" + list({samplegroup}) + "}";
  EXPECT_EQ(code(of_some, "POST", "/api/v1/users", R"({"mail":"eve@example.com","role":"admin"})"),
            "token_too_narrow");
  EXPECT_EQ(code(of_some, "PUT", "/api/v1/users/" + admin_id + "/groups", groups), "token_too_narrow");
  EXPECT_EQ(code(of_some, "PUT", "/api/v1/users/" + admin_id + "/password", R"({"password":"x"})"),
            "token_too_narrow");
  for (const auto& token : {of_some, reading}) {
    EXPECT_EQ(code(token, "GET", "/api/v1/sessions"), "token_too_narrow");
    EXPECT_EQ(code(token, "DELETE", "/api/v1/sessions/" + sales), "token_too_narrow");
  }
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/sessions").status(), 200u);
}

TEST_F(GroupsOverHttp, ATokenSeesOfItsUserNoMoreThanItsGroups) {
  ASSERT_EQ(put_into(admin_id, {samplegroup, sales}).status(), 200u);
  const auto made =
      kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"r","groups":)" + list({sales}) + "}");
  const auto token = bearer(made.at("/token"));
  for (const auto* path : {"/api/v1/users", "/api/v1/tokens"}) {
    const auto told = kigen.send("GET", path, {}, token).body();
    EXPECT_THAT(told, AllOf(HasSubstr(sales), Not(HasSubstr(samplegroup)))) << path;
  }
  EXPECT_THAT(kigen.send("GET", "/api/v1/users/" + admin_id, {}, token).body(), Not(HasSubstr(samplegroup)));
}

TEST_F(GroupsOverHttp, OfANewServiceIsTheUsualOneUnlessItSaysAnother) {
  EXPECT_EQ(group_of(make_service("", admin).at("/id")), samplegroup);
  const auto works = make_group("works");
  ASSERT_EQ(put_into(admin_id, {samplegroup, sales, works}).status(), 200u);
  EXPECT_EQ(group_of(make_service(R"(,"group":")" + sales + R"(")", admin).at("/id")), sales)
      << "of the same name";
  const auto only = bearer(make_token(R"(,"groups":)" + list({sales}), admin).at("/token"));
  EXPECT_EQ(group_of(make_service("", only, "shop").at("/id")), sales);
  const auto two = bearer(make_token(R"(,"groups":)" + list({sales, works}), admin).at("/token"));
  const auto refused = make_service("", two, "shop");
  EXPECT_EQ(refused.code(), "missing_field");
  EXPECT_EQ(refused.at("/field"), "group");
}

TEST_F(GroupsOverHttp, ThatAreGoneAreNobodysUsualOne) {
  ASSERT_EQ(put_into(admin_id, {samplegroup, sales}).status(), 200u);
  ASSERT_EQ(kigen.as_admin("DELETE", "/api/v1/user-groups/" + samplegroup).status(), 200u);
  EXPECT_EQ(group_of(make_service("", admin).at("/id")), sales) << "the only one that there is";
  const auto user = kigen.as_admin("POST", "/api/v1/users", R"({"mail":"ann@example.com"})").at("/id");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/users/" + user).at("/groups"), "[]");
}

/// A group that one is not in is as good as none.
TEST_F(GroupsOverHttp, OfAServiceIsOneOfTheCallers) {
  const auto unknown = make_service(R"(,"group":")" + admin_id + R"(")", admin);
  EXPECT_EQ(unknown.code(), "unknown_reference");
  EXPECT_EQ(unknown.at("/field"), "group");
  const auto foreign = make_service(R"(,"group":")" + sales + R"(")", admin);
  EXPECT_EQ(foreign.code(), "unknown_reference");
  EXPECT_EQ(foreign.at("/field"), "group");
  EXPECT_EQ(foreign.status(), unknown.status());
  EXPECT_EQ(foreign.at("/title"), unknown.at("/title"));

  const auto service = make_service("", admin).at("/id");
  const auto edit = [&](const std::string& group) {
    return kigen.as_admin("PUT", "/api/v1/services/" + service,
                          R"({"name":"web","commonName":"www.example.com")" + group + "}",
                          {{"If-Match", "*"}});
  };
  EXPECT_EQ(edit(R"(,"group":")" + sales + R"(")").at("/field"), "group");
  ASSERT_EQ(put_into(admin_id, {samplegroup, sales}).status(), 200u);
  ASSERT_EQ(edit(R"(,"group":")" + sales + R"(")").status(), 200u);
  EXPECT_EQ(group_of(service), sales);
  EXPECT_EQ(edit("").status(), 200u);
  EXPECT_EQ(group_of(service), sales) << "it stays where it is when nothing is said of it";
}

}  // namespace
}  // namespace kigen::api
