// The small parts that the log on disk is put together from.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "events/log/append_queue.hpp"
#include "events/log/head_cache.hpp"
#include "events/log/memory_log.hpp"
#include "events/log/recent_records.hpp"
#include "events/log/rocks_keys.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::events {
namespace {

using tests::request;
using tests::run;

TEST(Keys, are_the_documented_bytes) {
  EXPECT_EQ(keys::of_position(0x0102), std::string("\0\0\0\0\0\0\1\2", 8));
  EXPECT_EQ(keys::of_version({"a-b"}, 3), std::string("a-b\0\0\0\0\0\0\0\0\3", 12));
  EXPECT_EQ(keys::of_landing({1, 2}), std::string("\0\0\0\0\0\0\0\1\0\0\0\2", 12));
  EXPECT_EQ(keys::of_tile({1, 2}), std::string("\1\0\0\0\0\0\0\0\2", 9));
}

TEST(Keys, come_back) {
  EXPECT_EQ(keys::position_in(keys::of_position(~0ull)).value(), ~0ull);
  const auto version = keys::version_in(keys::of_version({"order-1"}, 1ull << 40)).value();
  EXPECT_EQ(version.stream.text, "order-1");
  EXPECT_EQ(version.version, 1ull << 40);
  EXPECT_EQ(keys::landing_in(keys::of_landing({7, 1'000}))->last(), 1'006u);
  EXPECT_EQ(keys::tile_in(keys::of_tile({2, 77})).value(), (TileId{2, 77}));
}

TEST(Keys, order_as_their_numbers_do_and_streams_stay_apart) {
  EXPECT_LT(keys::of_position(255), keys::of_position(256));
  EXPECT_LT(keys::of_version({"a"}, 255), keys::of_version({"a"}, 256));
  EXPECT_LT(keys::of_version({"a"}, ~0ull), keys::end_of({"a"}));
  EXPECT_LT(keys::end_of({"a"}), keys::of_version({"a-"}, 0));
}

TEST(Keys, refuse_what_was_never_written) {
  for (const auto* bad : {"", "1234567", "123456789"}) EXPECT_FALSE(keys::position_in(bad)) << bad;
  EXPECT_FALSE(keys::version_in("order-1"));
  EXPECT_FALSE(keys::version_in(std::string("\0\0\0\0\0\0\0\0\1", 9)));
  EXPECT_FALSE(keys::version_in(std::string("Order\0\0\0\0\0\0\0\0\1", 14)));
  EXPECT_FALSE(keys::landing_in("12345678"));
  EXPECT_FALSE(keys::tile_in("12345678"));
}

TEST(AppendQueue, is_bounded) {
  AppendQueue queue;
  Result<> pushed;
  int taken = 0;
  while ((pushed = queue.push(PendingAppend{{request("order-a", 0)}, {}}))) ++taken;
  EXPECT_EQ(taken, 16'384);
  EXPECT_EQ(pushed.error().code, log_errc::overloaded);
  EXPECT_EQ(queue.take().appends.size(), 1'024u);
  EXPECT_TRUE(queue.push(PendingAppend{{request("order-a", 0)}, {}}));
}

TEST(AppendQueue, bounds_the_payload_but_takes_any_single_append) {
  AppendQueue queue;
  auto large = request("order-a", 0, 0);
  for (int i = 0; i < 1'000; ++i) large.streams[0].events.push_back(tests::event("", 65'000));
  Result<> pushed;
  int taken = 0;
  while ((pushed = queue.push(PendingAppend{{large}, {}}))) ++taken;
  EXPECT_EQ(taken, 1);
  EXPECT_EQ(pushed.error().code, log_errc::overloaded);
  EXPECT_EQ(queue.take().appends.size(), 1u);
}

TEST(AppendQueue, gives_out_all_before_it_ends) {
  AppendQueue queue;
  for (int i = 0; i < 1'025; ++i) ASSERT_TRUE(queue.push(PendingAppend{{request("order-a", 0)}, {}}));
  ASSERT_TRUE(queue.push(PendingCheckpoint{}));
  queue.close();
  EXPECT_EQ(queue.push(PendingAppend{{request("order-a", 0)}, {}}).error().code, log_errc::closed);
  EXPECT_EQ(queue.push(PendingCheckpoint{}).error().code, log_errc::closed);
  const auto first = queue.take();
  EXPECT_FALSE(first.last);
  EXPECT_EQ(first.checkpoints.size(), 1u);
  const auto second = queue.take_after(std::chrono::hours(1));
  EXPECT_TRUE(second.last);
  EXPECT_EQ(second.appends.size(), 1u);
}

TEST(HeadCache, forgets_what_was_used_long_ago) {
  constexpr int generation = 32'768;
  HeadCache cache;
  const auto stream = [](int i) { return StreamId{"s" + std::to_string(i)}; };
  for (int i = 0; i < 2 * generation - 1; ++i) {
    cache.put(stream(i), {1, static_cast<Position>(i)});
    ASSERT_TRUE(cache.find(stream(0)));  // used again and again
  }
  EXPECT_EQ(cache.find(stream(2 * generation - 2))->position, 2u * generation - 2);
  EXPECT_FALSE(cache.find(stream(1)));
  cache.put(stream(0), {2, 99});
  EXPECT_EQ(cache.find(stream(0))->version, 2u);
  cache.clear();
  EXPECT_FALSE(cache.find(stream(0)));
}

TEST(RecentRecords, holds_the_newest) {
  RecentRecords recent;
  EXPECT_FALSE(recent.read(0, 1));
  for (Position position = 0; position < 5'000; position += 2) {
    std::vector<Record> pair(2);
    pair[0].position = position;
    pair[1].position = position + 1;
    recent.add(std::move(pair));
  }
  EXPECT_FALSE(recent.read(903, 1));
  EXPECT_EQ(recent.read(904, 10)->front().position, 904u);
  EXPECT_EQ(recent.read(4'995, 10)->size(), 5u);
  EXPECT_TRUE(recent.read(5'000, 10)->empty());
}

TEST(RecentRecords, bounds_its_memory) {
  RecentRecords recent;
  for (Position position = 0; position < 400; ++position) {
    std::vector<Record> one(1);
    one.front().position = position;
    one.front().payload.assign(65'000, 'x');
    recent.add(std::move(one));
  }
  EXPECT_FALSE(recent.read(100, 1));
  EXPECT_TRUE(recent.read(200, 1));
}

TEST(MemoryLog, can_be_told_to_fail) {
  MemoryLog log;
  const auto answer = [&](Intake intake) {
    log.set_intake(intake);
    EXPECT_EQ(log.intake(), intake);
    return run(log.append(request("order-a", 0))).error().code;
  };
  EXPECT_EQ(answer(Intake::full), log_errc::storage_full);
  EXPECT_EQ(answer(Intake::failed), log_errc::storage_failed);
  log.set_intake(Intake::open);
  EXPECT_TRUE(run(log.append(request("order-a", 0))));
  EXPECT_EQ(answer(Intake::closed), log_errc::closed);
}

TEST(MemoryLog, outlives_those_who_wait) {
  MemoryLog log;
  {
    asio::io_context loop;
    asio::co_spawn(loop, log.wait_beyond(0), [](std::exception_ptr, Result<>) {});
    loop.poll();
  }
  EXPECT_TRUE(run(log.append(request("order-a", 0))));
}

}  // namespace
}  // namespace kigen::events
