#include "orchestrator/order/errors.hpp"
#include "orchestrator/pki/import.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto order = id<OrderId>(2);
const auto node = id<NodeId>(3);
const auto key = id<KeyRef>(4);
const auto stream = stream_of(service);

struct Issued {
  std::string chain_pem;
  Generation generation;
};

Issued issue(const std::vector<std::string>& names) {
  const auto made = pki::make_self_signed(names, start, day(90));
  ensure(made.has_value(), "the test's certificate was made");
  const auto read = pki::read_chain(made->certificate_pem);
  ensure(read.has_value(), "the test's certificate can be read");
  return {made->certificate_pem, *read};
}

struct RegisteringIssued : ::testing::Test {
  const Issued good = issue({"www.example.com", "example.com"});
  History history = History()
                        .given(stream, ServiceCreated{{.name = "www", .common_name = "www.example.com"}})
                        .given(stream_of(order), OrderRequested{.service = service,
                                                                .common_name = "www.example.com",
                                                                .sans = {"example.com"}});

  void take_way_to_issue(const std::string& public_key_sha256) {
    history.given(stream_of(order), OrderKeyPrepared{key, "csr", public_key_sha256})
        .given(stream_of(order), SubmissionStarted{})
        .given(stream_of(order), OrderSubmitted{})
        .given(stream_of(order), OrderIssued{"serial", "chain"});
  }
  void fails(const std::string& chain_pem, const std::string& code) {
    const auto changes = history.when(RegisterIssued{service, order, chain_pem});
    ASSERT_TRUE(changes) << describe(changes.error());
    history.append(*changes);
    ASSERT_EQ(history.records.back().type, "order.failed");
    EXPECT_EQ(std::get<OrderFailed>(std::get<OrderEvent>(history.decoded.back())).code, code);
    EXPECT_EQ(history.world.order(order), nullptr);
  }
};

TEST_F(RegisteringIssued, fills_a_slot_and_ends_the_order_in_one_append) {
  take_way_to_issue(good.generation.public_key_sha256);
  auto generation = good.generation;
  generation.slot = 1;
  generation.key = key;
  generation.order = order;
  then(history.when(RegisterIssued{service, order, good.chain_pem}),
       {{stream, GenerationRegistered{generation}},
        {stream_of(order), OrderRegistered{1, generation.serial}}});
}

TEST_F(RegisteringIssued, removes_the_older_generation_for_it) {
  history.given(stream, GenerationRegistered{{.slot = 1, .serial = "01", .not_after = day(2)}});
  history.given(stream, GenerationRegistered{{.slot = 2, .serial = "02", .not_after = day(1)}});
  take_way_to_issue(good.generation.public_key_sha256);
  history.done(RegisterIssued{service, order, good.chain_pem});
  EXPECT_EQ(history.world.service(service)->slots[0].serial, "01");
  EXPECT_EQ(history.world.service(service)->slots[1].serial, good.generation.serial);
}

TEST_F(RegisteringIssued, fails_the_order_when_key_names_or_chain_are_others) {
  take_way_to_issue("another key");
  fails(good.chain_pem, "issued_for_other_key");
}

TEST_F(RegisteringIssued, fails_the_order_when_a_name_is_missing) {
  const auto lacking = issue({"www.example.com"});
  take_way_to_issue(lacking.generation.public_key_sha256);
  fails(lacking.chain_pem, "issued_for_other_names");
}

TEST_F(RegisteringIssued, fails_the_order_when_the_chain_is_garbage) {
  take_way_to_issue(good.generation.public_key_sha256);
  fails("garbage", "malformed");
}

TEST_F(RegisteringIssued, finds_a_slot_beside_what_nodes_still_need) {
  history.given(stream, GenerationRegistered{{.slot = 1, .serial = "01", .not_after = day(1)}});
  history.given(stream, GenerationRegistered{{.slot = 2, .serial = "02", .not_after = day(2)}});
  history.given(stream_of(node), NodeCreated{service, {.name = "web1"}});
  history.given(stream_of(node), NodeInstalled{{}, 1, "01"});
  take_way_to_issue(good.generation.public_key_sha256);
  history.done(RegisterIssued{service, order, good.chain_pem});
  EXPECT_EQ(history.world.service(service)->slots.size(), 3u);
}

TEST_F(RegisteringIssued, is_refused_without_an_issued_order_of_the_service) {
  const RegisterIssued command{service, order, good.chain_pem};
  refused(history.when(command), order_errc::wrong_stage, 1614);
  refused(history.when(RegisterIssued{id<ServiceId>(9), order, ""}), service_errc::unknown_service, 1653);
  refused(history.when(RegisterIssued{service, id<OrderId>(9), ""}), order_errc::unknown_order, 18);
  history.given(stream_of(id<ServiceId>(9)), ServiceCreated{{.name = "other"}});
  refused(history.when(RegisterIssued{id<ServiceId>(9), order, ""}), order_errc::unknown_order, 18);
}

}  // namespace
}  // namespace kigen::orchestrator
