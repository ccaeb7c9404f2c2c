// What a decision sees of a World through somebody's scope.
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/kept/commands.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto ours = id<UserGroupId>(7);
const auto theirs = id<UserGroupId>(8);
const auto access = id<AccessId>(20);
const auto account = id<CaAccountId>(21);
const auto site = id<SiteId>(22);

/// All that can hang on a service; `number` tells one service's from another's.
struct Things {
  explicit Things(std::uint8_t number)
      : service(id<ServiceId>(number)),
        node(id<NodeId>(number)),
        order(id<OrderId>(number)),
        apply(id<ApplyId>(number)),
        job(id<JobId>(number)) {}
  ServiceId service;
  NodeId node;
  OrderId order;
  ApplyId apply;
  JobId job;
};

const Things one{1};    // of our group
const Things other{2};  // of theirs
const Things none{3};   // was never

ServiceSettings settings_in(UserGroupId group, std::string name = "www") {
  return {.name = std::move(name), .common_name = "www.example.com", .ca_account = account, .group = group};
}

void add(History& history, const Things& things, UserGroupId group) {
  history.given(stream_of(things.service), ServiceCreated{settings_in(group)})
      .given(stream_of(things.node),
             NodeCreated{things.service, {.name = "web", .site = site, .access = access}})
      .given(stream_of(things.order), OrderRequested{.service = things.service, .ca_account = account})
      .given(stream_of(things.apply), ApplyRequested{.service = things.service, .node = things.node})
      .given(stream_of(things.job), make_key(*history.world.service(things.service), start));
}

/// Every command of a person that speaks of a service or of what hangs on one.
std::vector<Command> commands_about(const Things& things) {
  const auto fresh = Things(40);
  return {as_command(EditService{things.service, settings_in(ours, "new name")}),
          as_command(EnableService{things.service}),
          as_command(DisableService{things.service}),
          as_command(DeleteService{things.service}),
          as_command(RequestKey{things.service}),
          as_command(ImportCsr{things.service, "pem", "hash", {"www.example.com"}}),
          as_command(ImportCertificate{things.service, {}, start}),
          as_command(SelectGeneration{things.service, 1}),
          as_command(RemoveGeneration{things.service, 1, "no", start}),
          as_command(RecordKeyExport{things.service, 1}),
          as_command(CreateNode{fresh.node, things.service, {.name = "web"}}),
          as_command(EditNode{things.node, {.name = "web"}}),
          as_command(EnableNode{things.node}),
          as_command(DisableNode{things.node}),
          as_command(DeleteNode{things.node}),
          as_command(RequestNodeCheck{things.node}),
          as_command(RequestOrder{.id = fresh.order, .service = things.service}),
          as_command(CancelOrder{things.order, "no"}),
          as_command(RequestApply{.id = fresh.apply, .node = things.node}),
          as_command(CancelApply{things.apply, "no"}),
          as_command(RetryRollback{things.apply}),
          as_command(RetryJob{things.job, start}),
          as_command(CancelJob{things.job, "no"})};
}

struct Sights : ::testing::Test {
  Sights() {
    history.done(Create<UserGroupSettings>{ours, {"ours"}})
        .done(Create<UserGroupSettings>{theirs, {"theirs"}})
        .given(stream_of(account), CaAccountCreated{{.name = "ca"}})
        .given(stream_of(access), AccessCreated{{.name = "ssh"}});
    add(history, one, ours);
    add(history, other, theirs);
  }
  Result<Changes> decided(const Command& command, const Scope& scope) const {
    const World::Sight sight(history.world, scope);
    return command.decide(history.world);
  }
  History history;
};

TEST_F(Sights, what_is_out_of_sight_is_refused_as_what_never_was) {
  const auto of_others = commands_about(other);
  const auto of_nobody = commands_about(none);
  for (std::size_t i = 0; i < of_others.size(); ++i) {
    const auto outside = decided(of_others[i], Scope::of({ours}));
    const auto unknown = decided(of_nobody[i], Scope::of({ours}));
    ASSERT_FALSE(outside) << of_others[i].name;
    ASSERT_FALSE(unknown) << of_nobody[i].name;
    EXPECT_EQ(outside.error().code, unknown.error().code) << of_others[i].name;
    EXPECT_EQ(outside.error().field, unknown.error().field) << of_others[i].name;
    EXPECT_EQ(outside.error().detail.size(), unknown.error().detail.size())
        << of_others[i].name << ": " << outside.error().detail;
  }
}

TEST_F(Sights, what_is_in_sight_is_decided_as_ever) {
  for (const auto& command : commands_about(one)) {
    const auto within = decided(command, Scope::of({ours}));
    const auto as_ever = decided(command, Scope::everything());
    ASSERT_EQ(within.has_value(), as_ever.has_value()) << command.name;
    if (within)
      EXPECT_EQ(facts_of(*within), facts_of(*as_ever)) << command.name;
    else
      EXPECT_EQ(within.error().code, as_ever.error().code) << command.name;
  }
}

TEST_F(Sights, lookups_find_nothing_outside) {
  const auto& world = history.world;
  const World::Sight sight(world, Scope::of({ours}));
  EXPECT_NE(world.service(one.service), nullptr);
  EXPECT_EQ(world.service(other.service), nullptr);
  EXPECT_EQ(world.service_named(theirs, "www"), nullptr);
  EXPECT_TRUE(world.nodes_of(other.service).empty());
  EXPECT_EQ(world.open_order_of(other.service), nullptr);
  EXPECT_EQ(world.open_apply_of(other.node), nullptr);
  EXPECT_TRUE(world.jobs_about(stream_of(other.service)).empty());
  EXPECT_EQ(world.jobs_about(stream_of(one.service)).size(), 1u);
  EXPECT_NE(world.access(access), nullptr) << "it is of no service";
  EXPECT_TRUE(world.is_used(access));
}

TEST_F(Sights, say_whether_something_is_hidden) {
  const auto& world = history.world;
  EXPECT_FALSE(world.hides(stream_of(other.order)));
  const World::Sight sight(world, Scope::of({ours}));
  for (const auto& stream : {stream_of(other.service), stream_of(other.node), stream_of(other.order),
                             stream_of(other.apply), stream_of(other.job)})
    EXPECT_TRUE(world.hides(stream)) << stream.text;
  for (const auto& stream :
       {stream_of(one.order), stream_of(none.order), stream_of(access), company_stream, {"company-1"}})
    EXPECT_FALSE(world.hides(stream)) << stream.text;
}

/// Jobs that are of no service are for everybody: hosts' identities, the expiry check.
TEST_F(Sights, leave_the_jobs_of_the_installation) {
  history.given(stream_of(none.job), check_expiries(start));
  EXPECT_TRUE(decided(as_command(RetryJob{none.job, start}), Scope::of({})));
}

TEST_F(Sights, end_with_what_they_were_for) {
  {
    const World::Sight sight(history.world, Scope::of({}));
    {
      const World::Sight narrower(history.world, Scope::of({theirs}));
      EXPECT_EQ(history.world.service(one.service), nullptr);
    }
    EXPECT_EQ(history.world.service(other.service), nullptr);
  }
  EXPECT_NE(history.world.service(other.service), nullptr);
}

}  // namespace
}  // namespace kigen::orchestrator
