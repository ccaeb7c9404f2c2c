#include "tests/unit/orchestrator/saga_fixture.hpp"

namespace kigen::orchestrator {
namespace {

TEST_F(SagaTest, runs_checks_and_tidies_up) {
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::succeeded);
  EXPECT_EQ(done_, (Words{"run connect", "run transfer", "run replace", "run remove_old"}));
  EXPECT_EQ(told().front(), "started");
  EXPECT_EQ(told().back(), "succeeded");
}

TEST_F(SagaTest, every_step_is_on_record_before_it_runs) {
  ASSERT_TRUE(run());
  const Words next{"step_succeeded", "step_started"};
  EXPECT_EQ(writes_, (std::vector<Words>{{"started"},
                                         {"step_started"},
                                         next,
                                         next,
                                         next,
                                         next,  // four steps and the check
                                         {"step_succeeded", "succeeded"}}));
}

TEST_F(SagaTest, what_was_undone_is_on_record_with_the_next_undo_and_before_the_last_look) {
  failures_["run replace"] = 1;
  ASSERT_TRUE(run());
  EXPECT_EQ(writes_, (std::vector<Words>{{"started"},
                                         {"step_started"},
                                         {"step_succeeded", "step_started"},
                                         {"step_succeeded", "step_started"},
                                         {"step_failed", "rollback_started"},
                                         {"step_undo_started"},
                                         {"step_undone", "step_undo_started"},
                                         {"step_undone"},
                                         {"rolled_back"}}));
}

TEST_F(SagaTest, a_failed_step_is_undone_too_and_the_node_serves_what_it_served) {
  failures_["run replace"] = 1;
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
  EXPECT_EQ(done_, (Words{"run connect", "run transfer", "run replace", "undo replace", "undo transfer"}));
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
  EXPECT_EQ(done_, (Words{"run connect", "undo replace"}));
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
    co_return events::NodeChecked{events::Verdict::unreachable, std::move(serial), {}, {}};
  };
  ASSERT_TRUE(run(std::move(steps), std::move(saga)));
  EXPECT_EQ(apply_.stage, ApplyStage::stuck);
}

TEST_F(SagaTest, a_failed_tidying_up_undoes_nothing) {
  failures_["run remove_old"] = 1;
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::succeeded);
  EXPECT_EQ(count_told("step_failed"), 1);
}

TEST_F(SagaTest, before_any_live_step_a_failure_is_left_to_the_jobs_retry) {
  failures_["run connect"] = 1;
  auto saga = world();
  saga.last_attempt = false;
  EXPECT_FALSE(run(usual_steps(), std::move(saga)));
  EXPECT_EQ(told(), (Words{"started", "step_started", "step_failed"}));
}

TEST_F(SagaTest, after_the_last_attempt_it_ends_as_failed) {
  failures_["run connect"] = 1;
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::failed);
}

TEST_F(SagaTest, a_step_that_began_no_command_is_not_undone_and_holds_up_nobody) {
  counts_commands_ = true;
  failures_["run replace"] = failures_["undo replace"] = 100;
  failing_with_ = ssh_errc::execution_id_failed;
  ASSERT_TRUE(run());
  EXPECT_EQ(done_, (Words{"run connect", "run transfer", "run replace", "undo transfer"}));
  EXPECT_EQ(apply_.stage, ApplyStage::failed);
  EXPECT_TRUE(left_over(apply_).empty());
}

/// The run before was cut off: its command may have begun.
TEST_F(SagaTest, a_step_that_began_once_is_undone_though_it_did_nothing_later) {
  counts_commands_ = true;
  std::ignore = run(usual_steps(), world_until(4));
  ASSERT_EQ(find_step(apply_, "replace")->state, StepState::started);
  failures_["run replace"] = 1;
  failing_with_ = ssh_errc::execution_id_failed;
  ASSERT_TRUE(run());
  EXPECT_EQ(count("undo replace"), 1);
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
}

TEST_F(SagaTest, what_only_other_steps_leave_behind_is_left_over_and_holds_up_nobody) {
  for (const std::string fails : {"run transfer", "run replace"}) {
    apply_ = {.serial = "NEW"};
    serves_ = "OLD";
    failures_ = {{fails, 1}, {"undo transfer", 100}};
    ASSERT_TRUE(run());
    EXPECT_EQ(apply_.stage, fails == "run replace" ? ApplyStage::rolled_back : ApplyStage::failed);
    EXPECT_EQ(left_over(apply_), Words{"transfer"});
  }
}

TEST_F(SagaTest, a_backup_stays_as_long_as_something_is_not_put_back) {
  const std::vector steps{session("connect"), backup("back_up"), step("replace")};
  failures_ = {{"run replace", 1}, {"undo replace", 100}};
  ASSERT_TRUE(run(steps));
  EXPECT_EQ(apply_.stage, ApplyStage::stuck);
  EXPECT_EQ(count("undo back_up"), 0);
  failures_.clear();
  apply_ = evolve(apply_, events::RollbackRetried{}, {});
  ASSERT_TRUE(run(steps));
  EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
  EXPECT_EQ(count("undo back_up"), 1);
}

class CleanUp : public SagaTest {
 protected:
  Result<Words> clean(Words begun, bool keep_backup) {
    Procedure procedure{{session("connect"), step("transfer"), backup("back_up"), step("replace")}, {}};
    return tests::run_task(io_, clock_, clean_up(std::move(begun), keep_backup, std::move(procedure)));
  }
};

TEST_F(CleanUp, takes_away_what_was_begun_last_first) {
  EXPECT_EQ(clean({"transfer", "back_up"}, false).value(), Words{});
  EXPECT_EQ(done_, (Words{"run connect", "undo back_up", "undo transfer"}));
}

TEST_F(CleanUp, keeps_the_backup_of_what_was_not_put_back) {
  EXPECT_EQ(clean({"transfer", "back_up", "replace"}, true).value(), Words{"back_up"});
  EXPECT_EQ(done_, (Words{"run connect", "undo replace", "undo transfer"}));
}

TEST_F(CleanUp, says_what_it_cannot) {
  EXPECT_EQ(clean({"upload"}, false).error().code, saga_errc::no_undo);
  failures_["undo transfer"] = 1;
  EXPECT_EQ(clean({"transfer"}, false).error().code, ssh_errc::connection_lost);
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
  EXPECT_EQ(apply_.stage, ApplyStage::failed);
  EXPECT_TRUE(apply_.rollback_reason.contains("another identity")) << apply_.rollback_reason;
  EXPECT_EQ(done_, Words{"run connect"});
  EXPECT_EQ(told(), (Words{"started", "step_started", "step_failed", "failed"}));
}

TEST_F(SagaTest, a_host_that_stays_away_before_any_change_leaves_nothing_stuck) {
  failures_["run connect"] = 100;
  serves_ = "";
  ASSERT_TRUE(run());
  EXPECT_EQ(apply_.stage, ApplyStage::failed);
}

/// The process dies at the n-th report; what was told is all that the next one knows.
class SagaInterrupted : public SagaTest, public testing::WithParamInterface<int> {
 protected:
  SagaWorld dying_world() { return world_until(GetParam()); }
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

INSTANTIATE_TEST_SUITE_P(AtEachReport, SagaInterrupted, testing::Range(0, 10));

}  // namespace
}  // namespace kigen::orchestrator
