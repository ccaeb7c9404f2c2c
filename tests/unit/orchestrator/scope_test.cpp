// In whose name a command is decided.
#include <gtest/gtest.h>

#include "events/log/memory_log.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/runtime/errors.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/errors.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/virtual_clock.hpp"

#include <boost/asio/io_context.hpp>

namespace kigen::orchestrator {
namespace {

using namespace std::chrono_literals;

template <class SomeId>
SomeId made_id(std::uint8_t number) {
  SomeId made;
  made.value.bytes.back() = number;
  return made;
}

const auto our_group = made_id<UserGroupId>(7);
const auto their_group = made_id<UserGroupId>(8);
const auto www = made_id<ServiceId>(1);
const auto ann = made_id<UserId>(2);

class DecisionScopes : public testing::Test {
 protected:
  DecisionScopes() {
    EXPECT_TRUE(run(orchestrator.start()));
    given(stream_of(www), events::ServiceCreated{{.name = "www", .group = our_group}});
    given(stream_of(ann), events::UserCreated{"ann@example.com", events::Role::admin});
    given(stream_of(ann), events::UserGroupsChanged{{our_group}});
  }
  ~DecisionScopes() override { EXPECT_TRUE(run(orchestrator.stop(1s))); }

  template <class T>
  T run(Task<T> task) {
    return tests::run_task(io, clock, std::move(task));
  }
  template <events::Event E>
  void given(const StreamId& stream, const E& event) {
    const auto version = ++versions[stream];
    ASSERT_TRUE(execute({"test.given", stream,
                         [=](const World&) -> Result<Changes> {
                           return std::move(Changes{}.add(stream, version - 1, event));
                         }},
                        {}));
  }
  Result<Receipt> execute(Command command, Context context) {
    auto done = run(orchestrator.execute(std::move(command), std::move(context)));
    if (done && done->changed) versions[done->stream] = done->version;
    return done;
  }
  /// Ann's, who was in her group when she was let in.
  static Context anns(std::optional<std::string> command_id = {}) {
    Context context;
    context.command_id = std::move(command_id);
    context.scope = events::Scope::of({our_group});
    context.person = ann;
    return context;
  }
  static void expect_unknown(const Result<Receipt>& answer) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, service_errc::unknown_service) << describe(answer.error());
  }

  asio::io_context io;
  tests::VirtualClock clock;
  SystemRandom random;
  events::MemoryLog log;
  Orchestrator orchestrator{io.get_executor(), log, clock, random};
  std::map<StreamId, Version> versions;
};

TEST_F(DecisionScopes, are_kept_to) {
  Context elsewhere;
  elsewhere.scope = events::Scope::of({their_group});
  expect_unknown(execute(as_command(DisableService{www}), elsewhere));
  EXPECT_TRUE(execute(as_command(DisableService{www}), anns()));
}

TEST_F(DecisionScopes, are_what_is_left_of_them_when_the_decision_is_made) {
  given(stream_of(ann), events::UserGroupsChanged{{their_group}});
  expect_unknown(execute(as_command(DisableService{www}), anns()));
}

TEST_F(DecisionScopes, are_nothing_once_the_person_is_gone) {
  given(stream_of(ann), events::UserDeleted{});
  expect_unknown(execute(as_command(DisableService{www}), anns()));
}

TEST_F(DecisionScopes, go_with_the_service) {
  given(stream_of(www), events::ServiceEdited{{.name = "www", .group = their_group}});
  expect_unknown(execute(as_command(DisableService{www}), anns()));
}

/// Not even the version of what is outside is told.
TEST_F(DecisionScopes, come_before_what_the_request_expects) {
  given(stream_of(ann), events::UserGroupsChanged{});
  for (const Version version : {1, 2}) {
    auto context = anns();
    context.if_match = version;
    expect_unknown(execute(as_command(DisableService{www}), context));
  }
}

TEST_F(DecisionScopes, hold_for_a_repeated_command_too) {
  ASSERT_TRUE(execute(as_command(DisableService{www}), anns("api/1")));
  const auto again = execute(as_command(DisableService{www}), anns("api/1"));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  given(stream_of(ann), events::UserGroupsChanged{});
  const auto end = log.end();
  expect_unknown(execute(as_command(DisableService{www}), anns("api/1")));
  EXPECT_EQ(log.end(), end);
}

/// What was made went to others: made again it is not.
TEST_F(DecisionScopes, hold_for_a_repeated_command_that_made_something) {
  const auto node = made_id<NodeId>(4);
  const Command create{"node.create", stream_of(node),
                       [=](const World&) -> Result<Changes> {
                         return std::move(Changes{}.add(stream_of(node), 0, events::NodeCreated{www}));
                       },
                       true};
  ASSERT_TRUE(execute(create, anns("api/1")));
  given(stream_of(www), events::ServiceEdited{{.name = "www", .group = their_group}});
  const auto again = execute(create, anns("api/1"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, command_errc::id_reused);
}

TEST_F(DecisionScopes, are_kept_to_by_questions) {
  const auto is_there = [](const World& world) { return world.service(www) != nullptr; };
  EXPECT_TRUE(run(orchestrator.ask(is_there)));
  EXPECT_TRUE(run(orchestrator.ask(events::Scope::of({our_group}), is_there)));
  EXPECT_FALSE(run(orchestrator.ask(events::Scope::of({their_group}), is_there)));
  EXPECT_TRUE(run(orchestrator.ask(is_there))) << "others see all of it again";
}

}  // namespace
}  // namespace kigen::orchestrator
