#include "orchestrator/world.hpp"

#include "orchestrator/jobs/commands.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

Record record_at(Position position, Version version, const StreamId& stream, const Encoded& encoded) {
  Record record;
  record.position = position;
  record.stream = stream;
  record.version = version;
  record.type = encoded.type;
  record.schema = encoded.schema;
  record.payload = encoded.payload;
  return record;
}

void cannot_fold(World& world, const Record& record, world_errc code) {
  const auto end = world.end();
  const auto folded = world.fold(record);
  ASSERT_FALSE(folded);
  EXPECT_EQ(folded.error().code, make_error_code(code)) << describe(folded.error());
  EXPECT_NE(folded.error().detail.find(std::to_string(record.position)), std::string::npos);
  EXPECT_NE(folded.error().detail.find(record.type), std::string::npos);
  EXPECT_EQ(world.end(), end);
}

TEST(World, names_the_record_it_cannot_fold_and_stays_as_it_was) {
  World world;
  const auto named = encode(CompanyNamed{"Example"});
  cannot_fold(world, record_at(1, 1, company_stream, named), world_errc::out_of_order);
  cannot_fold(world, record_at(0, 2, company_stream, named), world_errc::out_of_order);
  cannot_fold(world, record_at(0, 1, {"garden"}, named), world_errc::unknown_aggregate);
  cannot_fold(world, record_at(0, 1, {"service-7"}, named), world_errc::undecodable);
  cannot_fold(world, record_at(0, 1, company_stream, {"company.named", 1, "{}"}), world_errc::undecodable);
  cannot_fold(world, record_at(0, 1, system_stream, named), world_errc::undecodable);
  cannot_fold(world, record_at(0, 1, stream_of(id<JobId>(1)), named), world_errc::undecodable);
  EXPECT_EQ(world.job(id<JobId>(1)), nullptr);
  EXPECT_TRUE(world.fold(record_at(0, 1, company_stream, named)));
  EXPECT_EQ(world.company().version, 1u);
}

TEST(World, knows_whether_the_run_before_ended_well) {
  History history;
  EXPECT_TRUE(history.world.stopped_cleanly());
  history.given(system_stream, SystemStarted{});
  EXPECT_FALSE(history.world.stopped_cleanly());
  history.given(system_stream, SystemStopped{});
  EXPECT_TRUE(history.world.stopped_cleanly());
  EXPECT_EQ(history.world.system_version(), 2u);
}

TEST(World, finds_the_nodes_of_a_service_and_what_they_use) {
  const auto service = id<ServiceId>(1);
  const auto node = [&](std::uint8_t n) {
    return NodeCreated{service, {.name = "n", .site = id<SiteId>(1), .access = id<AccessId>(n)}};
  };
  History history;
  history.given(stream_of(id<NodeId>(2)), node(2)).given(stream_of(id<NodeId>(1)), node(1));
  EXPECT_EQ(history.world.nodes_of(service), (std::vector{id<NodeId>(1), id<NodeId>(2)}));
  EXPECT_TRUE(history.world.is_used(id<AccessId>(1)));
  EXPECT_TRUE(history.world.is_used(id<SiteId>(1)));
  history.given(stream_of(id<NodeId>(1)), NodeDeleted{});
  EXPECT_EQ(history.world.nodes_of(service), std::vector{id<NodeId>(2)});
  EXPECT_FALSE(history.world.is_used(id<AccessId>(1)));
  EXPECT_TRUE(history.world.is_used(id<SiteId>(1)));
}

TEST(World, goes_through_its_services_by_id_a_few_at_a_time) {
  History history;
  for (const std::uint8_t n : {4, 2, 3, 1})
    history.given(stream_of(id<ServiceId>(n)), ServiceCreated{{.name = "service " + std::to_string(n)}});
  const auto ids = [](std::initializer_list<std::uint8_t> numbers) {
    std::vector<ServiceId> all;
    for (const auto n : numbers) all.push_back(id<ServiceId>(n));
    return all;
  };
  EXPECT_EQ(history.world.services_after({}, 3), ids({1, 2, 3}));
  history.given(stream_of(id<ServiceId>(3)), ServiceEdited{{.name = "renamed"}});
  history.given(stream_of(id<ServiceId>(2)), ServiceDeleted{});
  EXPECT_EQ(history.world.services_after(id<ServiceId>(2), 9), ids({3, 4})) << "the last one is gone";
  EXPECT_EQ(history.world.services_after({}, 9), ids({1, 3, 4}));
  EXPECT_TRUE(history.world.services_after(id<ServiceId>(4), 9).empty());
}

TEST(World, follows_names_through_edits_and_deletions) {
  const auto access = id<AccessId>(1);
  History history;
  history.given(stream_of(access), AccessCreated{{.name = "one"}});
  EXPECT_EQ(history.world.named<Access>("one")->id, access);
  history.given(stream_of(access), AccessEdited{{.name = "two"}});
  EXPECT_EQ(history.world.named<Access>("one"), nullptr);
  EXPECT_EQ(history.world.named<Access>("two")->id, access);
  history.given(stream_of(access), AccessDeleted{});
  EXPECT_EQ(history.world.named<Access>("two"), nullptr);
}

TEST(World, counts_admins_and_finds_people_in_any_letter_case) {
  const auto user = id<UserId>(1);
  History history;
  history.given(stream_of(user), UserCreated{.mail = "ann@example.com", .role = Role::admin});
  EXPECT_EQ(history.world.admin_count(), 1u);
  EXPECT_EQ(history.world.user_with_mail("Ann@Example.com")->id, user);
  history.given(stream_of(user), UserEdited{.role = Role::viewer});
  EXPECT_EQ(history.world.admin_count(), 0u);
}

TEST(World, forgets_an_order_that_ended_and_frees_what_it_used) {
  const auto service = id<ServiceId>(1);
  const auto order = id<OrderId>(1);
  const auto account = id<CaAccountId>(1);
  History history;
  history.given(stream_of(order), OrderRequested{.service = service, .ca_account = account});
  EXPECT_EQ(history.world.open_order_of(service)->id, order);
  EXPECT_TRUE(history.world.is_used(account));
  history.given(stream_of(order), OrderFailed{.code = "no"});
  EXPECT_EQ(history.world.order(order), nullptr);
  EXPECT_EQ(history.world.open_order_of(service), nullptr);
  EXPECT_FALSE(history.world.is_used(account));
  EXPECT_EQ(history.world.ended_order()->stage, OrderStage::failed);
}

TEST(World, keeps_a_stuck_apply_open) {
  const auto node = id<NodeId>(1);
  const auto apply = id<ApplyId>(1);
  History history;
  history.given(stream_of(apply), ApplyRequested{.node = node})
      .given(stream_of(apply), ApplyStuck{"unproved"});
  EXPECT_EQ(history.world.open_apply_of(node)->stage, ApplyStage::stuck);
  history.given(stream_of(apply), ApplyCancelled{"seen to"});
  EXPECT_EQ(history.world.open_apply_of(node), nullptr);
  EXPECT_EQ(history.world.ended_apply()->node, node);
}

}  // namespace
}  // namespace kigen::orchestrator
