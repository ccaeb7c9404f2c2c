#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temp_folder.hpp"
#include "tests/support/views.hpp"
#include "tests/unit/api/support/installation.hpp"
#include "tests/unit/api/support/test_sink.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using tests::json_text;

constexpr const char* access_list = "/api/v1/accesses";
constexpr const char* service_list = "/api/v1/services";

struct Reading : testing::Test {
  tests::Installation kigen;
};

TEST_F(Reading, HistoryIsReadAtAPositionOrAnInstant) {
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
TEST_F(Reading, WhateverIsReadFromViewsCanBeReadAsItWas) {
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
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/ca-accounts?" + past).at("/items/0/settings/name"), "CA of web");
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/users").body(), HasSubstr("later@example.com"));
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/users?" + past).body(), Not(HasSubstr("later@example.com")));
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/log?from=" + before + "&" + past).at("/items/0/position"), before);
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/log?format=text&limit=1&" + past).status(), 200u);
}

TEST_F(Reading, AnExportOfTheLogIsAsOldThroughout) {
  kigen.create_service("first");
  const auto before = std::to_string(kigen.log.end() - 1);
  kigen.create_service("second");
  const auto answer = kigen.as_admin("GET", "/api/v1/log?format=text&at=" + before);
  ASSERT_TRUE(answer.raw.stream);
  tests::TestSink sink([](const std::string&) { return false; });
  ASSERT_TRUE(kigen.run(answer.raw.stream(sink)));
  EXPECT_THAT(sink.text, HasSubstr("first"));
  EXPECT_THAT(sink.text, Not(HasSubstr("second")));
}

TEST_F(Reading, ASearchFindsWhatIsOnNoFirstPage) {
  for (const auto* const name : {"Alpha", "Beta", "Gamma"}) {
    const auto quoted = json_text(name);
    kigen.as_admin(
        "POST", access_list,
        R"({"name":)" + quoted +
            R"(,"connection":{"kind":"ssh","host":"192.0.2.9","loginId":"x","loginPassword":"x"}})");
    kigen.as_admin(
        "POST", "/api/v1/ca-accounts",
        R"({"name":)" + quoted + R"(,"ca":{"kind":"acme","directoryUrl":"https://ca.example.com/dir"}})");
    kigen.as_admin("POST", "/api/v1/sites", R"({"name":)" + quoted + "}");
  }
  for (const std::string list : {"accesses", "ca-accounts", "sites"})
    EXPECT_EQ(kigen.as_admin("GET", "/api/v1/" + list + "?limit=1&q=gam").at("/items/0/settings/name"),
              "Gamma")
        << list;
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/accesses?q=none").at("/items"), "[]");
}

TEST_F(Reading, EventsArePagedByPositionAndByStream) {
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

TEST_F(Reading, TheLogComesInEveryFormat) {
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

TEST_F(Reading, TheLogsTreeIsServedByC2spPaths) {
  kigen.create_service("web");
  const auto note = kigen.as_admin("GET", "/api/v1/log/checkpoint");
  EXPECT_THAT(note.body(), HasSubstr("\n" + std::to_string(kigen.log.end()) + "\n"));
  const auto width = std::to_string(kigen.log.end());
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/log/tile/0/000.p/" + width).body().size(), 32 * kigen.log.end());
  const std::string entries = "/api/v1/log/tile/entries/000";
  const auto auditor = kigen.log_in_as("auditor");
  const auto bundle = kigen.send("GET", entries + ".p/1", {}, auditor).body();
  const auto first = *kigen.run(kigen.log.read(0, 1));
  EXPECT_EQ(bundle.substr(2), events::encode_record(first.front()));
  EXPECT_EQ(kigen.send("GET", entries, {}, auditor).status(), 404u);
  EXPECT_EQ(kigen.as_admin("GET", entries + ".p/1").code(), "role_too_low") << "records of all groups";
}

TEST_F(Reading, StateHealthAndMetrics) {
  kigen.create_service("web");
  EXPECT_EQ(kigen.send("GET", "/healthz").status(), 200u);
  EXPECT_EQ(kigen.send("GET", "/readyz").body(), "ready\n");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/state").at("/viewsLag"), "0");
  EXPECT_THAT(
      kigen.send("GET", "/metrics", {}, kigen.log_in_as("auditor")).body(),
      HasSubstr("kigen_http_requests_total{method=\"POST\",route=\"/api/v1/services\",status=\"201\"} 1\n"));
  kigen.log.set_intake(events::Intake::full);
  EXPECT_EQ(kigen.send("GET", "/readyz").status(), 503u);
  EXPECT_EQ(kigen.as_admin("POST", service_list, R"({"name":"b","commonName":"b.example.com"})").status(),
            503u);
  kigen.log.set_intake(events::Intake::open);
}

TEST_F(Reading, AnyPartThatDoesNotWorkIsToldEverywhere) {
  using orchestrator::Part;
  for (const auto part :
       {Part::vault, Part::world_rows, Part::listener, Part::http01, Part::dns_program, Part::sessions}) {
    const std::string name(events::word_of(part));
    kigen.troubles.note(part, "here", fail(orchestrator::vault_errc::write_failed, "no space left"));
    const auto ready = kigen.send("GET", "/readyz");
    EXPECT_EQ(ready.status(), 503u) << name;
    EXPECT_THAT(ready.body(), AllOf(HasSubstr(name + ": " + std::string(orchestrator::advice_for(part))),
                                    Not(HasSubstr("no space left"))))
        << "anybody reads it";
    const auto index = std::to_string(static_cast<int>(part));
    const auto state = kigen.as_admin("GET", "/api/v1/state");
    EXPECT_EQ(state.at("/parts/" + index + "/name"), name);
    EXPECT_EQ(state.at("/parts/" + index + "/state"), "critical");
    EXPECT_NE(state.at("/parts/" + index + "/since"), "null");
    EXPECT_THAT(state.at("/parts/" + index + "/detail"),
                AllOf(HasSubstr("here: "), HasSubstr("no space left")));
    EXPECT_THAT(kigen.as_admin("GET", "/metrics").body(),
                HasSubstr("kigen_part_works{part=\"" + name + "\"} 0"));
    kigen.troubles.note(part, "here", {});
    EXPECT_EQ(kigen.send("GET", "/readyz").status(), 200u) << name;
  }
  EXPECT_THAT(kigen.as_admin("GET", "/metrics").body(), HasSubstr("kigen_part_works{part=\"vault\"} 1"));
}

TEST_F(Reading, SeverityIsTheSameInEveryAnswer) {
  const auto id = kigen.create_service("web");
  const auto order = kigen.create_ordering_service("shop");
  ASSERT_EQ(kigen.as_admin("POST", "/api/v1/services/" + order + "/orders").status(), 202u);
  kigen.settle();
  const auto of = [&](const std::string& service) {
    return kigen.as_admin("GET", "/api/v1/services/" + service).at("/severity");
  };
  EXPECT_EQ(of(id), "ok");
  EXPECT_EQ(of(order), "active");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/services?severity=active").at("/items/0/severity"), "active");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/services?topic=order-under-way").at("/items/0/name"), "shop");
  const auto dashboard = kigen.as_admin("GET", "/api/v1/dashboard");
  EXPECT_EQ(dashboard.at("/severities/2/severity"), "active");
  EXPECT_EQ(dashboard.at("/severities/2/services"), "1");
  EXPECT_EQ(dashboard.at("/lines/0/severity"), "active");
  EXPECT_THAT(kigen.as_admin("GET", "/metrics").body(),
              AllOf(HasSubstr("kigen_services{severity=\"ok\"} 1"),
                    HasSubstr("kigen_services{severity=\"active\"} 1"),
                    HasSubstr("kigen_services{severity=\"critical\"} 0"),
                    HasSubstr("kigen_service_topics{topic=\"order-under-way\"} 1")));
}

TEST_F(Reading, TheConsoleComesWithItsPolicy) {
  const auto page = kigen.send("GET", "/");
  ASSERT_EQ(page.status(), 200u);
  EXPECT_THAT(page.header("Content-Security-Policy"), HasSubstr("script-src 'self'"));
  EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(kigen.send("GET", "/", {}, {{"If-None-Match", page.header("ETag")}}).status(), 304u);
  EXPECT_EQ(kigen.send("POST", "/").status(), 404u);
  EXPECT_EQ(kigen.send("GET", "/no/such/file").status(), 404u);
}

/// As after an upgrade that changed a view.
struct ReadingWhileAViewIsMade : Reading {
  void SetUp() override {
    kigen.create_service("web");
    records = kigen.run(kigen.log.read(0, kigen.log.end())).value();
    ASSERT_TRUE(tests::value_of(projections::Views::open(folder.path()))->fold(records));
    tests::write_as_another(folder.path(), "order", records.size());
    views = tests::value_of(projections::Views::open(folder.path()));
    kigen.server = std::make_unique<Server>(Backend{kigen.orchestrator, kigen.log, *views, *kigen.runner,
                                                    kigen.vault, kigen.troubles, kigen.clock, kigen.random,
                                                    kigen.io.get_executor(), kigen.io.get_executor()});
  }

  tests::TempFolder folder;
  std::vector<events::Record> records;
  std::unique_ptr<projections::Views> views;
};

TEST_F(ReadingWhileAViewIsMade, QueriesAreToldSoAndNothingElseStops) {
  const auto refused = kigen.as_admin("GET", service_list);
  EXPECT_EQ(refused.status(), 503u);
  EXPECT_EQ(refused.code(), "being_made");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/session").status(), 200u);
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/state").status(), 200u);
  EXPECT_EQ(kigen.send("GET", "/healthz").status(), 200u);
  ASSERT_TRUE(views->fold(records));
  EXPECT_EQ(kigen.as_admin("GET", service_list).at("/total"), "1");
}

}  // namespace
}  // namespace kigen::api
