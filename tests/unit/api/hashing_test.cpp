// Whose password is looked at first, and who is turned away.
#include "api/session/hashing.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "api/errors.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "tests/support/run_task.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;

struct HashingTest : testing::Test {
  /// Looks at a password for a tenth of a second, once it is its turn.
  Task<Result<>> look(std::string name, Standing standing, std::string source) {
    const auto turn = co_await hashing.turn(standing, source);
    if (!turn) {
      turned_away += turn.error().code == api_errc::busy ? 1 : 0;
      co_return Result<>{};
    }
    CO_TRY_DO(co_await clock.sleep_until(clock.now() + 100ms));
    served.push_back(name);
    when.push_back(clock.now() - start);
    co_return Result<>{};
  }
  void arrive(std::string name, Standing standing, std::string source) {
    tasks.spawn("login", look(std::move(name), standing, std::move(source)));
  }
  ~HashingTest() override { tests::run_task(io, clock, tasks.stop(1s)).value(); }

  asio::io_context io;
  tests::VirtualClock clock;
  Instant start = clock.now();
  Hashing hashing;
  std::vector<std::string> served;
  std::vector<Duration> when;
  int turned_away = 0;
  orchestrator::TaskGroup tasks{io.get_executor(), clock};
};

TEST_F(HashingTest, AFloodOfStrangersDelaysNoKnownOne) {
  for (int i = 0; i < 150; ++i) arrive("stranger", Standing::stranger, "192.0.2." + std::to_string(i));
  arrive("known", Standing::known, "192.0.2.1");
  tests::run_virtual(io, clock);
  EXPECT_EQ(turned_away, 141) << "one is served, eight wait";
  ASSERT_EQ(served.size(), 10u);
  EXPECT_EQ(served[1], "known");
  EXPECT_LE(when[1], 200ms) << "behind the one that was under way";
  EXPECT_LE(when.back(), 1s) << "and a stranger who got a place waits a second at most";
}

TEST_F(HashingTest, OneAddressDoesNotTakeAllPlaces) {
  for (int i = 0; i < 150; ++i) arrive("flood", Standing::stranger, "192.0.2.1");
  arrive("other", Standing::stranger, "192.0.2.2");
  tests::run_virtual(io, clock);
  EXPECT_EQ(served, (std::vector<std::string>{"flood", "flood", "flood", "other"}));
}

TEST_F(HashingTest, WhoGivesUpLeavesNoGap) {
  orchestrator::TaskGroup leaving(io.get_executor(), clock);
  arrive("first", Standing::stranger, "192.0.2.1");
  leaving.spawn("login", look("gone", Standing::stranger, "192.0.2.2"));
  arrive("last", Standing::stranger, "192.0.2.3");
  ASSERT_TRUE(tests::run_task(io, clock, leaving.stop(1s)));
  tests::run_virtual(io, clock);
  EXPECT_EQ(served, (std::vector<std::string>{"first", "last"}));
}

}  // namespace
}  // namespace kigen::api
