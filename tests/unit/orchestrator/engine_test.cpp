#include <gtest/gtest.h>

#include "events/company_events.hpp"
#include "events/log/memory_log.hpp"
#include "events/system_events.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/jobs/errors.hpp"
#include "orchestrator/jobs/runner.hpp"
#include "orchestrator/kept/commands.hpp"
#include "orchestrator/runtime/errors.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/user/commands.hpp"
#include "tests/support/unsure_log.hpp"
#include "tests/support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace kigen::orchestrator {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view test_kind = "test.work";

/// Does what the test says, attempt by attempt.
class ScriptedHandler final : public JobHandler {
 public:
  using Script = std::function<Task<Result<JobOutcome>>(JobContext&)>;
  explicit ScriptedHandler(Script script) : script_(std::move(script)) {}
  std::string_view kind() const override { return test_kind; }
  JobRules rules() const override { return {.max_attempts = 3, .lease = 1min}; }
  Result<Work> prepare(const World&, const Job&) override { return Work(script_); }

 private:
  Script script_;
};

/// One process: its loop, its World. The log and the clock outlive it.
struct Process {
  Process(events::EventLog& log, tests::VirtualClock& the_clock)
      : clock(the_clock),
        orchestrator(io.get_executor(), log, clock, random),
        jobs(orchestrator, clock, random, io.get_executor(), {{"test", 1}}) {}

  template <class T>
  T run(Task<T> task) {
    std::optional<T> result;
    asio::co_spawn(
        io,
        [](Task<T> inner, std::optional<T>& into) -> Task<void> { into.emplace(co_await std::move(inner)); }(
                                                      std::move(task), result),
        asio::detached);
    tests::run_virtual(io, clock);
    ensure(result.has_value(), "the task never ended");
    return std::move(*result);
  }

  void start() {
    ASSERT_TRUE(run(orchestrator.start()));
    ASSERT_TRUE(run(jobs.start()));
  }
  void add(ScriptedHandler::Script script) { jobs.add(std::make_unique<ScriptedHandler>(std::move(script))); }
  Result<Receipt> execute(Command command, Context context = {}) {
    return run(orchestrator.execute(std::move(command), std::move(context)));
  }

  tests::VirtualClock& clock;
  SystemRandom random;
  asio::io_context io;
  Orchestrator orchestrator;
  JobRunner jobs;
};

class Engine : public testing::Test {
 protected:
  Command queue_job() { return queue_job("test", "k"); }
  /// With a key of its own.
  Command queue_job(std::string pool) { return queue_job(std::move(pool), std::to_string(++keys_)); }
  Command queue_job(std::string pool, std::string job_key) {
    QueueJob queue;
    queue.id = fresh_id<JobId>(clock_.now(), random_);
    queue.job = {.kind = std::string(test_kind),
                 .pool = std::move(pool),
                 .key = std::move(job_key),
                 .subject = {"company"},
                 .due = clock_.now()};
    return as_command(queue);
  }
  std::vector<std::string> types() {
    std::vector<std::string> all;
    Process reader(log_, clock_);
    for (const auto& record : reader.run(log_.read(0, 1000)).value()) all.push_back(record.type);
    return all;
  }
  long count(const std::string& type) {
    const auto all = types();
    return std::ranges::count(all, type);
  }

  events::MemoryLog log_;
  tests::VirtualClock clock_;
  SystemRandom random_;
  int keys_ = 0;
};

/// A start has consequences: the expiry check and the review of the vault are queued.
Command say_started() {
  return {"system.start", events::system_stream, [](const World& world) {
            return Result<Changes>(Changes{}.add(events::system_stream, world.system_version(),
                                                 events::SystemStarted{"test", false}));
          }};
}

TEST_F(Engine, a_site_whose_pool_is_full_holds_up_nobody_else) {
  Process process(log_, clock_);
  std::vector<std::pair<std::string, Duration>> starts;
  process.add([&, begin = clock_.now()](JobContext& context) -> Task<Result<JobOutcome>> {
    starts.emplace_back(context.job().queued.pool, clock_.now() - begin);
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + 10s));
    co_return JobDone{};
  });
  process.start();
  std::vector<Command> all;
  for (const auto* pool : {"test", "test@1", "test@1", "test@2"}) all.push_back(queue_job(pool));
  ASSERT_TRUE(process.run(process.orchestrator.execute_all(std::move(all), {})));
  std::ranges::sort(starts, {}, [](const auto& start) { return std::pair(start.second, start.first); });
  EXPECT_EQ(starts, (std::vector<std::pair<std::string, Duration>>{
                        {"test", 0s}, {"test@1", 0s}, {"test@2", 0s}, {"test@1", 10s}}));
}

TEST_F(Engine, stops_at_once_while_a_consequence_is_under_way) {
  Process process(log_, clock_);
  process.start();
  asio::co_spawn(process.io, process.orchestrator.execute(say_started(), {}), asio::detached);
  while (log_.end() < 2) ASSERT_EQ(process.io.run_one(), 1U);
  const auto before = clock_.now();
  EXPECT_TRUE(process.run(process.orchestrator.stop(10s)));
  EXPECT_EQ(clock_.now(), before);
  EXPECT_EQ(process.orchestrator.world().end(), log_.end()) << "an event was left unfolded";
}

TEST_F(Engine, a_command_answers_when_its_events_are_folded) {
  Process process(log_, clock_);
  process.start();
  const auto receipt = process.execute(as_command(NameCompany{"Example K.K."}));
  ASSERT_TRUE(receipt) << describe(receipt.error());
  EXPECT_TRUE(receipt->changed);
  EXPECT_EQ(receipt->version, 1u);
  EXPECT_EQ(process.orchestrator.world().company().name, "Example K.K.");
}

TEST_F(Engine, a_repeated_command_id_changes_nothing_even_after_a_restart) {
  Context context;
  context.command_id = "api/1";
  {
    Process process(log_, clock_);
    process.start();
    ASSERT_TRUE(process.execute(as_command(NameCompany{"first"}), context));
  }
  Process process(log_, clock_);
  process.start();
  const auto again = process.execute(as_command(NameCompany{"second"}), context);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->repeated);
  EXPECT_EQ(process.orchestrator.world().company().name, "first");
}

TEST_F(Engine, a_repeated_command_has_the_receipt_of_the_first) {
  Process process(log_, clock_);
  process.start();
  Context context;
  context.command_id = "api/1";
  ASSERT_TRUE(process.execute(as_command(NameCompany{"zero"})));
  const auto first = process.execute(as_command(NameCompany{"first"}), context);
  ASSERT_TRUE(process.execute(as_command(NameCompany{"later"})));
  const auto again = process.execute(as_command(NameCompany{"first"}), context);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->stream, first->stream);
  EXPECT_EQ(again->position, first->position);
  EXPECT_EQ(again->version, 2u);
  EXPECT_EQ(again->changed, first->changed);
}

TEST_F(Engine, a_repeated_command_that_creates_tells_what_the_first_made) {
  Process process(log_, clock_);
  process.start();
  Context context;
  context.command_id = "api/1";
  const auto create = [&] {
    return as_command(CreateUser{.id = fresh_id<UserId>(clock_.now(), random_), .mail = "ann@example.com"});
  };
  const auto first = process.execute(create(), context);
  const auto again = process.execute(create(), context);
  ASSERT_TRUE(again) << describe(again.error());
  EXPECT_EQ(again->stream, first->stream);
  EXPECT_EQ(again->version, 1u);

  const auto other = process.execute(as_command(NameCompany{"Example"}), context);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, command_errc::id_reused);
}

TEST_F(Engine, if_match_refuses_what_changed_meanwhile) {
  Process process(log_, clock_);
  process.start();
  ASSERT_TRUE(process.execute(as_command(NameCompany{"first"})));
  Context stale;
  stale.if_match = 0;
  const auto refused = process.execute(as_command(NameCompany{"second"}), stale);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, events::log_errc::version_conflict);
}

TEST_F(Engine, concurrent_commands_on_one_stream_take_turns) {
  Process process(log_, clock_);
  process.start();
  int done = 0;
  for (int i = 0; i < 20; ++i)
    asio::co_spawn(
        process.io,
        [](Process& owner, int n, int& ended) -> Task<void> {
          const Create<events::SiteSettings> create{fresh_id<SiteId>(owner.clock.now(), owner.random),
                                                    {"site " + std::to_string(n)}};
          const auto receipt = co_await owner.orchestrator.execute(as_command(create), {});
          if (receipt && receipt->changed) ++ended;
        }(process, i, done),
        asio::detached);
  tests::run_virtual(process.io, clock_);
  EXPECT_EQ(done, 20);
  EXPECT_EQ(process.orchestrator.world().company().sites.size(), 20u);
}

TEST_F(Engine, what_is_owed_is_paid_once_whatever_the_number_of_restarts) {
  for (int run = 0; run < 3; ++run) {
    Process process(log_, clock_);
    process.start();
    if (run > 0) continue;
    Command started{"system.start", events::system_stream, {}};
    started.decide = [](const World& world) {
      return Result<Changes>(
          Changes{}.add(events::system_stream, world.system_version(), events::SystemStarted{"1", false}));
    };
    ASSERT_TRUE(process.execute(started));
  }
  EXPECT_EQ(count("job.queued"), 2);  // the reviews of expiries and vault that follow from every start
}

TEST_F(Engine, a_mark_in_the_log_closes_the_books) {
  Process process(log_, clock_);
  process.start();
  ASSERT_TRUE(process.execute(as_command(NameCompany{"Example K.K."})));
  ASSERT_TRUE(process.run(process.orchestrator.note_settled()));
  EXPECT_EQ(types().back(), "system.policies_settled");
}

TEST_F(Engine, a_job_runs_and_ends) {
  Process process(log_, clock_);
  process.add([](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; });
  process.start();
  ASSERT_TRUE(process.execute(queue_job()));
  EXPECT_EQ(types(), (std::vector<std::string>{"job.queued", "job.started", "job.succeeded"}));
}

TEST_F(Engine, a_job_runs_whose_start_was_kept_although_the_log_denied_it) {
  tests::UnsureLog log(log_);
  Process process(log, clock_);
  process.add([](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; });
  process.start();
  log.deny_next();
  const auto denied = process.execute(queue_job());
  ASSERT_FALSE(denied);
  EXPECT_EQ(denied.error().code, events::log_errc::storage_failed);
  EXPECT_EQ(types(), (std::vector<std::string>{"job.queued", "job.started", "job.retry_scheduled",
                                               "job.started", "job.succeeded"}));
}

TEST_F(Engine, a_failing_job_is_retried_with_backoff_and_then_parked) {
  Process process(log_, clock_);
  std::vector<Instant> at;
  process.add([&](JobContext&) -> Task<Result<JobOutcome>> {
    at.push_back(clock_.now());
    co_return fail(Error{make_error_code(std::errc::connection_refused)});
  });
  process.start();
  ASSERT_TRUE(process.execute(queue_job()));
  ASSERT_EQ(at.size(), 3u);
  EXPECT_LT(at[0], at[1]);
  EXPECT_LT(at[1], at[2]);
  EXPECT_EQ(count("job.retry_scheduled"), 2);
  EXPECT_EQ(count("job.parked"), 1);
}

TEST_F(Engine, a_permanent_error_is_parked_at_once) {
  Process process(log_, clock_);
  process.add([](JobContext&) -> Task<Result<JobOutcome>> { co_return fail(job_errc::malformed, "no"); });
  process.start();
  ASSERT_TRUE(process.execute(queue_job()));
  EXPECT_EQ(count("job.started"), 1);
  EXPECT_EQ(count("job.parked"), 1);
}

TEST_F(Engine, an_attempt_beyond_its_lease_is_stopped) {
  Process process(log_, clock_);
  int attempts = 0;
  process.add([&](JobContext&) -> Task<Result<JobOutcome>> {
    if (++attempts == 1) CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + 24h));
    co_return JobDone{};
  });
  process.start();
  ASSERT_TRUE(process.execute(queue_job()));
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(count("job.succeeded"), 1);
}

TEST_F(Engine, a_job_that_ran_when_the_process_died_is_interrupted_and_runs_again) {
  auto& io_clock = clock_;
  {
    Process process(log_, clock_);
    process.add([&](JobContext&) -> Task<Result<JobOutcome>> {
      co_await asio::post(asio::use_awaitable);
      process.io.stop();  // the process dies here
      co_await asio::post(asio::use_awaitable);
      co_return JobDone{};
    });
    std::ignore = io_clock;
    asio::co_spawn(
        process.io,
        [](Process& owner, Command command) -> Task<void> {
          ensure((co_await owner.orchestrator.start()).has_value(), "start");
          ensure((co_await owner.jobs.start()).has_value(), "start");
          std::ignore = co_await owner.orchestrator.execute(std::move(command), {});
        }(process, queue_job()),
        asio::detached);
    process.io.run();
  }
  ASSERT_EQ(types(), (std::vector<std::string>{"job.queued", "job.started"}));
  Process process(log_, clock_);
  bool after_interruption = false;
  process.add([&](JobContext& context) -> Task<Result<JobOutcome>> {
    after_interruption = context.after_interruption();
    co_return JobDone{};
  });
  process.start();
  EXPECT_TRUE(after_interruption);
  EXPECT_EQ(count("job.succeeded"), 1);
}

TEST_F(Engine, a_report_under_a_stale_lease_is_refused) {
  Process process(log_, clock_);
  Result<Receipt> late;
  process.add([&](JobContext& context) -> Task<Result<JobOutcome>> {
    const Job& job = context.job();
    Context stale;
    stale.lease = Lease{job.id, job.token + 1};
    late = co_await process.orchestrator.execute(as_command(NameCompany{"late"}), stale);
    co_return JobDone{};
  });
  process.start();
  ASSERT_TRUE(process.execute(queue_job()));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, job_errc::stale_lease);
}

}  // namespace
}  // namespace kigen::orchestrator
