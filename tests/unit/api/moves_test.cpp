// A service goes from one user group to another: what those in either see of it, at once, later, and of
// before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/api/support/installation.hpp"
#include "tests/unit/api/support/test_sink.hpp"

namespace kigen::api {
namespace {

using testing::HasSubstr;
using testing::Not;
using tests::ApiAnswer;
using tests::Headers;

class Moves : public testing::Test {
 protected:
  Moves() {
    others = kigen.as_admin("POST", "/api/v1/user-groups", R"({"name":"others"})").at("/id");
    const auto admin = kigen.as_admin("GET", "/api/v1/session").at("/user");
    const auto both = R"({"groups":[")" + samplegroup + R"(",")" + others + R"("]})";
    EXPECT_EQ(kigen.as_admin("PUT", "/api/v1/users/" + admin + "/groups", both).status(), 200u);
    ours = admin_of("ours", samplegroup);
    theirs = admin_of("theirs", others);
    service = kigen.create_service("shop");
    kigen.settle();
  }

  Headers admin_of(const std::string& name, const std::string& group) {
    const auto mail = name + "@example.com";
    const auto made = kigen.as_admin("POST", "/api/v1/users",
                                     R"({"mail":")" + mail + R"(","role":"admin","groups":[")" + group +
                                         R"("],"password":")" + std::string(tests::user_password) + R"("})");
    EXPECT_EQ(made.status(), 201u) << made.body();
    return tests::browser(
        kigen.send("POST", "/api/v1/session", tests::login_body(tests::user_password, mail)));
  }
  /// The position of the move.
  Position move_to(const std::string& group) {
    const auto moved = kigen.as_admin(
        "PUT", path(), R"({"name":"shop","commonName":"www.example.com","group":")" + group + R"("})",
        {{"If-Match", "*"}});
    EXPECT_EQ(moved.status(), 200u) << moved.body();
    return std::stoull(moved.at("/position"));
  }
  std::string path() const { return "/api/v1/services/" + service; }
  ApiAnswer get(const std::string& target, const Headers& who) { return kigen.send("GET", target, {}, who); }
  /// All that is sent until a sign of life says that it has come to `end`.
  std::string follow(const ApiAnswer& answer, Position end) {
    tests::TestSink sink([end](const std::string& text) {
      return text.contains(": idle\nid: " + std::to_string(end - 1) + "\n");
    });
    std::ignore = kigen.run(answer.raw.stream(sink));
    return sink.text;
  }

  const std::string samplegroup = to_text(first_group);
  tests::Installation kigen;
  std::string others;
  std::string service;
  Headers ours;
  Headers theirs;
};

TEST_F(Moves, AtOnceItIsTheOthers) {
  ASSERT_EQ(get(path(), ours).status(), 200u);
  ASSERT_EQ(get(path(), theirs).status(), 404u);
  move_to(others);
  EXPECT_EQ(get(path(), ours).status(), 404u);
  EXPECT_EQ(get(path(), theirs).status(), 200u);
  EXPECT_EQ(get("/api/v1/services", ours).at("/total"), "0");
  EXPECT_EQ(get("/api/v1/services", theirs).at("/items/0/group"), others);
  EXPECT_EQ(get("/api/v1/services?group=" + others, theirs).at("/total"), "1");
  EXPECT_EQ(get("/api/v1/services?group=" + samplegroup, theirs).at("/total"), "0");
  EXPECT_EQ(get("/api/v1/services?group=" + others, ours).at("/total"), "0");
}

TEST_F(Moves, ItsEventsAndLinesGoAlong) {
  move_to(others);
  const auto stream = "/api/v1/events?stream=service-" + service;
  EXPECT_EQ(get(stream, ours).at("/items"), "[]");
  EXPECT_THAT(get(stream, theirs).body(), HasSubstr("service.created"));
  EXPECT_THAT(get("/api/v1/events?type=service.", ours).body(), Not(HasSubstr(service)));
  EXPECT_THAT(get("/api/v1/events?type=service.", theirs).body(), HasSubstr("service.created"));
  EXPECT_THAT(get("/api/v1/log", ours).body(), Not(HasSubstr("shop")));
  EXPECT_THAT(get("/api/v1/log?format=csv&limit=1000", theirs).body(), HasSubstr("shop"));
}

TEST_F(Moves, ItsPastIsTheirsWhoHaveItNow) {
  const auto before = "?at=" + std::to_string(kigen.log.end() - 1);
  ASSERT_EQ(get(path() + before, ours).status(), 200u);
  ASSERT_EQ(get(path() + before, theirs).status(), 404u);
  move_to(others);
  EXPECT_EQ(get(path() + before, ours).status(), 404u) << "the replay that was kept";
  EXPECT_EQ(get(path() + before, theirs).at("/settings/group"), samplegroup) << "as it was then";
  EXPECT_EQ(get("/api/v1/services" + before, theirs).at("/total"), "1");
  EXPECT_EQ(get("/api/v1/log" + before + "&q=shop", ours).at("/items"), "[]");
}

TEST_F(Moves, AStreamFollows) {
  const auto our_stream = get("/api/v1/events/stream?type=service.", ours);
  const auto their_stream = get("/api/v1/events/stream?type=service.", theirs);
  kigen.as_admin("POST", path() + "/disable");
  const auto move = move_to(others);
  kigen.as_admin("POST", path() + "/enable");
  kigen.settle();
  const auto end = kigen.log.end();
  EXPECT_THAT(follow(our_stream, end), Not(HasSubstr(service))) << "it is not theirs any more";
  const auto told = follow(their_stream, end);
  EXPECT_THAT(told, HasSubstr("id: " + std::to_string(move) + "\ndata:"));
  EXPECT_THAT(told, HasSubstr("service.enabled"));
}

TEST_F(Moves, WhatIsCountedIsWhatIsSeen) {
  const auto counted = [&](const Headers& who) {
    std::size_t services = 0;
    for (const auto severity : {"ok", "unknown", "active", "warning", "critical"}) {
      const auto name = std::string("kigen_services{severity=\"") + severity + "\"} ";
      const auto text = get("/metrics", who).body();
      services += std::stoul(text.substr(text.find(name) + name.size()));
    }
    EXPECT_EQ(get("/api/v1/dashboard", who).at("/services"), std::to_string(services));
    return services;
  };
  EXPECT_EQ(counted(ours), 1u);
  EXPECT_EQ(counted(theirs), 0u);
  move_to(others);
  EXPECT_EQ(counted(ours), 0u);
  EXPECT_EQ(counted(theirs), 1u);
}

TEST_F(Moves, JobsAreCountedWithTheirService) {
  const auto orders = kigen.create_ordering_service("bank");
  kigen.as_admin("POST", "/api/v1/services/" + orders + "/orders");
  kigen.settle();
  const auto waiting = [&](const Headers& who) {
    EXPECT_EQ(get("/api/v1/state", who).at("/jobs/waiting"),
              get("/api/v1/dashboard", who).at("/jobs/waiting"));
    return std::stoul(get("/api/v1/state", who).at("/jobs/waiting"));
  };
  EXPECT_GT(waiting(ours), waiting(theirs));
}

}  // namespace
}  // namespace kigen::api
