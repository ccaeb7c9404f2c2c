// Decisions in log order: what is decided, what is durable, and who hears of it when.
#include <gtest/gtest.h>

#include <algorithm>

#include "events/company_events.hpp"
#include "orchestrator/company/commands.hpp"
#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/jobs/runner.hpp"
#include "orchestrator/kept/commands.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/user/commands.hpp"
#include "tests/support/gated_log.hpp"
#include "tests/support/virtual_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

namespace kigen::orchestrator {
namespace {

using namespace std::chrono_literals;
using Types = std::vector<std::string>;

constexpr std::string_view work_kind = "log_order.work";

class Handler final : public JobHandler {
 public:
  explicit Handler(Work work) : work_(std::move(work)) {}
  std::string_view kind() const override { return work_kind; }
  JobRules rules() const override { return {}; }
  Result<Work> prepare(const World&, const Job&) override { return work_; }

 private:
  Work work_;
};

/// Rows that remember how far they reflect the log, and how long it was then.
class Rows final : public WorldRows {
 public:
  explicit Rows(const events::EventLog& log) : log_(log) {}
  Position position() const override { return 0; }
  Result<> for_each(const Use&) const override { return {}; }
  Task<Result<>> write(std::vector<Change>, Position position) override {
    written = position;
    was_ahead |= position > log_.end();
    co_return Result<>{};
  }
  Result<> clear() override { return {}; }

  Position written = 0;
  bool was_ahead = false;

 private:
  const events::EventLog& log_;
};

/// What came of something that runs beside the test; unset while it is not known.
template <class T>
using Outcome = std::shared_ptr<std::optional<T>>;

class LogOrder : public testing::Test {
 protected:
  void SetUp() override {
    jobs_.add(std::make_unique<Handler>([this](JobContext& context) { return work_(context); }));
    const auto started = begin(start());
    run();
    ASSERT_TRUE(*started && **started);
    log_.close();
  }
  Task<Result<>> start() {
    CO_TRY_DO(co_await orchestrator_.start());
    co_return co_await jobs_.start();
  }

  /// Until nothing is left to do at this moment.
  void run() {
    io_.restart();
    while (io_.poll() > 0) {
    }
  }
  template <class T>
  Outcome<T> begin(Task<T> task) {
    const auto outcome = std::make_shared<std::optional<T>>();
    asio::co_spawn(
        io_,
        [](Task<T> inner, Outcome<T> into) -> Task<void> { into->emplace(co_await std::move(inner)); }(
                                               std::move(task), outcome),
        asio::detached);
    run();
    return outcome;
  }
  Outcome<Result<Receipt>> send(Command command, Context context = {}) {
    return begin(orchestrator_.execute(std::move(command), std::move(context)));
  }
  Outcome<std::string> ask_name() {
    return begin(orchestrator_.ask([](const World& world) { return world.company().name; }));
  }
  static Command name(const std::string& name) { return as_command(NameCompany{name}); }
  Command site(const std::string& name) {
    return as_command(Create<events::SiteSettings>{fresh_id<SiteId>(clock_.now(), random_), {name}});
  }
  Command job() {
    QueueJob queue;
    queue.id = fresh_id<JobId>(clock_.now(), random_);
    queue.job = {.kind = std::string(work_kind),
                 .pool = "test",
                 .key = "k",
                 .subject = {"company"},
                 .due = clock_.now()};
    return as_command(queue);
  }
  Types types() {
    const auto records = begin(log_.read(0, 1'000));
    Types all;
    for (const auto& record : records->value().value()) all.push_back(record.type);
    return all;
  }

  tests::GatedLog log_;
  tests::VirtualClock clock_;
  SystemRandom random_;
  asio::io_context io_;
  Rows rows_{log_};
  Work work_ = [](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; };
  Orchestrator orchestrator_{io_.get_executor(), log_, clock_, random_, {&rows_, 2, 10}};
  JobRunner jobs_{orchestrator_, clock_, random_, io_.get_executor(), {{"test", 1}}};
};

TEST_F(LogOrder, a_command_answers_when_it_is_durable) {
  const auto receipt = send(name("Example"));
  EXPECT_EQ(log_.waiting(), 1u);
  EXPECT_FALSE(*receipt);
  log_.open();
  run();
  ASSERT_TRUE(*receipt && **receipt);
  EXPECT_EQ((*receipt)->value().position, 0u);
}

TEST_F(LogOrder, what_follows_goes_to_the_log_together_with_its_cause) {
  send(job());
  ASSERT_EQ(log_.waiting(), 1u);
  EXPECT_EQ(log_.types(0), (Types{"job.queued", "job.started"}));
}

TEST_F(LogOrder, a_decision_sees_all_before_it) {
  const auto first = send(site("Tokyo"));
  const auto second = send(site("Tokyo"));
  EXPECT_EQ(log_.waiting(), 1u) << "the name is taken, durable or not";
  EXPECT_FALSE(*second) << "nobody may know yet";
  log_.open();
  run();
  EXPECT_TRUE(**first);
  ASSERT_FALSE(**second);
  EXPECT_EQ((*second)->error().code, kept_errc::name_taken);
}

TEST_F(LogOrder, what_rests_on_a_lost_append_is_lost_with_it) {
  const auto first = send(site("Tokyo"));
  const auto second = send(name("Example"));
  const auto refused = send(site("Tokyo"));
  ASSERT_EQ(log_.waiting(), 2u);
  log_.lose_first();
  run();
  for (const auto& each : {first, second, refused}) {
    ASSERT_TRUE(*each);
    ASSERT_FALSE(**each);
    EXPECT_EQ((*each)->error().code, events::log_errc::storage_failed);
  }
  log_.open();
  run();
  EXPECT_EQ(types(), Types{}) << "the second was decided behind one that is not there";
  EXPECT_EQ(orchestrator_.world().end(), 0u);
  EXPECT_EQ(orchestrator_.remakes(), 1u);
  const auto again = send(site("Tokyo"));
  run();
  EXPECT_TRUE(**again);
}

TEST_F(LogOrder, no_commands_are_taken_before_it_is_known_what_was_kept) {
  send(site("Tokyo"));
  send(name("Example"));
  log_.lose_first();
  run();
  const auto refused = send(name("Other"));
  ASSERT_TRUE(*refused);
  EXPECT_EQ((*refused)->error().code, events::log_errc::storage_failed);
  log_.lose_first();
  run();
  log_.open();
  EXPECT_TRUE(**send(name("Other")));
}

TEST_F(LogOrder, the_world_is_made_of_what_was_kept_although_the_log_denied_it) {
  const auto denied = send(name("Example"));
  log_.deny_first();
  run();
  EXPECT_FALSE(**denied);
  EXPECT_EQ(orchestrator_.world().company().name, "Example");
  EXPECT_EQ(**ask_name(), "Example");
}

TEST_F(LogOrder, commands_are_taken_again_when_the_log_takes_events_again) {
  send(name("Example"));
  log_.kept.set_intake(events::Intake::full);
  log_.lose_first();
  run();
  log_.open();
  EXPECT_FALSE(**send(name("Other")));
  EXPECT_EQ(**ask_name(), "") << "what is durable can be asked for all the while";
  log_.kept.set_intake(events::Intake::open);
  clock_.advance_by(1s);
  run();
  EXPECT_TRUE(**send(name("Other")));
}

TEST_F(LogOrder, a_question_is_answered_with_what_is_durable) {
  send(name("Example"));
  const auto asked = ask_name();
  EXPECT_FALSE(*asked);
  log_.open();
  run();
  EXPECT_EQ(**asked, "Example");
}

TEST_F(LogOrder, a_question_is_asked_again_when_what_it_saw_is_lost) {
  send(name("Example"));
  const auto asked = ask_name();
  log_.lose_first();
  run();
  EXPECT_EQ(**asked, "");
}

TEST_F(LogOrder, of_two_commands_with_one_id_the_second_has_the_receipt_of_the_first) {
  Context context;
  context.command_id = "api/1";
  const auto first = send(name("first"), context);
  const auto second = send(name("second"), context);
  EXPECT_EQ(log_.waiting(), 1u);
  log_.open();
  run();
  ASSERT_TRUE(**first);
  ASSERT_TRUE(**second);
  EXPECT_TRUE((*second)->value().repeated);
  EXPECT_EQ((*second)->value().position, (*first)->value().position);
  EXPECT_EQ(orchestrator_.world().company().name, "first");
}

TEST_F(LogOrder, a_command_is_decided_when_the_first_with_its_id_was_lost) {
  Context context;
  context.command_id = "api/1";
  const auto first = send(name("first"), context);
  const auto second = send(name("second"), context);
  log_.lose_first();
  log_.open();
  run();
  EXPECT_FALSE(**first);
  ASSERT_TRUE(**second);
  EXPECT_FALSE((*second)->value().repeated);
  EXPECT_EQ(orchestrator_.world().company().name, "second");
}

TEST_F(LogOrder, if_match_speaks_of_what_was_decided) {
  send(name("first"));
  Context seen;
  seen.if_match = 0;
  const auto late = send(name("second"), seen);
  log_.open();
  run();
  ASSERT_FALSE(**late);
  EXPECT_EQ((*late)->error().code, events::log_errc::version_conflict);
}

TEST_F(LogOrder, nobody_works_under_a_lease_that_is_not_durable) {
  int worked = 0;
  work_ = [&worked](JobContext&) -> Task<Result<JobOutcome>> {
    ++worked;
    co_return JobDone{};
  };
  send(job());
  EXPECT_EQ(worked, 0);
  log_.lose_first();
  run();
  EXPECT_EQ(worked, 0);
  log_.open();
  clock_.advance_by(1s);
  run();
  EXPECT_EQ(worked, 0) << "the job was lost with its lease";
  send(job());
  clock_.advance_by(1s);
  run();
  EXPECT_EQ(worked, 1);
}

TEST_F(LogOrder, a_lease_that_the_log_denied_and_kept_is_found_while_the_attempt_before_still_ends) {
  int attempts = 0;
  work_ = [this, &attempts](JobContext&) -> Task<Result<JobOutcome>> {
    if (++attempts == 1) co_return JobLater{clock_.now(), "again"};
    co_return JobDone{};
  };
  send(job());
  log_.keep_first();
  run();
  ASSERT_EQ(log_.waiting(), 1u);
  ASSERT_EQ(log_.types(0), (Types{"job.deferred", "job.started"}));
  log_.deny_first();
  log_.open();
  run();
  for (auto i = 0; i < 5; ++i) {
    clock_.advance_by(1s);
    run();
  }
  EXPECT_EQ(attempts, 2);
  EXPECT_EQ(types(), (Types{"job.queued", "job.started", "job.deferred", "job.started", "job.retry_scheduled",
                            "job.started", "job.succeeded"}));
}

TEST_F(LogOrder, what_is_noted_goes_to_the_log_with_the_next_report) {
  work_ = [](JobContext& context) -> Task<Result<JobOutcome>> {
    context.note(name("noted"));
    CO_TRY_DO(co_await context.report(name("reported")));
    context.note(name("last"));
    co_return JobDone{};
  };
  send(job());
  log_.keep_first();
  run();
  ASSERT_EQ(log_.waiting(), 1u);
  EXPECT_EQ(log_.types(0), (Types{"company.named", "company.named"}));
  log_.keep_first();
  run();
  ASSERT_EQ(log_.waiting(), 1u);
  EXPECT_EQ(log_.types(0), (Types{"company.named", "job.succeeded"}));
}

TEST_F(LogOrder, an_attempt_ends_with_the_refusal_of_what_it_noted) {
  work_ = [](JobContext& context) -> Task<Result<JobOutcome>> {
    context.note(name(""));
    co_return JobDone{};
  };
  log_.open();
  send(job());
  EXPECT_EQ(types(), (Types{"job.queued", "job.started", "job.parked"}));
}

TEST_F(LogOrder, rows_are_never_ahead_of_the_log) {
  send(name("first"));
  send(name("second"));
  send(name("third"));
  log_.keep_first();
  run();
  EXPECT_EQ(rows_.written, 0u);
  log_.keep_first();
  log_.keep_first();
  run();
  EXPECT_EQ(rows_.written, 3u);
  EXPECT_FALSE(rows_.was_ahead);
}

TEST_F(LogOrder, a_record_that_no_log_could_hold_is_refused_before_it_is_decided) {
  Command large{"test.large", events::company_stream, [](const World& world) -> Result<Changes> {
                  return Changes{}.add(events::company_stream, world.company().version,
                                       events::CompanyNamed{std::string(70'000, 'x')});
                }};
  const auto refused = send(std::move(large));
  ASSERT_TRUE(*refused);
  EXPECT_EQ((*refused)->error().code, events::log_errc::invalid_append);
  EXPECT_EQ(orchestrator_.world().end(), 0u);
  EXPECT_EQ(orchestrator_.remakes(), 0u);
}

}  // namespace
}  // namespace kigen::orchestrator
