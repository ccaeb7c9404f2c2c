#include "workers/ca/acme/acme_authority.hpp"

#include <filesystem>
#include <fstream>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/pki/make.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temp_folder.hpp"
#include "workers/ca/acme/base64url.hpp"

namespace kigen::workers::ca::acme {
namespace {

using namespace orchestrator;
using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::run_task;
using tests::VirtualClock;

using Answers = std::function<Result<HttpResponse>(const HttpRequest&)>;

HttpResponse json(unsigned status, std::string body) {
  return {status, {{"Content-Type", "application/json"}, {"Replay-Nonce", "bm9uY2U"}}, std::move(body)};
}
HttpResponse problem(unsigned status, const std::string& type, const std::string& detail) {
  return json(status, R"({"type":"urn:ietf:params:acme:error:)" + type + R"(","detail":")" + detail + "\"}");
}

/// A CA that answers by the book except where the test says otherwise.
class ScriptedCa final : public Https {
 public:
  std::map<std::string, Answers> special = {};  ///< by path
  std::vector<std::string> asked = {};          ///< method and path

  Task<Result<HttpResponse>> send(HttpRequest request, Instant) override {
    const std::string path = request.url.substr(std::string("https://ca.test").size());
    asked.push_back(request.method + " " + path);
    if (const auto found = special.find(path); found != special.end()) co_return found->second(request);
    co_return by_the_book(path);
  }

  std::size_t count(const std::string& what) const { return std::size_t(std::ranges::count(asked, what)); }

 private:
  static HttpResponse by_the_book(const std::string& path) {
    if (path == "/dir")
      return json(200, R"({"newNonce":"https://ca.test/nonce","newAccount":"https://ca.test/new-account",
                           "newOrder":"https://ca.test/new-order"})");
    if (path == "/nonce") return json(200, "");
    if (path == "/new-account") return located(201, "https://ca.test/account/1", "{}");
    if (path == "/new-order") return located(201, "https://ca.test/order/1", order_json());
    if (path == "/order/1") return json(200, order_json());
    if (path == "/authz/1")
      return json(200, R"({"status":"pending","identifier":{"type":"dns","value":"a.test"},"challenges":[
          {"type":"http-01","url":"https://ca.test/challenge/1","status":"pending","token":"dG9rZW4"}]})");
    if (path == "/challenge/1") return json(200, "{}");
    return json(404, "");
  }
  static std::string order_json() {
    return R"({"status":"pending","authorizations":["https://ca.test/authz/1"],"finalize":"https://ca.test/finalize"})";
  }
  static HttpResponse located(unsigned status, const std::string& url, std::string body) {
    auto response = json(status, std::move(body));
    response.headers.emplace_back("Location", url);
    return response;
  }
};

class AcmeAuthorityTest : public testing::Test {
 protected:
  AcmeAuthorityTest() {
    acme_.directory_url = "https://ca.test/dir";
    acme_.account_key = orchestrator::pki::make_account_key().value();
    request_.names = {"a.test"};
    request_.ca_order = "https://ca.test/order/1";
  }
  Instant soon() const { return clock_.now() + 10s; }
  auto submit() { return run_task(io_, clock_, authority_.submit(ca_, request_, soon())); }
  auto advance() { return run_task(io_, clock_, authority_.advance(ca_, request_, soon())); }
  auto abandon() { return run_task(io_, clock_, authority_.abandon(ca_, request_, soon())); }
  auto download() { return run_task(io_, clock_, authority_.download(ca_, request_, soon())); }
  auto register_account() { return run_task(io_, clock_, authority_.register_account(ca_, soon())); }

  VirtualClock clock_;
  asio::io_context io_;
  ScriptedCa script_;
  orchestrator::Troubles troubles_{clock_};
  HttpChallenges http_{io_.get_executor(), clock_, {"127.0.0.1", 0}, troubles_};
  tests::TempFolder hooks_;
  AcmeAuthority authority_{script_, http_, clock_, troubles_, HookFolder(hooks_.path())};
  CaCredentials ca_;
  AcmeCredentials& acme_ = std::get<AcmeCredentials>(ca_.ca);
  CaOrderRequest request_;
};

TEST_F(AcmeAuthorityTest, submits_by_the_book) {
  const auto status = submit();
  ASSERT_TRUE(status) << describe(status.error());
  EXPECT_EQ(status->stage, CaStage::pending);
  EXPECT_EQ(status->ca_order, "https://ca.test/order/1");
  EXPECT_EQ(script_.asked, (std::vector<std::string>{"GET /dir", "POST /new-account", "POST /new-order"}));
}

TEST_F(AcmeAuthorityTest, tells_the_ca_once_and_serves_the_token) {
  EXPECT_EQ(advance().value().stage, CaStage::pending);
  EXPECT_EQ(http_.size(), 1u);
  EXPECT_EQ(advance().value().stage, CaStage::pending);
  EXPECT_EQ(script_.count("POST /challenge/1"), 1u);
}

TEST_F(AcmeAuthorityTest, gives_up_when_every_nonce_is_refused) {
  script_.special["/new-account"] = [](auto&) { return problem(400, "badNonce", "again"); };
  const auto url = register_account();
  EXPECT_EQ(url.error().code, ca_errc::unexpected_answer);
  EXPECT_EQ(script_.count("POST /new-account"), 20u);
}

TEST_F(AcmeAuthorityTest, only_a_plain_404_says_that_the_order_is_not_there) {
  script_.special["/order/1"] = [](auto&) { return json(400, R"({"type":"urn:ietf:params:acme:err)"); };
  EXPECT_EQ(advance().error().code, ca_errc::unexpected_answer);
  script_.special["/order/1"] = [](auto&) { return problem(403, "unauthorized", "not yours"); };
  EXPECT_EQ(advance().error().code, ca_errc::refused);
  script_.special["/order/1"] = [](auto&) { return json(404, ""); };
  EXPECT_EQ(advance().error().code, ca_errc::order_not_found);
}

TEST_F(AcmeAuthorityTest, waits_as_long_as_the_ca_says) {
  script_.special["/new-order"] = [](auto&) {
    auto response = problem(429, "rateLimited", "too many orders");
    response.headers.emplace_back("Retry-After", "7200");
    return response;
  };
  const auto refused = submit();
  EXPECT_EQ(refused.error().code, ca_errc::rate_limited);
  EXPECT_THAT(refused.error().detail, HasSubstr("too many orders; not before 2026-11-22T02:00:00.000000Z"));
  const auto until = clock_.now() + 2h;
  EXPECT_EQ(refused.error().not_before, until);
  clock_.advance_by(1h);
  const auto too_early = submit();
  EXPECT_EQ(too_early.error().code, ca_errc::rate_limited);
  EXPECT_EQ(too_early.error().not_before, until);
  EXPECT_EQ(script_.count("POST /new-order"), 1u);
  script_.special.clear();
  clock_.advance_by(1h);
  EXPECT_TRUE(submit());
}

TEST_F(AcmeAuthorityTest, a_limit_for_some_names_does_not_stop_others) {
  script_.special["/new-order"] = [](auto&) { return problem(429, "rateLimited", "not these"); };
  EXPECT_EQ(submit().error().code, ca_errc::rate_limited);
  script_.special.clear();
  request_.names = {"b.test"};
  EXPECT_TRUE(submit());
}

TEST_F(AcmeAuthorityTest, an_absurd_wait_is_cut_to_a_month_of_thirty_days) {
  script_.special["/new-order"] = [](auto&) {
    auto response = problem(429, "rateLimited", "go away");
    response.headers.emplace_back("Retry-After", "99999999999999999999999999");
    return response;
  };
  EXPECT_THAT(submit().error().detail, HasSubstr("not before 2026-12-22T00:00:00.000000Z"));
  script_.special["/order/1"] = [](auto&) {
    auto response =
        json(200, R"({"status":"processing","authorizations":[],"finalize":"https://ca.test/f"})");
    response.headers.emplace_back("Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT");
    return response;
  };
  EXPECT_EQ(advance().value().retry_after, clock_.now() + 30 * 24h);
}

TEST_F(AcmeAuthorityTest, a_broken_connection_leaves_a_submission_open) {
  script_.special["/new-order"] = [](auto&) -> Result<HttpResponse> {
    return fail(net_errc::connection_lost, "ca.test:443: answer cut off");
  };
  const auto status = submit();
  EXPECT_EQ(status.error().code, ca_errc::outcome_unknown);
  EXPECT_EQ(failure_of(status.error().code), Failure::unknown);
}

TEST_F(AcmeAuthorityTest, finds_no_order_whose_url_it_never_saw) {
  request_.ca_order.clear();
  EXPECT_EQ(run_task(io_, clock_, authority_.find(ca_, request_, soon())).value(), std::nullopt);
  EXPECT_TRUE(script_.asked.empty());
}

TEST_F(AcmeAuthorityTest, an_account_that_stays_lost_is_unusable) {
  script_.special["/new-order"] = [](auto&) { return problem(400, "accountDoesNotExist", "who?"); };
  EXPECT_EQ(submit().error().code, ca_errc::account_unusable);
  EXPECT_EQ(script_.count("POST /new-account"), 2u);
}

TEST_F(AcmeAuthorityTest, a_refused_registration_is_about_the_account) {
  script_.special["/new-account"] = [](auto&) { return problem(403, "unauthorized", "no more"); };
  EXPECT_EQ(register_account().error().code, ca_errc::account_unusable);
}

TEST_F(AcmeAuthorityTest, refuses_redirects) {
  script_.special["/dir"] = [](auto&) {
    return HttpResponse{302, {{"Location", "https://evil.test/dir"}}, ""};
  };
  const auto url = register_account();
  EXPECT_EQ(url.error().code, ca_errc::unexpected_answer);
  EXPECT_THAT(url.error().detail,
              HasSubstr("https://ca.test/dir redirects, which is not followed, to https://evil.test/dir"));
}

/// The address whose challenge the CA looked at in vain, and goes on waiting for (RFC 8555 §8.2).
HttpResponse looked_in_vain(auto&) {
  return json(200, R"({"status":"pending","identifier":{"type":"dns","value":"a.test"},"challenges":[
      {"type":"http-01","url":"https://ca.test/challenge/1","status":"pending","token":"dG9rZW4","error":
      {"type":"urn:ietf:params:acme:error:dns","detail":"no such host"}}]})");
}

TEST_F(AcmeAuthorityTest, an_error_in_a_pending_challenge_is_told_and_answered_again) {
  EXPECT_EQ(advance().value().trouble, "");
  script_.special["/authz/1"] = [](auto& request) { return looked_in_vain(request); };
  EXPECT_EQ(advance().value().trouble, "dns: a.test: no such host");
  EXPECT_EQ(script_.count("POST /challenge/1"), 1u) << "not at once: each look counts against a limit";
  clock_.advance_by(5s);
  EXPECT_EQ(advance().value().stage, CaStage::pending);
  EXPECT_EQ(script_.count("POST /challenge/1"), 2u);
  clock_.advance_by(5s);
  EXPECT_TRUE(advance());
  EXPECT_EQ(script_.count("POST /challenge/1"), 2u) << "less and less often";
  clock_.advance_by(5s);
  EXPECT_TRUE(advance());
  EXPECT_EQ(script_.count("POST /challenge/1"), 3u);
}

TEST_F(AcmeAuthorityTest, a_process_that_told_nobody_answers_a_challenge_that_failed_at_once) {
  script_.special["/authz/1"] = [](auto& request) { return looked_in_vain(request); };
  EXPECT_EQ(advance().value().trouble, "dns: a.test: no such host");
  EXPECT_EQ(script_.count("POST /challenge/1"), 1u);
}

TEST_F(AcmeAuthorityTest, an_order_that_nobody_wants_is_deactivated_at_the_ca) {
  std::string told;
  script_.special["/authz/1"] = [&](const HttpRequest& request) {
    told = request.body;
    return json(200,
                R"({"status":"deactivated","identifier":{"type":"dns","value":"a.test"},"challenges":[]})");
  };
  ASSERT_TRUE(abandon());
  EXPECT_THAT(told, HasSubstr(to_base64url(R"({"status":"deactivated"})")));
}

TEST_F(AcmeAuthorityTest, an_order_that_the_ca_never_had_is_given_up_without_it) {
  request_.ca_order.clear();
  EXPECT_TRUE(abandon());
  EXPECT_TRUE(script_.asked.empty());
}

TEST_F(AcmeAuthorityTest, a_page_of_something_in_between_is_told_as_it_is_and_waited_for) {
  script_.special["/new-order"] = [](auto&) {
    return HttpResponse{
        503,
        {{"Content-Type", "text/html"}, {"Retry-After", "12"}},
        "<html><head><title>503</title></head><body>Service\n <b>Unavailable</b></body></html>"};
  };
  const auto status = submit();
  EXPECT_EQ(status.error().code, ca_errc::unavailable);
  EXPECT_EQ(status.error().not_before, clock_.now() + 12s);
  EXPECT_EQ(status.error().detail,
            "https://ca.test/new-order answered 503 Service Unavailable: 503 Service Unavailable; not before "
            "2026-11-22T00:00:12.000000Z");
  const auto asked = script_.asked.size();
  EXPECT_EQ(advance().error().code, ca_errc::unavailable) << "it is about the CA, not about one request";
  EXPECT_EQ(script_.asked.size(), asked);
  script_.special.clear();
  clock_.advance_by(12s);
  EXPECT_TRUE(submit());
}

TEST_F(AcmeAuthorityTest, what_is_no_directory_is_named) {
  script_.special["/dir"] = [](auto&) { return HttpResponse{404, {}, "<h1>Not Found</h1>"}; };
  EXPECT_EQ(submit().error().detail,
            "https://ca.test/dir answered 404 Not Found: Not Found; is this the URL of an ACME directory?");
  script_.special["/dir"] = [](auto&) { return HttpResponse{200, {}, "<h1>Welcome</h1>"}; };
  EXPECT_THAT(submit().error().detail, HasSubstr("https://ca.test/dir: not a JSON object"));
}

TEST_F(AcmeAuthorityTest, the_page_that_a_person_must_visit_is_named) {
  script_.special["/new-order"] = [](auto&) {
    return json(403, R"({"type":"urn:ietf:params:acme:error:userActionRequired","detail":"Terms have changed",
                         "instance":"https://ca.test/terms/2"})");
  };
  const auto status = submit();
  EXPECT_EQ(status.error().code, ca_errc::account_unusable);
  EXPECT_THAT(status.error().detail, HasSubstr("Terms have changed"));
  EXPECT_THAT(status.error().detail, HasSubstr("https://ca.test/terms/2"));
}

class ForeignUrl : public AcmeAuthorityTest, public testing::WithParamInterface<const char*> {};
TEST_P(ForeignUrl, is_never_asked) {
  const std::string url = GetParam();
  script_.special["/order/1"] = [&](auto&) {
    return json(200, R"({"status":"pending","authorizations":[")" + url + R"("],"finalize":"f"})");
  };
  const auto status = advance();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ca_errc::unexpected_answer);
  EXPECT_THAT(status.error().detail, HasSubstr("not https on ca.test:443"));
  EXPECT_EQ(script_.asked.back(), "POST /order/1");
}
INSTANTIATE_TEST_SUITE_P(Of, ForeignUrl,
                         testing::Values("https://evil.test/authz/1", "http://ca.test/authz/1",
                                         "https://ca.test:444/a", "https://ca.test@evil.test/", "/authz/1",
                                         "", "file:///etc/passwd", "https://ca.test.evil.test/a"));

TEST_F(AcmeAuthorityTest, a_location_elsewhere_is_refused) {
  script_.special["/new-account"] = [](auto&) {
    auto response = json(201, "{}");
    response.headers.emplace_back("Location", "https://evil.test/account/1");
    return response;
  };
  EXPECT_EQ(register_account().error().code, ca_errc::unexpected_answer);
}

TEST_F(AcmeAuthorityTest, the_directory_must_be_https) {
  acme_.directory_url = "http://ca.test/dir";
  EXPECT_EQ(register_account().error().code, ca_errc::account_unusable);
  EXPECT_TRUE(script_.asked.empty());
}

TEST_F(AcmeAuthorityTest, garbage_is_an_unexpected_answer) {
  for (const char* path : {"/dir", "/new-order"}) {
    script_.special[path] = [](auto&) { return json(200, std::string("\0\xff garbage", 10)); };
    EXPECT_EQ(submit().error().code, ca_errc::unexpected_answer) << path;
    script_.special.clear();
  }
  script_.special["/order/1"] = [](auto&) {
    return json(200, R"({"status":"dancing","authorizations":[],"finalize":"f"})");
  };
  EXPECT_THAT(advance().error().detail, HasSubstr("dancing"));
}

TEST_F(AcmeAuthorityTest, a_ca_without_nonces_is_no_ca) {
  script_.special["/dir"] = [](auto&) {
    return HttpResponse{
        200, {}, R"({"newNonce":"https://ca.test/nonce","newAccount":"https://ca.test/new-account",
                                     "newOrder":"https://ca.test/new-order"})"};
  };
  script_.special["/nonce"] = [](auto&) { return HttpResponse{200, {{"Replay-Nonce", "not a nonce!"}}, ""}; };
  EXPECT_THAT(register_account().error().detail, HasSubstr("no nonce"));
}

TEST_F(AcmeAuthorityTest, an_invalid_order_says_why) {
  script_.special["/order/1"] = [](auto&) {
    return json(200, R"({"status":"invalid","authorizations":[],"finalize":"f",
        "error":{"type":"urn:ietf:params:acme:error:caa","detail":"CAA forbids it"}})");
  };
  const auto status = advance().value();
  EXPECT_EQ(status.stage, CaStage::invalid);
  EXPECT_EQ(status.detail, "invalid: caa: CAA forbids it");
}

TEST_F(AcmeAuthorityTest, a_certificate_must_be_one) {
  script_.special["/order/1"] = [](auto&) {
    return json(
        200, R"({"status":"valid","authorizations":[],"finalize":"f","certificate":"https://ca.test/cert"})");
  };
  script_.special["/cert"] = [](auto&) { return json(200, "<html>"); };
  EXPECT_THAT(download().error().detail, HasSubstr("no certificate at https://ca.test/cert"));
}

TEST_F(AcmeAuthorityTest, a_hook_that_fails_is_told_in_its_own_words) {
  script_.special["/authz/1"] = [](auto&) {
    return json(200, R"({"status":"pending","identifier":{"type":"dns","value":"a.test"},"challenges":[
        {"type":"dns-01","url":"https://ca.test/challenge/1","status":"pending","token":"dG9rZW4"}]})");
  };
  acme_.challenge = "dns-01";
  acme_.dns_hook = "/usr/local/bin/hook";  // as accounts had it before there was a folder
  EXPECT_THAT(advance().error().detail, HasSubstr("hook_folder"));
  acme_.dns_hook = "hook";
  const auto status = advance();
  EXPECT_EQ(status.error().code, ca_errc::challenge_failed);
  EXPECT_THAT(status.error().detail, HasSubstr("No such file or directory"));
  EXPECT_EQ(script_.count("POST /challenge/1"), 0u);
}

/// A lying CA had the program run for a name that nobody ordered, with a shell's characters in it.
TEST_F(AcmeAuthorityTest, does_nothing_for_a_name_that_was_not_ordered) {
  std::ofstream(hooks_.path() / "hook")
      << "#!/bin/sh\necho \"$@\" >> " << (hooks_.path() / "ran").string() << "\n";
  std::filesystem::permissions(hooks_.path() / "hook", std::filesystem::perms(0755));
  acme_.dns_hook = "hook";
  for (const std::string challenge : {"dns-01", "http-01"})
    for (const auto& [name, wildcard] : {std::pair<std::string, bool>{"bank.test", false},
                                         {"a.test;reboot", false},
                                         {"$(id).a.test", false},
                                         {"a.test", true},
                                         {"-rf", false},
                                         {"a.test.", false},
                                         {"../a.test", false},
                                         {"", false}}) {
      script_.special["/authz/1"] = [&](auto&) {
        return json(
            200, R"({"status":"pending","identifier":{"type":"dns","value":")" + name + R"("},"wildcard":)" +
                     (wildcard ? "true" : "false") + R"(,"challenges":[
            {"type":")" +
                     challenge +
                     R"(","url":"https://ca.test/challenge/1","status":"pending","token":"dG9rZW4"}]})");
      };
      acme_.challenge = challenge;
      const auto status = advance();
      ASSERT_FALSE(status) << name;
      EXPECT_TRUE(status.error().code == ca_errc::foreign_name ||
                  status.error().code == ca_errc::unexpected_answer)
          << name << ": " << describe(status.error());
      EXPECT_EQ(http_.size(), 0u) << name;
      std::ignore = abandon();
    }
  EXPECT_FALSE(std::filesystem::exists(hooks_.path() / "ran"));
  EXPECT_EQ(script_.count("POST /challenge/1"), 0u);
}

TEST_F(AcmeAuthorityTest, knows_an_ordered_name_by_its_letters) {
  request_.names = {"*.A.test", "b.test"};
  EXPECT_TRUE(was_ordered({.identifier = "a.test", .wildcard = true}, request_.names));
  EXPECT_TRUE(was_ordered({.identifier = "B.TEST"}, request_.names));
  EXPECT_FALSE(was_ordered({.identifier = "a.test"}, request_.names));
}

}  // namespace
}  // namespace kigen::workers::ca::acme
