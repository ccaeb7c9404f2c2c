#include <gtest/gtest.h>

#include <algorithm>

#include "events/codec/event_codec.hpp"
#include "orchestrator/apply/saga.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::orchestrator {
namespace {

using events::Verdict;

/// A pretend host: what it serves is decided by the last step that ran or was undone.
class SagaTest : public testing::Test {
 protected:
  Step step(const std::string& name, bool undoable = true) {
    Step made{.name = name};
    made.run = [this, name] { return act("run " + name); };
    if (undoable) made.undo = [this, name] { return act("undo " + name); };
    return made;
  }

  std::vector<Step> usual_steps() {
    auto connect = step("connect", false);
    connect.session = true;
    auto tidy = step("remove_old", false);
    tidy.cleanup = true;
    return {connect, step("transfer"), step("replace"), tidy};
  }

  Task<Result<StepReport>> act(std::string what) {
    done_.push_back(what);
    if (const auto failing = failures_.find(what); failing != failures_.end() && failing->second-- > 0)
      co_return fail(failing_with_, what);
    if (what == "run replace") serves_ = "NEW";
    if (what == "undo replace") serves_ = "OLD";
    co_return StepReport{1854, what};
  }

  SagaWorld world() {
    return {.clock = clock_,
            .report = [this](events::ApplyEvent event) { return keep(std::move(event)); },
            .look = [this](std::string serial) { return look(std::move(serial)); },
            .served_before = "OLD"};
  }

  Task<Result<>> keep(events::ApplyEvent event) {
    const auto type = events::encode(event).type;
    told_.push_back(type.substr(type.find('.') + 1));
    apply_ = evolve(apply_, event, {});
    co_return Result<>{};
  }

  Task<Result<events::NodeChecked>> look(std::string serial) {
    events::NodeChecked seen{.expected_serial = serial, .served_serial = serves_};
    seen.verdict = serves_ == serial ? Verdict::matches : Verdict::differs;
    co_return seen;
  }

  Result<> run(std::vector<Step> steps, SagaWorld saga) {
    return tests::run_task(io_, clock_, run_saga(apply_, std::move(steps), std::move(saga)));
  }
  Result<> run() { return run(usual_steps(), world()); }

  long count(const std::string& what) const { return std::ranges::count(done_, what); }

  asio::io_context io_;
  tests::VirtualClock clock_;
  Apply apply_{.serial = "NEW"};
  std::string serves_ = "OLD";
  std::map<std::string, int> failures_;  // action → how many times it fails
  ssh_errc failing_with_ = ssh_errc::connection_lost;
  std::vector<std::string> done_;
  std::vector<std::string> told_;
};

TEST_F(SagaTest, runs_checks_and_tidies_up) {
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::succeeded);
  EXPECT_EQ(done_,
            (std::vector<std::string>{"run connect", "run transfer", "run replace", "run remove_old"}));
  EXPECT_EQ(told_.front(), "started");
  EXPECT_EQ(told_.back(), "succeeded");
}

TEST_F(SagaTest, every_step_is_on_record_before_it_runs) {
  ASSERT_TRUE(run());
  const auto first_start = std::ranges::find(told_, "step_started");
  EXPECT_EQ(*(first_start + 1), "step_succeeded");
  EXPECT_EQ(std::ranges::count(told_, "step_started"), 5);  // four steps and the check
}

TEST_F(SagaTest, a_failed_step_is_undone_too_and_the_node_serves_what_it_served) {
  failures_["run replace"] = 1;
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
  EXPECT_EQ(done_, (std::vector<std::string>{"run connect", "run transfer", "run replace", "undo replace",
                                             "undo transfer"}));
  EXPECT_EQ(serves_, "OLD");
}

TEST_F(SagaTest, a_step_that_reports_success_but_serves_the_old_is_rolled_back) {
  auto steps = usual_steps();
  steps[2].run = []() -> Task<Result<StepReport>> { co_return StepReport{1854, "lies"}; };
  ASSERT_TRUE(run(std::move(steps), world()));
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
  EXPECT_EQ(count("undo replace"), 1);
}

TEST_F(SagaTest, an_undo_is_tried_again) {
  failures_["run replace"] = 1;
  failures_["undo replace"] = 2;
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
  EXPECT_EQ(count("undo replace"), 3);
}

TEST_F(SagaTest, an_undo_that_never_works_leaves_it_stuck_and_undoes_the_rest) {
  failures_["run replace"] = 1;
  failures_["undo replace"] = 100;
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::stuck);
  EXPECT_EQ(count("undo transfer"), 1);
}

TEST_F(SagaTest, a_stuck_one_is_put_back_by_undoing_what_is_not_undone_yet) {
  failures_["run replace"] = 1;
  failures_["undo replace"] = 4;
  serves_ = "NEW";
  ASSERT_TRUE(run());
  ASSERT_EQ(apply_.stage, ApplyStage::stuck);
  done_.clear();
  apply_ = evolve(apply_, events::RollbackRetried{}, {});
  ASSERT_TRUE(run());
  EXPECT_EQ(done_, (std::vector<std::string>{"run connect", "undo replace"}));
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
  EXPECT_EQ(serves_, "OLD");
}

TEST_F(SagaTest, what_was_served_before_is_on_record_before_the_first_step) {
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.served_before, "OLD");
}

TEST_F(SagaTest, a_rollback_that_does_not_bring_the_old_back_is_stuck) {
  auto steps = usual_steps();
  steps[2].undo = []() -> Task<Result<StepReport>> { co_return StepReport{1862, "lies"}; };
  failures_["run remove_old"] = 0;
  auto saga = world();
  saga.look = [](std::string serial) -> Task<Result<events::NodeChecked>> {
    co_return events::NodeChecked{Verdict::unreachable, std::move(serial), {}, {}};
  };
  ASSERT_TRUE(run(std::move(steps), std::move(saga)));
  EXPECT_EQ(apply_.stage, ApplyStage::stuck);
}

TEST_F(SagaTest, a_failed_tidying_up_undoes_nothing) {
  failures_["run remove_old"] = 1;
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::succeeded);
  EXPECT_EQ(std::ranges::count(told_, "step_failed"), 1);
}

TEST_F(SagaTest, before_any_change_a_failure_is_left_to_the_jobs_retry) {
  failures_["run connect"] = 1;
  auto saga = world();
  saga.last_attempt = false;
  EXPECT_FALSE(run(usual_steps(), std::move(saga)));
  EXPECT_EQ(std::ranges::count(told_, "rollback_started"), 0);
}

TEST_F(SagaTest, after_the_last_attempt_it_ends_as_rolled_back) {
  failures_["run connect"] = 1;
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
}

/// No retry follows a permanent failure: the job is parked.
TEST_F(SagaTest, what_cannot_work_before_any_change_ends_it_at_the_first_attempt) {
  failures_["run connect"] = 1;
  failing_with_ = ssh_errc::host_key_changed;
  auto saga = world();
  saga.last_attempt = false;
  saga.look = [](std::string) -> Task<Result<events::NodeChecked>> {
    ADD_FAILURE() << "nothing was changed";
    co_return fail(ssh_errc::connection_lost, "no look");
  };
  ASSERT_TRUE(run(usual_steps(), std::move(saga)));
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
  EXPECT_TRUE(apply_.rollback_reason.contains("another identity")) << apply_.rollback_reason;
  EXPECT_EQ(done_, std::vector<std::string>{"run connect"});
  EXPECT_EQ(told_, (std::vector<std::string>{"started", "step_started", "step_failed", "rollback_started",
                                             "rolled_back"}));
}

TEST_F(SagaTest, a_host_that_stays_away_before_any_change_leaves_nothing_stuck) {
  failures_["run connect"] = 100;
  serves_ = "";
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
}

/// The process dies at the n-th report; what was told is all that the next one knows.
class SagaInterrupted : public SagaTest, public testing::WithParamInterface<int> {
 protected:
  SagaWorld dying_world() {
    auto saga = world();
    saga.report = [this, told = 0](events::ApplyEvent event) mutable -> Task<Result<>> {
      if (++told > GetParam()) return refuse();
      return keep(std::move(event));
    };
    return saga;
  }
  static Task<Result<>> refuse() { co_return fail(ssh_errc::connection_lost, "the process is gone"); }
};

TEST_P(SagaInterrupted, goes_on_where_it_stopped) {
  std::ignore = run(usual_steps(), dying_world());
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::succeeded);
  EXPECT_EQ(serves_, "NEW");
}

TEST_P(SagaInterrupted, a_rollback_goes_on_as_a_rollback) {
  failures_["run replace"] = 100;
  std::ignore = run(usual_steps(), dying_world());
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
  EXPECT_EQ(serves_, "OLD");
}

INSTANTIATE_TEST_SUITE_P(AtEachReport, SagaInterrupted, testing::Range(0, 14));

}  // namespace
}  // namespace kigen::orchestrator
