#include "workers/ca/order_handler.hpp"

#include <gtest/gtest.h>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/pki/pool_key_maker.hpp"
#include "tests/support/history.hpp"
#include "tests/support/over_bytes.hpp"
#include "tests/support/run_task.hpp"
#include "tests/unit/workers/support/workplace.hpp"

namespace kigen::workers::ca {
namespace {

using namespace orchestrator;
using namespace std::chrono_literals;

const auto service = tests::id<ServiceId>(1);
const auto account = tests::id<CaAccountId>(2);
const auto order = tests::id<OrderId>(3);
const auto key = tests::id<KeyRef>(4);

/// Turns every order down in the end, after as many refusals to listen as the test wants.
class BusyCa final : public CertificateAuthority {
 public:
  explicit BusyCa(Clock& clock) : clock_(clock) {}
  int busy = 0;
  bool deaf = false;
  int forgets = 0;  ///< so many orders, right after they were taken
  std::vector<Instant> submissions = {};
  std::vector<std::string> abandoned = {};  ///< orders of the CA
  std::vector<std::string> asked_for = {};  ///< the order that a submission names

  Task<Result<std::string>> register_account(CaCredentials, Instant) override {
    co_return std::string("https://ca.test/account/1");
  }
  Task<Result<CaOrderStatus>> submit(CaCredentials, CaOrderRequest request, Instant) override {
    submissions.push_back(clock_.now());
    asked_for.push_back(request.request_key + " " + request.ca_order);
    if (busy-- > 0) co_return fail(Error{.code = ca_errc::rate_limited, .not_before = clock_.now() + 2h});
    co_return CaOrderStatus{CaStage::pending, "https://ca.test/order/1"};
  }
  Task<Result<std::optional<CaOrderStatus>>> find(CaCredentials, CaOrderRequest, Instant) override {
    co_return std::nullopt;
  }
  Task<Result<CaOrderStatus>> advance(CaCredentials, CaOrderRequest, Instant) override {
    if (forgets-- > 0) co_return fail(ca_errc::order_not_found);
    co_return CaOrderStatus{CaStage::invalid, "https://ca.test/order/1"};
  }
  Task<Result<>> abandon(CaCredentials, CaOrderRequest request, Instant) override {
    abandoned.push_back(request.ca_order);
    if (deaf) co_return fail(ca_errc::unreachable);
    co_return Result<>{};
  }
  Task<Result<std::string>> download(CaCredentials, CaOrderRequest, Instant) override {
    co_return fail(ca_errc::order_not_found);
  }

 private:
  Clock& clock_;
};

/// Whether the second half is as far away as another process.
class OrderHandlerTest : public testing::TestWithParam<bool> {
 protected:
  OrderHandlerTest() { authorities_.add(events::AcmeCa::kind, ca_); }

  void run() {
    work_.given(stream_of(account), events::CaAccountCreated{{.name = "ca"}});
    work_.given(stream_of(service), events::ServiceCreated{settings_});
    if (held_) work_.given(stream_of(service), events::GenerationRegistered{*held_});
    work_.given(stream_of(order),
                events::OrderRequested{
                    .service = service, .ca_account = account, .common_name = settings_.common_name});
    if (cancel_) {
      work_.given(stream_of(order), events::SubmissionStarted{1, "request-1"});
      work_.given(stream_of(order), events::OrderSubmitted{"https://ca.test/order/1", 1});
      work_.given(stream_of(order), events::OrderCancelRequested{*cancel_});
    }
    auto handler =
        std::make_unique<OrderHandler>(HomePorts{work_.log, work_.vault, work_.clock, work_.random},
                                       OrderPorts{authorities_, keys_, work_.clock});
    work_.run(GetParam() ? tests::over_bytes(std::move(handler)) : std::move(handler));
  }

  std::optional<std::string> cancel_ = {};  ///< why the order, which the CA has, is to end

  /// The service holds a certificate for a key in the vault, and wants to go on with it.
  void keep_key() {
    settings_.key.new_key_each_order = false;
    made_ = pki::make_key_and_csr({.common_name = settings_.common_name}).value();
    work_.keep(key, made_.key_pem);
    held_ = events::Generation{
        .serial = "01", .not_after = work_.clock.now() + 24h, .public_key_sha256 = made_.public_key_sha256};
    held_->key = key;
  }
  std::string key_of_csr() {
    return pki::parse_csr(work_.last<events::OrderKeyPrepared>().csr_pem).value().public_key_sha256;
  }

  tests::Workplace work_{"ca"};
  BusyCa ca_{work_.clock};
  CaRegistry authorities_;
  pki::PoolKeyMaker keys_{work_.io.get_executor()};
  events::ServiceSettings settings_{.name = "www", .common_name = "www.example.com", .ca_account = account};
  KeyAndCsr made_;
  std::optional<events::Generation> held_;
};

INSTANTIATE_TEST_SUITE_P(Everywhere, OrderHandlerTest, testing::Bool(),
                         [](const auto& param) { return param.param ? "over_bytes" : "here"; });

TEST_P(OrderHandlerTest, asks_again_when_the_ca_wants_it_and_counts_no_attempt) {
  ca_.busy = 3;
  run();
  ASSERT_EQ(ca_.submissions.size(), 4u);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(ca_.submissions[i], ca_.submissions[i - 1] + 2h);
  EXPECT_EQ(work_.count("job.deferred"), 3u);
  EXPECT_EQ(work_.count("job.retry_scheduled"), 0u);
  EXPECT_EQ(work_.last<events::JobStarted>().attempt, 1u);
  EXPECT_EQ(work_.last<events::OrderErred>().number, 2199u);
}

TEST_P(OrderHandlerTest, an_order_that_the_ca_forgot_is_a_new_submission) {
  ca_.forgets = 1;
  run();
  const auto tries = to_text(order) + "/";
  EXPECT_EQ(ca_.asked_for, (std::vector<std::string>{tries + "1 ", tries + "2 "}));
  EXPECT_EQ(work_.last<events::OrderSubmitted>().attempt, 2u);
  EXPECT_EQ(work_.count("order.failed"), 1u);
}

TEST_P(OrderHandlerTest, its_key_and_the_submission_are_told_together_once_there_is_an_account) {
  run();
  auto types = work_.types();
  std::erase_if(types,
                [](const auto& type) { return type.starts_with("job.") || type.ends_with(".created"); });
  EXPECT_EQ(types, (std::vector<std::string>{"order.requested", "ca_account.registered", "order.key_prepared",
                                             "order.submission_started", "order.submitted", "order.failed"}));
}

TEST_P(OrderHandlerTest, its_new_key_is_kept_at_home) {
  run();
  const auto prepared = work_.last<events::OrderKeyPrepared>();
  const auto kept = tests::run_task(work_.io, work_.clock, work_.vault.get(*prepared.key));
  EXPECT_TRUE(kept && kept->reveal().contains("PRIVATE KEY"));
}

TEST_P(OrderHandlerTest, goes_on_with_the_key_in_use_where_that_is_wanted) {
  keep_key();
  run();
  const auto prepared = work_.last<events::OrderKeyPrepared>();
  EXPECT_EQ(prepared.key, key);
  EXPECT_EQ(prepared.public_key_sha256, made_.public_key_sha256);
  EXPECT_EQ(key_of_csr(), made_.public_key_sha256);
}

TEST_P(OrderHandlerTest, makes_a_new_key_for_each_order_otherwise) {
  keep_key();
  settings_.key.new_key_each_order = true;
  run();
  EXPECT_NE(key_of_csr(), made_.public_key_sha256);
  EXPECT_EQ(work_.last<events::OrderKeyPrepared>().public_key_sha256, key_of_csr());
}

TEST_P(OrderHandlerTest, tells_the_ca_that_nobody_wants_the_order_any_more) {
  cancel_ = "not needed";
  run();
  EXPECT_EQ(ca_.abandoned, std::vector<std::string>{"https://ca.test/order/1"});
  EXPECT_EQ(work_.last<events::OrderCancelled>().reason, "not needed");
  EXPECT_TRUE(ca_.submissions.empty());
}

TEST_P(OrderHandlerTest, ends_an_order_that_nobody_wants_though_the_ca_cannot_be_told) {
  cancel_ = "not needed";
  ca_.deaf = true;
  run();
  EXPECT_TRUE(work_.last<events::OrderCancelled>().reason.starts_with("not needed; the CA was not told: "));
}

TEST_P(OrderHandlerTest, makes_a_new_key_when_the_one_in_use_is_elsewhere) {
  keep_key();
  held_->key.reset();
  run();
  EXPECT_NE(key_of_csr(), made_.public_key_sha256);
}

TEST_P(OrderHandlerTest, makes_a_new_key_when_the_one_in_use_is_gone) {
  keep_key();
  held_->key = tests::id<KeyRef>(9);
  run();
  EXPECT_NE(key_of_csr(), made_.public_key_sha256);
}

TEST_P(OrderHandlerTest, makes_a_new_key_when_another_kind_is_wanted) {
  keep_key();
  settings_.key.algorithm = events::KeyAlgorithm::ecdsa_p384;
  run();
  EXPECT_NE(key_of_csr(), made_.public_key_sha256);
}

}  // namespace
}  // namespace kigen::workers::ca
