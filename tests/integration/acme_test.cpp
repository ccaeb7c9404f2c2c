#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/x509v3.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/net/http_client.hpp"
#include "orchestrator/net/openssl.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/integration/support/pebble_server.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temp_folder.hpp"
#include "workers/ca/acme/acme_authority.hpp"

namespace kigen::workers::ca::acme {
namespace {

using namespace orchestrator;
using namespace std::chrono_literals;
using tests::PebbleServer;
using tests::run_task;

/// Our client and its listener against a real CA.
class AcmeTest : public testing::Test {
 protected:
  AcmeTest() {
    const auto started = http_.start();
    EXPECT_TRUE(started) << describe(started.error());
  }

  void TearDown() override { EXPECT_TRUE(run_task(io_, http_.stop(0s))); }

  void start_ca(PebbleServer::Options options = {}) {
    options.http_port = http_.port();
    pebble_ = std::make_unique<PebbleServer>(std::move(options));
    acme_.directory_url = pebble_->directory_url();
    acme_.trust_pem = pebble_->root_pem();
    acme_.contact = "admin@example.test";
    acme_.account_key = pki::make_account_key().value();
    std::filesystem::copy(pebble_->dns_hook(), hooks_.path() / "hook");
  }

  CaOrderRequest request_for(std::vector<std::string> names) {
    const auto made = pki::make_key_and_csr({.common_name = names[0], .names = names});
    return {.request_key = "k", .common_name = names[0], .names = names, .csr_pem = made.value().csr_pem};
  }

  Instant soon() const { return clock_.now() + 30s; }

  /// Advances until the order is as good or bad as it gets.
  Task<Result<CaOrderStatus>> finish(CaOrderRequest request) {
    for (;;) {
      CO_TRY(const auto status, co_await authority_.advance(ca_, request, soon()));
      if (status.stage == CaStage::issued || status.stage == CaStage::invalid) co_return status;
      CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + 20ms));
    }
  }

  Task<Result<std::string>> order(CaOrderRequest request) {
    CO_TRY(const auto submitted, co_await authority_.submit(ca_, request, soon()));
    request.ca_order = submitted.ca_order;
    CO_TRY(const auto status, co_await finish(request));
    if (status.stage != CaStage::issued) co_return fail(ca_errc::order_invalid, status.detail);
    co_return co_await authority_.download(ca_, request, soon());
  }

  void expect_covers(const Result<std::string>& chain, const std::vector<std::string>& names) {
    ASSERT_TRUE(chain) << describe(chain.error()) << "\n" << pebble_->log();
    const auto certificates = net::certificates_of(*chain);
    ASSERT_GE(certificates.size(), 2u);
    for (const auto& name : names)
      EXPECT_EQ(X509_check_host(certificates[0].get(), name.data(), name.size(), 0, nullptr), 1) << name;
  }

  asio::io_context io_;
  SystemClock clock_;
  net::TcpDialer dialer_{io_.get_executor(), clock_};
  net::HttpClient https_{dialer_, clock_};
  orchestrator::Troubles troubles_{clock_};
  HttpChallenges http_{io_.get_executor(), clock_, {"127.0.0.1", 0}, troubles_};
  tests::TempFolder hooks_;
  AcmeAuthority authority_{https_, http_, clock_, troubles_, HookFolder(hooks_.path())};
  std::unique_ptr<PebbleServer> pebble_;
  CaCredentials ca_;
  AcmeCredentials& acme_ = std::get<AcmeCredentials>(ca_.ca);
};

TEST_F(AcmeTest, issues_by_http_01_from_our_own_listener) {
  start_ca();
  const std::vector<std::string> names{"www.example.test", "example.test"};
  expect_covers(run_task(io_, order(request_for(names))), names);
  EXPECT_EQ(http_.size(), 0u);
}

TEST_F(AcmeTest, registers_once_per_key) {
  start_ca();
  const auto first = run_task(io_, authority_.register_account(ca_, soon()));
  const auto again = run_task(io_, authority_.register_account(ca_, soon()));
  ASSERT_TRUE(first) << describe(first.error());
  EXPECT_EQ(first.value(), again.value());
  acme_.account_key = pki::make_account_key().value();
  EXPECT_NE(first.value(), run_task(io_, authority_.register_account(ca_, soon())).value());
}

TEST_F(AcmeTest, issues_a_wildcard_by_dns_01_through_the_hook) {
  start_ca();
  acme_.challenge = "dns-01";
  acme_.dns_hook = "hook";
  const std::vector<std::string> names{"*.example.test", "example.test"};
  expect_covers(run_task(io_, order(request_for(names))), {"any.example.test", "example.test"});
  const auto calls = pebble_->hook_calls();
  EXPECT_EQ(std::ranges::count_if(calls,
                                  [](auto& c) { return c.starts_with("add _acme-challenge.example.test "); }),
            2);
  EXPECT_EQ(std::ranges::count_if(
                calls, [](auto& c) { return c.starts_with("remove _acme-challenge.example.test "); }),
            2);
}

TEST_F(AcmeTest, a_wildcard_needs_dns_01) {
  start_ca();
  const auto chain = run_task(io_, order(request_for({"*.example.test"})));
  ASSERT_FALSE(chain);
  EXPECT_EQ(chain.error().code, ca_errc::refused);
  EXPECT_EQ(chain.error().detail, "the CA offers no http-01 for *.example.test: a wildcard needs dns-01");
}

TEST_F(AcmeTest, lives_with_a_ca_that_refuses_half_of_its_nonces) {
  start_ca({.refused_nonces_percent = 50});
  const std::vector<std::string> names{"a.example.test", "b.example.test", "c.example.test"};
  expect_covers(run_task(io_, order(request_for(names))), names);
}

TEST_F(AcmeTest, takes_authorizations_that_are_valid_already) {
  start_ca({.reused_authorizations_percent = 100});
  const std::vector<std::string> names{"www.example.test"};
  expect_covers(run_task(io_, order(request_for(names))), names);
  expect_covers(run_task(io_, order(request_for(names))), names);
}

TEST_F(AcmeTest, binds_an_external_account) {
  start_ca(
      {.external_keys = {{"kid-1", "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W"}}});
  const auto without = run_task(io_, authority_.register_account(ca_, soon()));
  ASSERT_FALSE(without);
  EXPECT_EQ(without.error().code, ca_errc::account_unusable);
  EXPECT_THAT(without.error().detail, testing::HasSubstr("external account binding"));
  acme_.external_key_id = "kid-1";
  acme_.external_key = Secret("AAAA");
  EXPECT_EQ(run_task(io_, authority_.register_account(ca_, soon())).error().code, ca_errc::account_unusable);
  acme_.external_key = Secret("zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W");
  expect_covers(run_task(io_, order(request_for({"www.example.test"}))), {"www.example.test"});
}

TEST_F(AcmeTest, registers_again_with_a_ca_that_lost_its_memory) {
  start_ca();
  ca_.account_url = run_task(io_, authority_.register_account(ca_, soon())).value();
  auto request = request_for({"www.example.test"});
  request.ca_order = run_task(io_, authority_.submit(ca_, request, soon())).value().ca_order;
  EXPECT_TRUE(run_task(io_, authority_.find(ca_, request, soon())).value().has_value());
  pebble_->restart();
  EXPECT_EQ(run_task(io_, authority_.find(ca_, request, soon())).value(), std::nullopt);
  EXPECT_EQ(run_task(io_, authority_.advance(ca_, request, soon())).error().code, ca_errc::order_not_found);
  request.ca_order.clear();
  expect_covers(run_task(io_, order(request)), {"www.example.test"});
}

TEST_F(AcmeTest, passes_on_why_a_name_is_rejected) {
  start_ca({.blocked_names = {"blocked.example.test"}});
  const auto chain = run_task(io_, order(request_for({"blocked.example.test"})));
  ASSERT_FALSE(chain);
  EXPECT_EQ(chain.error().code, ca_errc::refused);
  EXPECT_THAT(chain.error().detail, testing::HasSubstr("rejectedIdentifier"));
  EXPECT_THAT(chain.error().detail, testing::HasSubstr("blocked.example.test"));
}

TEST_F(AcmeTest, passes_on_why_a_validation_failed) {
  start_ca();
  const auto request = request_for({"www.example.test"});
  EXPECT_TRUE(run_task(io_, http_.stop(0s)));  // nobody answers the CA
  const auto chain = run_task(io_, order(request));
  ASSERT_FALSE(chain);
  EXPECT_EQ(chain.error().code, ca_errc::order_invalid);
  EXPECT_THAT(chain.error().detail, testing::HasSubstr("invalid: connection: "));
}

TEST_F(AcmeTest, passes_on_what_is_wrong_with_a_csr) {
  start_ca();
  auto request = request_for({"www.example.test"});
  request.csr_pem = request_for({"other.example.test"}).csr_pem;
  const auto chain = run_task(io_, order(request));
  ASSERT_FALSE(chain);
  EXPECT_EQ(chain.error().code, ca_errc::refused);
}

/// A process that died after the CA was told: the next one has an empty listener.
TEST_F(AcmeTest, a_new_process_goes_on_with_the_order) {
  start_ca();
  auto request = request_for({"www.example.test"});
  request.ca_order = run_task(io_, authority_.submit(ca_, request, soon())).value().ca_order;
  const auto port = http_.port();
  EXPECT_TRUE(run_task(io_, http_.stop(0s)));
  HttpChallenges new_http(io_.get_executor(), clock_, {"127.0.0.1", port}, troubles_);
  const auto started = new_http.start();
  ASSERT_TRUE(started) << describe(started.error());
  AcmeAuthority new_authority(https_, new_http, clock_, troubles_);
  std::optional<CaStage> stage;
  while (stage != CaStage::issued) {
    const auto status = run_task(io_, new_authority.advance(ca_, request, soon()));
    ASSERT_TRUE(status) << describe(status.error());
    ASSERT_NE(status->stage, CaStage::invalid) << status->detail;
    stage = status->stage;
  }
  expect_covers(run_task(io_, new_authority.download(ca_, request, soon())), {"www.example.test"});
  EXPECT_TRUE(run_task(io_, new_http.stop(0s)));
}

TEST_F(AcmeTest, says_that_the_ca_cannot_be_trusted_or_reached) {
  start_ca();
  acme_.trust_pem.clear();
  const auto untrusted = run_task(io_, authority_.register_account(ca_, soon()));
  EXPECT_EQ(untrusted.error().code, ca_errc::unreachable);
  EXPECT_THAT(untrusted.error().detail, testing::HasSubstr("unable to get local issuer certificate"));
  pebble_.reset();
  const auto gone = run_task(io_, authority_.register_account(ca_, soon()));
  EXPECT_EQ(gone.error().code, ca_errc::unreachable);
  EXPECT_THAT(gone.error().detail, testing::HasSubstr("Connection refused"));
}

}  // namespace
}  // namespace kigen::workers::ca::acme
