// Folding, following, replaying and searching a log.
#include <gtest/gtest.h>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include "events/log/memory_log.hpp"
#include "projections/audit/query.hpp"
#include "projections/errors.hpp"
#include "projections/replay.hpp"
#include "projections/runner.hpp"
#include "tests/support/faulty_disk.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using namespace std::chrono;
using tests::rows_of;
using tests::value_of;
using tests::views_of;

/// Appends the records of a history one by one, at their times.
Task<Result<>> append_all(EventLog& log, const std::vector<Record>& records) {
  for (const auto& record : records) {
    AppendRequest request;
    request.streams = {{record.stream, record.version - 1, {{record.type, record.schema, record.payload}}}};
    request.meta = record.meta;
    CO_TRY_DO(co_await log.append(std::move(request)));
  }
  co_return Result<>{};
}

void fill(MemoryLog& log, const tests::History& history) {
  const auto filled = tests::run(append_all(log, history.records()));
  ASSERT_TRUE(filled) << describe(filled.error());
}

TEST(Views, batch_sizes_do_not_matter) {
  const auto story = tests::whole_story();
  const auto at_once = rows_of(*views_of(story));
  for (const std::size_t size : {1U, 2U, 7U}) {
    const auto views = *Views::in_memory();
    std::span<const Record> rest = story.records();
    while (!rest.empty()) {
      const auto count = std::min(size, rest.size());
      ASSERT_TRUE(views->fold(rest.first(count)));
      rest = rest.subspan(count);
    }
    EXPECT_EQ(rows_of(*views), at_once) << size;
  }
}

TEST(Views, go_on_where_they_were_closed) {
  const tests::TempFolder folder;
  const auto story = tests::whole_story();
  const std::span<const Record> records = story.records();
  for (std::size_t from = 0; from < records.size(); from += 10) {
    const auto views = value_of(Views::open(folder.path() / "views"));
    ASSERT_EQ(views->position(), from);
    ASSERT_TRUE(views->fold(records.subspan(from, std::min<std::size_t>(10, records.size() - from))));
  }
  const auto views = value_of(Views::open(folder.path() / "views"));
  EXPECT_EQ(rows_of(*views), rows_of(*views_of(story)));
  EXPECT_EQ(views->jobs().counts(tests::everything).value.parked,
            views_of(story)->jobs().counts(tests::everything).value.parked);
}

TEST(Views, on_a_full_disk_can_be_read_and_go_on_once_there_is_room) {
  tests::FaultyDisk disk;
  const tests::TempFolder folder;
  const auto story = tests::whole_story();
  const std::span<const Record> records = story.records();
  const auto half = records.size() / 2;
  ASSERT_TRUE(value_of(Views::open(folder.path() / "views", disk.env()))->fold(records.first(half)));
  disk.set(tests::FaultyDisk::Fault::disk_full);
  const auto views = value_of(Views::open(folder.path() / "views", disk.env()));
  ASSERT_EQ(views->position(), half);
  EXPECT_FALSE(rows_of(*views).empty());
  EXPECT_EQ(views->fold(records.subspan(half)).error().code, projection_errc::store_failed);
  EXPECT_TRUE(views->has_unstored());
  EXPECT_FALSE(views->store_again());
  EXPECT_EQ(views->position(), half) << "what is not stored is not shown";
  disk.set(tests::FaultyDisk::Fault::none);
  ASSERT_TRUE(views->store_again());
  EXPECT_FALSE(views->has_unstored());
  EXPECT_EQ(views->position(), records.size());
  EXPECT_EQ(rows_of(*views), rows_of(*views_of(story)));
}

TEST(Runner, waits_for_a_disk_that_takes_nothing_and_tells_of_it) {
  tests::FaultyDisk disk;
  const tests::TempFolder folder;
  const auto story = tests::whole_story();
  MemoryLog log;
  fill(log, story);
  {
    value_of(Views::open(folder.path() / "views", disk.env()));
  }
  disk.set(tests::FaultyDisk::Fault::disk_full);
  const auto views = value_of(Views::open(folder.path() / "views", disk.env()));
  asio::io_context loop;
  int pauses = 0;
  RunnerState while_full;
  Runner* shown = nullptr;
  Runner runner(log, *views, loop.get_executor(), [&]() -> Task<Result<>> {
    while_full = shown->state();
    if (++pauses == 3) disk.set(tests::FaultyDisk::Fault::none);
    co_return Result<>{};
  });
  shown = &runner;
  asio::cancellation_signal stop;
  asio::co_spawn(loop, runner.run(), asio::bind_cancellation_slot(stop.slot(), [](auto, auto) {}));
  asio::co_spawn(loop, runner.wait_until(log.end() - 1),
                 [&](auto, auto) { stop.emit(asio::cancellation_type::all); });
  loop.run();
  EXPECT_EQ(pauses, 3);
  EXPECT_TRUE(while_full.running);
  EXPECT_NE(while_full.error.find("No space"), std::string::npos) << while_full.error;
  EXPECT_EQ(runner.state().error, "");
  EXPECT_EQ(rows_of(*views), rows_of(*views_of(story)));
}

TEST(Views, stop_before_a_record_that_they_cannot_read) {
  tests::History history;
  tests::set_up(history);
  auto records = history.records();
  records[5].type = "company.dissolved";
  const auto views = *Views::in_memory();
  const auto folded = views->fold(records);
  ASSERT_FALSE(folded);
  EXPECT_EQ(folded.error().code, projection_errc::undecodable);
  EXPECT_NE(folded.error().detail.find("record 5 (company.dissolved of company)"), std::string::npos);
  EXPECT_EQ(views->position(), 5U) << "those before it are folded";
}

TEST(Views, refuse_payloads_streams_and_positions_that_do_not_fit) {
  tests::History history;
  tests::set_up(history);
  const auto attempt = [&](auto change) {
    auto record = history.records()[1];
    record.position = 0;
    change(record);
    return (*Views::in_memory())->fold(std::vector{record}).error().code;
  };
  EXPECT_EQ(attempt([](Record& r) { r.payload = "{}"; }), projection_errc::undecodable);
  EXPECT_EQ(attempt([](Record& r) { r.schema = 9; }), projection_errc::undecodable);
  EXPECT_EQ(attempt([](Record& r) { r.type = "planet.discovered"; }), projection_errc::undecodable);
  EXPECT_EQ(attempt([](Record& r) { r.stream.text = "user-nobody"; }), projection_errc::undecodable);
  EXPECT_EQ(attempt([](Record& r) { r.stream.text = "order-1"; }), projection_errc::undecodable);
  EXPECT_EQ(attempt([](Record& r) { r.position = 1; }), projection_errc::out_of_order);
}

TEST(Replay, shows_the_state_as_it_was) {
  MemoryLog log;
  const auto story = tests::whole_story();
  fill(log, story);
  tests::History then;
  tests::issue(tests::set_up(then));
  const auto views = value_of(tests::run(fold_to(log, then.end())));
  EXPECT_EQ(rows_of(*views), rows_of(*views_of(then)));
  EXPECT_EQ(value_of(views->services().detail(tests::everything, tests::shop)).position, then.end());
  EXPECT_EQ(value_of(tests::run(fold_to(log, 1'000'000)))->position(), story.end());
  EXPECT_EQ(value_of(tests::run(fold_to(log, 0)))->position(), 0U);
}

/// A runner on a loop of its own.
class RunnerTest : public testing::Test {
 protected:
  void start() {
    asio::co_spawn(
        loop_, runner_.run(),
        asio::bind_cancellation_slot(stop_.slot(), [this](std::exception_ptr thrown, Result<> outcome) {
          EXPECT_FALSE(thrown);
          outcome_ = std::move(outcome);
        }));
  }
  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    asio::co_spawn(loop_, std::move(task), [&](std::exception_ptr thrown, T value) {
      EXPECT_FALSE(thrown);
      result.emplace(std::move(value));
    });
    loop_.restart();
    while (!result && loop_.run_one() > 0) {
    }
    return *std::move(result);
  }
  void stop() {
    stop_.emit(asio::cancellation_type::terminal);
    loop_.restart();
    loop_.run();
  }

  asio::io_context loop_;
  MemoryLog log_;
  std::unique_ptr<Views> views_ = *Views::in_memory();
  Runner runner_{log_, *views_, loop_.get_executor()};
  asio::cancellation_signal stop_;
  std::optional<Result<>> outcome_;
};

TEST_F(RunnerTest, follows_the_log_and_wakes_who_waits_for_a_position) {
  const auto story = tests::whole_story();
  start();
  ASSERT_TRUE(run(append_all(log_, story.records())));
  ASSERT_TRUE(run(runner_.wait_until(story.end() - 1)));
  EXPECT_EQ(rows_of(*views_), rows_of(*views_of(story)));
  const auto state = runner_.state();
  EXPECT_TRUE(state.running);
  EXPECT_EQ(state.lag(), 0U);
  stop();
  EXPECT_EQ(outcome_->error().code, std::errc::operation_canceled);
  EXPECT_FALSE(runner_.state().running);
  EXPECT_EQ(runner_.state().error, "");
}

TEST_F(RunnerTest, stops_in_the_middle_of_a_long_log) {
  for (int i = 0; i < 30; ++i) {
    const AppendRequest request{.streams = {{system_stream, static_cast<Version>(i) * 1'000,
                                             std::vector(1'000, encode(SystemStopped{}))}},
                                .meta = {.time = tests::at()}};
    ASSERT_TRUE(run(log_.append(request)));
  }
  start();
  ASSERT_TRUE(run(runner_.wait_until(0)));
  stop();
  ASSERT_TRUE(outcome_);
  EXPECT_LT(views_->position(), log_.end());
  EXPECT_GT(runner_.state().lag(), 0U);
}

TEST_F(RunnerTest, an_unreadable_record_stops_it_in_plain_sight) {
  tests::History history;
  tests::set_up(history);
  ASSERT_TRUE(run(append_all(log_, history.records())));
  const AppendRequest future{.streams = {{{"galaxy"}, 0, {{"galaxy.found", 1, "{}"}}}},
                             .meta = {.time = history.now()}};
  ASSERT_TRUE(run(log_.append(future)));
  start();
  EXPECT_TRUE(run(runner_.wait_until(history.end() - 1)));
  EXPECT_EQ(run(runner_.wait_until(history.end())).error().code, log_errc::closed);
  loop_.restart();
  loop_.run();
  EXPECT_EQ(outcome_->error().code, projection_errc::undecodable);
  EXPECT_FALSE(runner_.state().running);
  EXPECT_NE(runner_.state().error.find("galaxy.found"), std::string::npos);
  EXPECT_EQ(runner_.state().lag(), 1U);
}

/// A sieve that lets everything pass.
Task<Result<std::vector<Record>>> everything(std::vector<Record> records) { co_return records; }

class AuditTest : public testing::Test {
 protected:
  AuditTest() { fill(log_, story_); }
  std::vector<Record> all(AuditFilter filter, std::size_t limit = 10) {
    std::vector<Record> records;
    for (;;) {
      auto page = value_of(tests::run(audit(log_, everything, filter, limit)));
      for (auto& record : page.records) records.push_back(std::move(record));
      if (!page.next) return records;
      filter.from = *page.next;
    }
  }

  tests::History story_ = tests::whole_story();
  MemoryLog log_;
};

TEST_F(AuditTest, everything_in_order) {
  const auto records = all({});
  ASSERT_EQ(records.size(), story_.end());
  for (Position i = 0; i < records.size(); ++i) EXPECT_EQ(records[i].position, i);
}

TEST_F(AuditTest, by_stream_type_and_actor) {
  for (const auto& record : all({.stream = stream_of(tests::order)}, 2))
    EXPECT_EQ(record.stream, stream_of(tests::order));
  EXPECT_EQ(all({.stream = stream_of(tests::order)}, 2).size(), 7U);
  EXPECT_EQ(all({.type = "order.erred"}).size(), 1U);
  EXPECT_EQ(all({.type = "order."}).size(), 7U + 2U + 5U);
  EXPECT_EQ(all({.type = "order"}).size(), 0U);
  for (const auto& record : all({.actor_id = "mari@example.com"})) EXPECT_EQ(record.meta.actor, tests::mari);
  EXPECT_FALSE(all({.actor_kind = ActorKind::user}).empty());
  EXPECT_TRUE(all({.actor_kind = ActorKind::token}).empty());
  EXPECT_TRUE(all({.stream = StreamId{"order-unknown"}}).empty());
}

TEST_F(AuditTest, by_time_both_ends_exact) {
  const auto records = all({.since = story_.records()[3].meta.time, .until = story_.records()[6].meta.time});
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records.front().position, 3U);
  EXPECT_EQ(records.back().position, 5U);
}

TEST_F(AuditTest, position_at_an_instant) {
  const auto at = [&](Instant instant) { return value_of(tests::run(position_at(log_, instant))); };
  EXPECT_EQ(at(tests::at(-seconds(1))), 0U);
  EXPECT_EQ(at(story_.records()[3].meta.time), 4U);
  EXPECT_EQ(at(story_.records()[3].meta.time + milliseconds(1)), 4U);
  EXPECT_EQ(at(story_.now() + hours(1)), story_.end());
}

}  // namespace
}  // namespace kigen::projections
