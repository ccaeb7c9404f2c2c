#include "orchestrator/runtime/world_keeper.hpp"

#include <gtest/gtest.h>

#include "events/company_events.hpp"
#include "events/log/memory_log.hpp"
#include "events/system_events.hpp"
#include "tests/support/run.hpp"

namespace kigen::orchestrator {
namespace {

using tests::run;

class MemoryRows final : public WorldRows {
 public:
  Position position() const override { return position_; }
  Result<> for_each(const Use& use) const override {
    for (const auto& [key, bytes] : rows) TRY_DO(use(key, bytes));
    return {};
  }
  Task<Result<>> write(std::vector<Change> changes, Position position) override {
    if (fails) co_return fail(world_errc::undecodable, "the disk is full");
    for (auto& [key, bytes] : changes) {
      if (bytes)
        rows[key] = *bytes;
      else
        rows.erase(key);
    }
    position_ = position;
    co_return Result<>{};
  }
  Result<> clear() override {
    rows.clear();
    position_ = 0;
    return {};
  }

  std::map<std::string, std::string> rows;
  bool fails = false;

 private:
  Position position_ = 0;
};

/// A log in which the company got one name after the other.
class WorldKeeperTest : public testing::Test {
 protected:
  void name(events::MemoryLog& log, const std::string& name) { this->name(log, name, log.end()); }
  void name(events::MemoryLog& log, const std::string& name, Version version) {
    const events::AppendRequest request{
        {{events::company_stream, version, {events::encode(events::CompanyNamed{name})}}},
        {.time = Instant(std::chrono::seconds(version))}};
    ASSERT_TRUE(run(log.append(request)));
  }
  void stop_cleanly(events::MemoryLog& log) {
    const events::AppendRequest request{
        {{events::system_stream, 0, {events::encode(events::SystemStopped{})}}}, {}};
    ASSERT_TRUE(run(log.append(request)));
  }
  /// Folds what the World has not seen yet.
  void follow(World& world, WorldKeeper& keeper, events::MemoryLog& log) {
    for (const auto& record : run(log.read(world.end(), 100)).value()) {
      ASSERT_TRUE(world.fold(record));
      keeper.note(record);
    }
  }
  void keep_all(events::MemoryLog& log) {
    WorldKeeper keeper({&rows_, 1}, log);
    auto world = run(keeper.recall()).value();
    follow(world, keeper, log);
    EXPECT_TRUE(keeper.is_due(world));
    ASSERT_TRUE(run(keeper.keep(world)));
    EXPECT_FALSE(keeper.is_due(world));
  }
  World recall(events::MemoryLog& log) { return run(WorldKeeper({&rows_, 1}, log).recall()).value(); }

  events::MemoryLog log_;
  MemoryRows rows_;
};

TEST_F(WorldKeeperTest, recalls_what_was_kept_and_follows_on) {
  name(log_, "First");
  name(log_, "Second");
  keep_all(log_);
  name(log_, "Third");
  EXPECT_EQ(recall(log_).end(), 2U);
  EXPECT_EQ(recall(log_).company().name, "Second");
  keep_all(log_);
  EXPECT_EQ(recall(log_).company().name, "Third");
}

TEST_F(WorldKeeperTest, begins_anew_on_another_log) {
  name(log_, "First");
  name(log_, "Second");
  keep_all(log_);
  events::MemoryLog restored;
  name(restored, "First");
  ASSERT_TRUE(
      run(restored.append({{{events::company_stream, 1, {events::encode(events::CompanyNamed{"Other"})}}},
                           {.time = Instant(std::chrono::seconds(99))}})));
  EXPECT_EQ(recall(restored).end(), 0U);
  EXPECT_TRUE(rows_.rows.empty());
}

TEST_F(WorldKeeperTest, begins_anew_with_a_shorter_log) {
  name(log_, "First");
  keep_all(log_);
  events::MemoryLog empty;
  EXPECT_EQ(recall(empty).end(), 0U);
}

TEST_F(WorldKeeperTest, begins_anew_when_a_row_is_damaged) {
  name(log_, "First");
  keep_all(log_);
  rows_.rows["company"].pop_back();
  EXPECT_EQ(recall(log_).end(), 0U);
  EXPECT_TRUE(rows_.rows.empty());
}

TEST_F(WorldKeeperTest, begins_anew_when_the_rows_are_half_written) {
  name(log_, "First");
  keep_all(log_);
  ASSERT_TRUE(run(rows_.write({}, 0)));
  EXPECT_EQ(recall(log_).end(), 0U);
  EXPECT_TRUE(rows_.rows.empty());
}

TEST_F(WorldKeeperTest, begins_anew_when_killed_between_two_parts) {
  name(log_, "First");
  keep_all(log_);
  stop_cleanly(log_);
  name(log_, "Second", 1);
  WorldKeeper keeper({&rows_, 1, 1}, log_);
  auto world = run(keeper.recall()).value();
  follow(world, keeper, log_);
  ASSERT_TRUE(run(keeper.write(keeper.next_part(world))));
  EXPECT_TRUE(keeper.is_due(world));
  EXPECT_EQ(recall(log_).end(), 0U);
  EXPECT_TRUE(rows_.rows.empty());
}

TEST_F(WorldKeeperTest, world_may_go_on_between_two_parts) {
  name(log_, "First");
  stop_cleanly(log_);
  WorldKeeper keeper({&rows_, 1, 1}, log_);
  auto world = run(keeper.recall()).value();
  follow(world, keeper, log_);
  ASSERT_TRUE(run(keeper.write(keeper.next_part(world))));
  name(log_, "Second", 1);
  follow(world, keeper, log_);
  while (keeper.is_due(world)) ASSERT_TRUE(run(keeper.write(keeper.next_part(world))));
  const auto recalled = recall(log_);
  EXPECT_EQ(recalled.end(), 3U);
  EXPECT_EQ(recalled.company().name, "Second");
  EXPECT_EQ(recalled.system_version(), 1U);
}

TEST_F(WorldKeeperTest, keeps_nothing_more_after_a_failed_write) {
  name(log_, "First");
  WorldKeeper keeper({&rows_, 1}, log_);
  auto world = run(keeper.recall()).value();
  follow(world, keeper, log_);
  rows_.fails = true;
  EXPECT_FALSE(run(keeper.keep(world)));
  rows_.fails = false;
  name(log_, "Second");
  follow(world, keeper, log_);
  EXPECT_FALSE(keeper.is_due(world));
  ASSERT_TRUE(run(keeper.keep(world)));
  EXPECT_TRUE(rows_.rows.empty()) << "rows of the first record would be missing";
}

}  // namespace
}  // namespace kigen::orchestrator
