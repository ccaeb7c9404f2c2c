#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "orchestrator/apply/commands.hpp"
#include "tests/support/test_issuer.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::ApiAnswer;
using tests::Headers;
using tests::json_text;

/// Orders (R18) and applies (R28) over HTTP. No job runs: what waits goes on waiting.
class Runs : public testing::Test {
 protected:
  ApiAnswer post(const std::string& target, const std::string& body = {}, const Headers& headers = {}) {
    return kigen.as_admin("POST", target, body, headers);
  }
  std::string at(Duration from_now) {
    return R"({"scheduledFor":")" + to_text(kigen.clock.now() + from_now) + R"("})";
  }
  void expect_refusal(const ApiAnswer& answer, unsigned status, const char* code, const char* message,
                      const char* field = "") {
    EXPECT_EQ(answer.status(), status) << answer.body();
    EXPECT_EQ(answer.code(), code);
    EXPECT_EQ(answer.at("/message"), message);
    EXPECT_EQ(answer.at("/field"), field);
  }
  void expect_viewer_refused(const std::string& target) {
    const auto viewer = tests::bearer(kigen.viewer_token());
    kigen.settle();
    const auto end = kigen.log.end();
    expect_refusal(kigen.send("POST", target, {}, viewer), 403, "role_too_low", "3520");
    EXPECT_EQ(kigen.log.end(), end);
  }

  tests::Installation kigen;
  std::string service = kigen.create_ordering_service("web");
  std::string path = "/api/v1/services/" + service;
};

// ---- orders

struct Orders : Runs {
  std::string orders = path + "/orders";
};

TEST_F(Orders, BeginNow) {
  const auto ordered = post(orders, R"({"apply":true})");
  ASSERT_EQ(ordered.status(), 202u) << ordered.body();
  const auto shown = kigen.as_admin("GET", "/api/v1/orders/" + ordered.at("/id"));
  EXPECT_EQ(shown.header("ETag"), "\"1\"");
  EXPECT_EQ(shown.at("/summary/stage"), "requested");
  EXPECT_EQ(shown.at("/summary/scheduledFor"), "null");
  EXPECT_EQ(shown.at("/applyWhenIssued"), "true");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/orders?state=open").at("/items/0/id"), ordered.at("/id"));
  EXPECT_EQ(kigen.as_admin("GET", orders).at("/items/0/id"), ordered.at("/id"));
}

TEST_F(Orders, WaitForTheirTime) {
  const auto ordered = post(orders, at(24h));
  ASSERT_EQ(ordered.status(), 202u) << ordered.body();
  const auto order = "/api/v1/orders/" + ordered.at("/id");
  EXPECT_EQ(kigen.as_admin("GET", order).at("/summary/scheduledFor"), "2026-11-23T00:00:00.000000Z");
  kigen.settle();
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/jobs?state=waiting").at("/items/0/due"),
            "2026-11-23T00:00:00.000000Z");
}

TEST_F(Orders, AreCancelledOnce) {
  const auto order = "/api/v1/orders/" + post(orders, at(24h)).at("/id");
  ASSERT_EQ(post(order + "/cancel", R"({"reason":"a typing error"})").status(), 200u);
  const auto shown = kigen.as_admin("GET", order);
  EXPECT_EQ(shown.at("/summary/stage"), "cancelled");
  kigen.settle();
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/orders?state=open").at("/items"), "[]");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/jobs?state=waiting").at("/items"), "[]")
      << "nor does its job wait";
  expect_refusal(post(order + "/cancel"), 404, "unknown_order", "18");
  EXPECT_EQ(post(orders).status(), 202u) << "the next one may come";
}

TEST_F(Orders, AreRefused) {
  const auto end = kigen.log.end();
  expect_refusal(post(orders, at(-61s)), 422, "scheduled_in_past", "1613", "scheduledFor");
  expect_refusal(post(orders, R"({"scheduledFor":"tomorrow"})"), 400, "wrong_type", "5", "scheduledFor");
  EXPECT_EQ(kigen.log.end(), end);
  expect_viewer_refused(orders);
  ASSERT_EQ(post(orders).status(), 202u);
  expect_refusal(post(orders), 409, "order_open", "1654");
}

TEST_F(Orders, NeedAnEnabledServiceWithACa) {
  const auto other = "/api/v1/services/" + kigen.create_service("no CA");
  expect_refusal(post(other + "/orders"), 422, "no_ca_account", "1611");
  ASSERT_EQ(post(path + "/disable").status(), 200u);
  expect_refusal(post(orders), 409, "service_disabled", "13");
}

// ---- applies

struct Applies : Runs {
  /// A certificate for the service, with its key if so wanted.
  void import(bool with_key = true) {
    static const auto root = tests::TestIssuer::root("Test Root");
    const auto leaf = root.issue({.common_name = "www.example.com", .names = {"www.example.com"}});
    auto body = R"({"certificate":)" + json_text(leaf.certificate_pem);
    if (with_key) body += R"(,"key":)" + json_text(leaf.key_pem.reveal());
    const auto imported = post(path + "/certificate", body + "}");
    ASSERT_EQ(imported.status(), 201u) << imported.body();
  }
  /// As the runner of applies would.
  void report(const std::string& apply, events::ApplyEvent event) {
    const orchestrator::ReportApply command{*parse_id<ApplyId>(apply), std::move(event)};
    const auto done = kigen.run(kigen.orchestrator.execute(orchestrator::as_command(command), {}));
    ASSERT_TRUE(done) << describe(done.error());
  }
  std::string first = kigen.create_node(service, "web1");
  std::string to_first = "/api/v1/nodes/" + first + "/applies";
  std::string to_all = path + "/applies";
};

TEST_F(Applies, BeginNow) {
  import();
  const auto applied = post(to_first, R"({"slot":1})");
  ASSERT_EQ(applied.status(), 202u) << applied.body();
  const auto shown = kigen.as_admin("GET", "/api/v1/applies/" + applied.at("/id"));
  EXPECT_EQ(shown.header("ETag"), "\"1\"");
  EXPECT_EQ(shown.at("/summary/stage"), "requested");
  EXPECT_EQ(shown.at("/summary/node"), first);
  for (const auto& list : {to_first, to_all, std::string("/api/v1/applies?state=open")})
    EXPECT_EQ(kigen.as_admin("GET", list).at("/items/0/id"), applied.at("/id")) << list;
}

TEST_F(Applies, WaitForTheirTimeAndAreCancelled) {
  import();
  const auto applied = post(to_first, at(24h));
  ASSERT_EQ(applied.status(), 202u) << applied.body();
  const auto apply = "/api/v1/applies/" + applied.at("/id");
  EXPECT_EQ(kigen.as_admin("GET", apply).at("/summary/scheduledFor"), "2026-11-23T00:00:00.000000Z");
  EXPECT_EQ(kigen.as_admin("GET", apply).at("/summary/reason"), "scheduled");
  ASSERT_EQ(post(apply + "/cancel", R"({"reason":"not tonight"})").status(), 200u);
  kigen.settle();
  EXPECT_EQ(kigen.as_admin("GET", apply).at("/summary/stage"), "cancelled");
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/jobs?state=waiting").body(),
              testing::Not(HasSubstr("apply.run")));
  expect_refusal(post(apply + "/cancel"), 404, "unknown_apply", "18");
}

TEST_F(Applies, ArePutBackAgainWhenStuck) {
  import();
  const auto applied = post(to_first).at("/id");
  const auto apply = "/api/v1/applies/" + applied;
  expect_refusal(post(apply + "/retry"), 409, "apply_not_stuck", "2601");
  report(applied, events::ApplyStarted{1, 3});
  report(applied, events::ApplyStuck{"nobody answers"});
  kigen.settle();
  EXPECT_EQ(kigen.as_admin("GET", apply).at("/summary/stage"), "stuck");
  expect_viewer_refused(apply + "/retry");
  ASSERT_EQ(post(apply + "/retry").status(), 202u);
  kigen.settle();
  EXPECT_EQ(kigen.as_admin("GET", apply).at("/summary/stage"), "rolling-back");
  EXPECT_THAT(kigen.as_admin("GET", "/api/v1/jobs?state=waiting").body(), HasSubstr("apply.run"));
  expect_refusal(post("/api/v1/applies/019a9b3c-0000-7000-8000-000000000000/retry"), 404, "unknown_apply",
                 "18");
}

TEST_F(Applies, AreRefused) {
  expect_refusal(post(to_first), 409, "no_generation", "2404", "slot");
  import(false);
  expect_refusal(post(to_first), 409, "no_key", "1651", "slot");
  import();
  kigen.settle();
  const auto end = kigen.log.end();
  expect_refusal(post(to_first, at(-61s)), 422, "scheduled_in_past", "2601", "scheduledFor");
  EXPECT_EQ(kigen.log.end(), end);
  expect_viewer_refused(to_first);
  expect_viewer_refused(to_all);
  ASSERT_EQ(post(to_first).status(), 202u);
  expect_refusal(post(to_first), 409, "apply_open", "2601");
}

TEST_F(Applies, PassADisabledNodeBy) {
  import();
  const auto second = kigen.create_node(service, "web2");
  ASSERT_EQ(post("/api/v1/nodes/" + first + "/disable").status(), 200u);
  expect_refusal(post(to_first), 409, "node_disabled", "2611");
  const auto applied = post(to_all);
  ASSERT_EQ(applied.status(), 202u) << applied.body();
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/applies").at("/items/0/node"), second);
  EXPECT_THAT(applied.at("/applies"), testing::Not(HasSubstr("},{")));
  ASSERT_EQ(post("/api/v1/nodes/" + second + "/disable").status(), 200u);
  expect_refusal(post(to_all), 409, "no_enabled_node", "2605");
}

TEST_F(Applies, ToAllNodesAreRepeatedNodeByNode) {
  import();
  const auto second = kigen.create_node(service, "web2");
  const Headers key{{"Idempotency-Key", std::string(64, 'k')}};
  const auto once = post(to_all, {}, key);
  ASSERT_EQ(once.status(), 202u) << once.body();
  const auto of_first = kigen.as_admin("GET", to_first).at("/items/0/id");
  const auto of_second = kigen.as_admin("GET", "/api/v1/nodes/" + second + "/applies").at("/items/0/id");

  ASSERT_EQ(post("/api/v1/nodes/" + first + "/disable").status(), 200u);
  const auto third = kigen.create_node(service, "web3");
  const auto again = post(to_all, {}, key);
  EXPECT_THAT(again.at("/applies"), HasSubstr(of_second));
  EXPECT_THAT(again.at("/applies"), testing::Not(HasSubstr(of_first)));
  EXPECT_EQ(again.at("/refused"), "[]");
  EXPECT_EQ(kigen.as_admin("GET", "/api/v1/nodes/" + third + "/applies").at("/items/0/node"), third);
}

}  // namespace
}  // namespace kigen::api
