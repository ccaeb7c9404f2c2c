#include <set>
#include <stdexcept>
#include <thread>

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include "events/core/offload.hpp"
#include "orchestrator/runtime/readable_output.hpp"
#include "orchestrator/runtime/run_on.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "orchestrator/runtime/with_deadline.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::orchestrator {
namespace {

using namespace std::chrono_literals;
using tests::run_task;
using tests::run_virtual;
using tests::VirtualClock;

Task<Result<int>> answer_after(Clock& clock, Duration delay, int answer) {
  CO_TRY_DO(co_await clock.sleep_until(clock.now() + delay));
  co_return answer;
}

Task<Result<int>> throwing() {
  throw std::runtime_error("no");
  co_return 1;
}

TEST(WithDeadline, returns_what_came_in_time) {
  VirtualClock clock;
  asio::io_context io;
  const auto begin = clock.now();
  const auto result = run_task(io, clock, with_deadline(clock, begin + 10s, answer_after(clock, 9s, 7)));
  EXPECT_EQ(result.value(), 7);
  EXPECT_EQ(clock.now(), begin + 9s);
  EXPECT_EQ(clock.sleepers(), 0u);
}

TEST(WithDeadline, cancels_what_is_late) {
  VirtualClock clock;
  asio::io_context io;
  const auto result =
      run_task(io, clock, with_deadline(clock, clock.now() + 10s, answer_after(clock, 11s, 7)));
  EXPECT_EQ(result.error().code, std::errc::timed_out);
  EXPECT_EQ(clock.sleepers(), 0u);
}

TEST(WithDeadline, passes_exceptions_on_without_waiting) {
  VirtualClock clock;
  asio::io_context io;
  const auto begin = clock.now();
  EXPECT_THROW(std::ignore = run_task(io, clock, with_deadline(clock, begin + 10s, throwing())),
               std::runtime_error);
  EXPECT_EQ(clock.now(), begin);
}

TEST(SystemClock, sleeps_at_least_until) {
  SystemClock clock;
  asio::io_context io;
  const auto until = clock.now() + 20ms;
  asio::co_spawn(io, clock.sleep_until(until),
                 [&](const auto&, const Result<>& slept) { EXPECT_TRUE(slept); });
  io.run();
  EXPECT_GE(clock.now(), until);
}

TEST(SystemRandom, differs_from_call_to_call) {
  SystemRandom random;
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 100; ++i) seen.insert(random_u64(random));
  EXPECT_EQ(seen.size(), 100u);
}

TEST(Offload, works_elsewhere_and_comes_back) {
  asio::thread_pool pool(1);
  asio::io_context io;
  std::thread::id worked_on, resumed_on;
  auto task = [&]() -> Task<Result<int>> {
    const auto got = co_await offload(pool.get_executor(), [&worked_on]() -> Result<int> {
      worked_on = std::this_thread::get_id();
      return 5;
    });
    resumed_on = std::this_thread::get_id();
    co_return got;
  };
  Result<int> result;
  asio::co_spawn(io, task(), [&](const auto&, Result<int> got) { result = got; });
  io.run();
  EXPECT_EQ(result, 5);
  EXPECT_NE(worked_on, std::this_thread::get_id());
  EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

TEST(Offload, rethrows_for_the_caller) {
  VirtualClock clock;
  asio::io_context io;
  auto task = [&]() -> Task<Result<int>> {
    co_return co_await offload(io.get_executor(),
                               []() -> Result<int> { throw std::runtime_error("broken"); });
  };
  EXPECT_THROW(std::ignore = run_task(io, clock, task()), std::runtime_error);
}

Task<Result<std::thread::id>> where() { co_return std::this_thread::get_id(); }

TEST(RunOn, works_there_and_comes_back) {
  asio::thread_pool there(1);
  asio::io_context io;
  std::thread::id resumed_on;
  Result<std::thread::id> worked_on;
  auto task = [&]() -> Task<void> {
    worked_on = co_await run_on(there.get_executor(), where());
    resumed_on = std::this_thread::get_id();
  };
  asio::co_spawn(io, task(), asio::detached);
  io.run();
  EXPECT_NE(*worked_on, std::this_thread::get_id());
  EXPECT_EQ(resumed_on, std::this_thread::get_id());
}

Task<Result<>> wait_for_ever() {
  asio::steady_timer timer(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
  const auto [ended] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return fail(Error{ended});
}

TEST(RunOn, passes_a_cancellation_on) {
  asio::thread_pool there(1);
  asio::io_context io;
  asio::cancellation_signal cancel;
  Result<> result;
  auto task = [&]() -> Task<void> { result = co_await run_on(there.get_executor(), wait_for_ever()); };
  asio::co_spawn(io, task(), asio::bind_cancellation_slot(cancel.slot(), asio::detached));
  asio::post(io, [&] { cancel.emit(asio::cancellation_type::terminal); });
  io.run();
  EXPECT_FALSE(result);
}

Task<Result<>> end_soon() {
  for (int i = 0; i < 3; ++i) co_await asio::post(asio::use_awaitable);
  co_return Result<>{};
}

TEST(RunOn, a_cancellation_may_meet_the_end) {
  asio::thread_pool there(1);
  asio::io_context io;
  int ended = 0;
  auto task = [&]() -> Task<void> {
    std::ignore = co_await run_on(there.get_executor(), end_soon());
    ++ended;
  };
  constexpr int rounds = 2'000;
  for (int i = 0; i < rounds; ++i) {
    asio::cancellation_signal cancel;
    asio::co_spawn(io, task(), asio::bind_cancellation_slot(cancel.slot(), asio::detached));
    asio::post(io, [&] { cancel.emit(asio::cancellation_type::total); });
    io.restart();
    io.run();
  }
  EXPECT_LE(ended, rounds);  // some are told of the cancellation by an exception
}

Task<Result<>> sleeper(Clock& clock, bool& ended) {
  const auto slept = co_await clock.sleep_until(clock.now() + 24h);
  ended = true;
  co_return slept;
}

TEST(TaskGroup, stop_cancels_and_waits) {
  VirtualClock clock;
  asio::io_context io;
  TaskGroup group(io.get_executor(), clock);
  bool first = false, second = false;
  group.spawn("first", sleeper(clock, first));
  group.spawn("second", sleeper(clock, second));
  io.poll();
  EXPECT_EQ(group.size(), 2u);
  EXPECT_TRUE(run_task(io, clock, group.stop(10s)));
  EXPECT_TRUE(first && second);
  EXPECT_EQ(group.size(), 0u);
}

/// Cleans up behind a shield, then wants to go on.
Task<Result<>> shielded(Clock& clock, Duration clean_up, bool& cleaned) {
  std::ignore = co_await clock.sleep_until(clock.now() + 24h);
  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
  CO_TRY_DO(co_await clock.sleep_until(clock.now() + clean_up));
  cleaned = true;
  co_return Result<>{};
}

TEST(TaskGroup, stop_lets_a_shielded_clean_up_finish) {
  VirtualClock clock;
  asio::io_context io;
  TaskGroup group(io.get_executor(), clock);
  bool cleaned = false;
  group.spawn("shielded", shielded(clock, 15s, cleaned));
  io.poll();
  EXPECT_TRUE(run_task(io, clock, group.stop(10s)));
  EXPECT_TRUE(cleaned);
}

TEST(TaskGroup, stop_names_what_does_not_end) {
  VirtualClock clock;
  asio::io_context io;
  TaskGroup group(io.get_executor(), clock);
  bool cleaned = false;
  group.spawn("stubborn", shielded(clock, 1h, cleaned));
  io.poll();
  const auto stopped = run_task(io, clock, group.stop(10s));
  EXPECT_EQ(stopped.error().detail, "still running: stubborn");
  run_virtual(io, clock);
  EXPECT_TRUE(cleaned);
}

TEST(TaskGroup, a_task_that_throws_ends_alone) {
  VirtualClock clock;
  asio::io_context io;
  TaskGroup group(io.get_executor(), clock);
  bool other = false;
  group.spawn("broken", []() -> Task<Result<>> {
    throw std::runtime_error("broken");
    co_return Result<>{};
  }());
  group.spawn("other", sleeper(clock, other));
  io.poll();
  EXPECT_EQ(group.size(), 1u);
  run_virtual(io, clock);
  EXPECT_TRUE(other);
  EXPECT_EQ(group.size(), 0u);
}

/// The debug log while it lives.
class HeardOutput {
 public:
  HeardOutput() {
    spdlog::set_default_logger(
        std::make_shared<spdlog::logger>("heard", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_)));
    keep_output_readable();
  }
  HeardOutput(const HeardOutput&) = delete;
  HeardOutput& operator=(const HeardOutput&) = delete;
  ~HeardOutput() { spdlog::set_default_logger(before_); }
  std::string text() const { return text_.str(); }

 private:
  std::shared_ptr<spdlog::logger> before_ = spdlog::default_logger();
  std::ostringstream text_;
};

TEST(Output, is_one_readable_line_a_message_whoever_writes_it) {
  const HeardOutput heard;
  spdlog::warn("GET /{}", "x\n[2026-11-29 00:00:00.000] [info] stopping\r\x1b[2J\u202e\xff");
  const auto text = heard.text();
  EXPECT_EQ(std::ranges::count(text, '\n'), 1) << text;
  EXPECT_TRUE(text.ends_with("[info] stopping <U+001B>[2J<U+202E>\uFFFD\n")) << text;
  EXPECT_TRUE(text.contains("[warning] GET /x [2026")) << text;
}

}  // namespace
}  // namespace kigen::orchestrator
