// Our ACME client with the simulated CA: the conversations of tests/integration/acme_test.cpp, and what a CA
// has to refuse.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/pki/names.hpp"
#include "tests/simulation/world/ca.hpp"
#include "tests/support/run_task.hpp"
#include "workers/ca/acme/acme_authority.hpp"

namespace kigen::simulation {
namespace {

using namespace orchestrator;
using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::run_task;
using workers::ca::acme::AccountKey;
using workers::ca::acme::AcmeAuthority;
using workers::ca::acme::HttpChallenges;
using workers::ca::acme::signed_request;

class DirectHttps final : public Https {
 public:
  DirectHttps(SimCa& ca, Clock& clock) : ca_(ca), clock_(clock) {}
  Task<Result<HttpResponse>> send(HttpRequest request, Instant) override {
    ++sent;
    co_return ca_.handle(request, clock_.now());
  }
  int sent = 0;

 private:
  SimCa& ca_;
  Clock& clock_;
};

class SimCaTest : public testing::Test {
 protected:
  explicit SimCaTest(SimCaOptions options = {})
      : ca_(std::move(options),
            [this](const std::string& domain, const std::string& path) { return fetch(domain, path); }) {
    acme_.directory_url = ca_.directory_url();
    acme_.contact = "admin@example.test";
    acme_.account_key = pki::make_account_key().value();
  }

  Result<std::string> fetch(const std::string&, const std::string& path) {
    auto answer = reachable_ ? challenges_.answer_at(path) : std::nullopt;
    if (!answer) return fail(net_errc::unreachable, "nobody answers");
    return *std::move(answer);
  }

  CaOrderRequest request_for(std::vector<std::string> names) const {
    const auto made = pki::make_key_and_csr({.common_name = names[0], .names = names});
    return {.request_key = "k", .common_name = names[0], .names = names, .csr_pem = made.value().csr_pem};
  }
  Instant soon() const { return clock_.now() + 30s; }
  auto submit(const CaOrderRequest& request) {
    return run_task(io_, clock_, authority_.submit(account_, request, soon()));
  }
  auto advance(const CaOrderRequest& request) {
    return run_task(io_, clock_, authority_.advance(account_, request, soon()));
  }
  Result<std::string> order(CaOrderRequest request) {
    TRY(const auto submitted, submit(request));
    request.ca_order = submitted.ca_order;
    for (int looks = 0; looks < 20; ++looks) {
      TRY(const auto status, advance(request));
      if (status.stage == CaStage::invalid) return fail(ca_errc::order_invalid, status.detail);
      if (status.stage == CaStage::issued)
        return run_task(io_, clock_, authority_.download(account_, request, soon()));
    }
    return fail(ca_errc::unexpected_answer, "the order does not end");
  }
  auto register_account() { return run_task(io_, clock_, authority_.register_account(account_, soon())); }

  void expect_covers(const Result<std::string>& pem, const std::vector<std::string>& names) {
    ASSERT_TRUE(pem) << describe(pem.error());
    const auto chain = pki::order_chain(pki::parse_certificates(*pem).value());
    ASSERT_TRUE(chain) << describe(chain.error());
    EXPECT_EQ(chain->intermediates.size(), 1u);
    for (const auto& name : names) EXPECT_TRUE(pki::covers(chain->leaf.names, name)) << name;
    EXPECT_EQ(chain->leaf.serial, ca_.orders().back().serial);
    EXPECT_EQ(chain->leaf.not_after, std::chrono::floor<std::chrono::seconds>(clock_.now()) - 1h + 24h * 90);
  }

  /// A request signed by hand.
  HttpResponse post(const std::string& url, const std::string& nonce, const std::string& kid,
                    const std::string& payload) {
    const auto key = AccountKey::from_pem(acme_.account_key).value();
    return ca_.handle({.method = "POST",
                       .url = url,
                       .headers = {{"Content-Type", "application/jose+json"}},
                       .body = signed_request(key, {url, nonce, kid}, payload)},
                      clock_.now());
  }
  std::string nonce() {
    return ca_.handle({.method = "HEAD", .url = "https://ca.test/newNonce"}, clock_.now())
        .header("Replay-Nonce")
        .value();
  }

  bool reachable_ = true;
  tests::VirtualClock clock_;
  asio::io_context io_;
  orchestrator::Troubles troubles_{clock_};
  HttpChallenges challenges_{io_.get_executor(), clock_, {"127.0.0.1", 0}, troubles_};
  SimCa ca_;
  DirectHttps https_{ca_, clock_};
  AcmeAuthority authority_{https_, challenges_, clock_, troubles_};
  CaCredentials account_;
  AcmeCredentials& acme_ = std::get<AcmeCredentials>(account_.ca);
};

const std::vector<std::string> two_names{"www.example.test", "example.test"};

TEST_F(SimCaTest, issues_by_http_01) {
  expect_covers(order(request_for(two_names)), two_names);
  EXPECT_EQ(ca_.accounts_made(), 1u);
  EXPECT_EQ(ca_.certificates_issued(), 1u);
  ASSERT_EQ(ca_.orders().size(), 1u);
  EXPECT_EQ(ca_.orders()[0].names, (std::set<std::string>{"example.test", "www.example.test"}));
  EXPECT_EQ(ca_.orders()[0].account, AccountKey::from_pem(acme_.account_key)->thumbprint());
}

TEST_F(SimCaTest, registers_once_per_key) {
  const auto first = register_account().value();
  EXPECT_EQ(first, register_account().value());
  acme_.account_key = pki::make_account_key().value();
  EXPECT_NE(first, register_account().value());
  EXPECT_EQ(ca_.accounts_made(), 2u);
}

TEST_F(SimCaTest, a_nonce_that_is_refused_is_replaced) {
  ca_.trouble(SimCa::Request::new_order).refused_nonces = 3;
  expect_covers(order(request_for(two_names)), two_names);
}

TEST_F(SimCaTest, passes_on_what_fails) {
  ca_.block("blocked.example.test");
  EXPECT_THAT(order(request_for({"blocked.example.test"})).error().detail, HasSubstr("rejectedIdentifier"));
  reachable_ = false;
  const auto unproved = order(request_for({"www.example.test"}));
  EXPECT_EQ(unproved.error().code, ca_errc::order_invalid);
  EXPECT_THAT(unproved.error().detail, HasSubstr("invalid: connection: "));
  EXPECT_EQ(ca_.orders().back().status, "invalid");
  EXPECT_EQ(order(request_for({"*.example.test"})).error().code, ca_errc::refused) << "no http-01 for it";
}

TEST_F(SimCaTest, refuses_a_csr_for_other_names) {
  auto request = request_for({"www.example.test"});
  request.csr_pem = request_for({"other.example.test"}).csr_pem;
  EXPECT_EQ(order(request).error().code, ca_errc::refused);
  EXPECT_EQ(ca_.certificates_issued(), 0u);
}

TEST_F(SimCaTest, limits_rates_for_as_long_as_it_says) {
  ca_.trouble(SimCa::Request::new_order) = {.rate_limited = 1, .retry_after = 2h};
  EXPECT_EQ(submit(request_for(two_names)).error().code, ca_errc::rate_limited);
  const auto sent = https_.sent;
  EXPECT_EQ(submit(request_for(two_names)).error().code, ca_errc::rate_limited);
  EXPECT_EQ(https_.sent, sent) << "not asked again before the time";
  clock_.advance_by(2h);
  EXPECT_TRUE(submit(request_for(two_names)));
}

TEST_F(SimCaTest, an_error_may_come_after_the_deed) {
  ca_.trouble(SimCa::Request::new_order).errors_before = 1;
  EXPECT_EQ(submit(request_for(two_names)).error().code, ca_errc::unavailable);
  EXPECT_TRUE(ca_.orders().empty());
  ca_.trouble(SimCa::Request::new_order).errors_after = 1;
  EXPECT_EQ(submit(request_for(two_names)).error().code, ca_errc::unavailable);
  EXPECT_EQ(ca_.orders().size(), 1u);
}

TEST_F(SimCaTest, is_registered_with_again_when_it_lost_its_memory) {
  account_.account_url = register_account().value();
  auto request = request_for({"www.example.test"});
  request.ca_order = submit(request).value().ca_order;
  ca_.lose_memory();
  EXPECT_EQ(advance(request).error().code, ca_errc::order_not_found);
  request.ca_order.clear();
  expect_covers(order(request), {"www.example.test"});
}

TEST_F(SimCaTest, forgets_orders_that_come_to_nothing) {
  auto request = request_for({"www.example.test"});
  request.ca_order = submit(request).value().ca_order;
  clock_.advance_by(24h * 7);
  EXPECT_EQ(advance(request).value().stage, CaStage::invalid);
}

TEST_F(SimCaTest, a_deactivated_account_gets_nothing) {
  EXPECT_TRUE(register_account());
  ca_.deactivate_accounts();
  EXPECT_FALSE(submit(request_for(two_names)));
  EXPECT_TRUE(ca_.orders().empty());
}

TEST_F(SimCaTest, takes_a_nonce_once) {
  const auto kid = register_account().value();
  const auto once = nonce();
  EXPECT_EQ(post(kid, once, kid, "").status, 200u);
  const auto again = post(kid, once, kid, "");
  EXPECT_EQ(again.status, 400u);
  EXPECT_THAT(again.body, HasSubstr("badNonce"));
}

TEST_F(SimCaTest, believes_no_signature_of_another_key) {
  const auto kid = register_account().value();
  acme_.account_key = pki::make_account_key().value();
  EXPECT_THAT(post(kid, nonce(), kid, "").body, HasSubstr("the signature does not hold"));
}

TEST_F(SimCaTest, shows_nobody_the_orders_of_others) {
  const auto order = submit(request_for(two_names)).value().ca_order;
  acme_.account_key = pki::make_account_key().value();
  const auto kid = register_account().value();
  EXPECT_EQ(post(order, nonce(), kid, "").status, 403u);
  EXPECT_EQ(post("https://ca.test/order/999", nonce(), kid, "").status, 404u);
}

class SlowSimCa : public SimCaTest {
 protected:
  SlowSimCa()
      : SimCaTest(
            {.reuses_authorizations = true, .checks_before_validation = 2, .checks_before_issuance = 2}) {}
};

TEST_F(SlowSimCa, takes_its_time_and_issues_once) {
  expect_covers(order(request_for(two_names)), two_names);
  EXPECT_EQ(ca_.certificates_issued(), 1u);
}

TEST_F(SlowSimCa, needs_no_second_proof) {
  expect_covers(order(request_for(two_names)), two_names);
  reachable_ = false;
  expect_covers(order(request_for(two_names)), two_names);
}

class SilentSimCa : public SimCaTest {
 protected:
  SilentSimCa() : SimCaTest({.orders_say_why = false}) {}
};

TEST_F(SilentSimCa, the_reason_is_found_in_the_authorizations) {
  reachable_ = false;
  EXPECT_THAT(order(request_for(two_names)).error().detail, HasSubstr("invalid: connection: "));
}

class BindingSimCa : public SimCaTest {
 protected:
  BindingSimCa() : SimCaTest({.external_keys = {{"kid-1", Secret("c2VjcmV0IG9mIHRoZSBDQQ")}}}) {}
};

TEST_F(BindingSimCa, binds_an_external_account) {
  EXPECT_EQ(register_account().error().code, ca_errc::account_unusable);
  acme_.external_key_id = "kid-1";
  acme_.external_key = Secret("AAAA");
  EXPECT_EQ(register_account().error().code, ca_errc::account_unusable);
  acme_.external_key = Secret("c2VjcmV0IG9mIHRoZSBDQQ");
  EXPECT_TRUE(register_account());
  EXPECT_EQ(ca_.accounts_made(), 1u);
}

}  // namespace
}  // namespace kigen::simulation
