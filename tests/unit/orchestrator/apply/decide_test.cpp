#include "orchestrator/apply/commands.hpp"
#include "orchestrator/apply/errors.hpp"
#include "orchestrator/jobs/make.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto node = id<NodeId>(2);
const auto apply = id<ApplyId>(3);
const auto stream = stream_of(apply);
const auto key = id<KeyRef>(4);
const ApplyRequested requested{.service = service, .node = node, .slot = 2, .serial = "02"};

GenerationRegistered generation(std::uint8_t slot, const std::string& serial, int not_after,
                                std::optional<KeyRef> with_key = key) {
  return {{.slot = slot, .serial = serial, .not_after = day(not_after), .key = with_key}};
}

History a_node() {
  return History()
      .given(stream_of(service), ServiceCreated{{.name = "www"}})
      .given(stream_of(node), NodeCreated{service, {.name = "web1"}});
}

History two_generations() {
  return a_node()
      .given(stream_of(service), generation(1, "01", 10))
      .given(stream_of(service), generation(2, "02", 20));
}

TEST(RequestApply, installs_the_current_generation_or_the_one_named) {
  then(two_generations().when(RequestApply{apply, node}), {{stream, requested}});
  then_nothing(two_generations().given(stream, requested).when(RequestApply{apply, node}));
  const RequestApply older{apply, node, 1, ApplyReason::scheduled, day(3)};
  then(two_generations().when(older),
       {{stream, ApplyRequested{service, node, 1, "01", ApplyReason::scheduled, day(3)}}});
}

TEST(RequestApply, is_refused_for_a_node_that_is_unknown_disabled_or_busy) {
  refused(two_generations().when(RequestApply{apply, id<NodeId>(9)}), apply_errc::unknown_node, 2605, "node");
  refused(two_generations().given(stream_of(node), NodeDisabled{}).when(RequestApply{apply, node}),
          apply_errc::node_disabled, 2611);
  refused(two_generations().given(stream_of(service), ServiceDisabled{}).when(RequestApply{apply, node}),
          apply_errc::service_disabled, 13);
  auto busy = two_generations().given(stream, requested);
  refused(busy.when(RequestApply{id<ApplyId>(9), node}), apply_errc::apply_open, 2601);
  busy.given(stream, ApplyStarted{1, 3}).given(stream, ApplyStuck{"unproved"});
  refused(busy.when(RequestApply{id<ApplyId>(9), node}), apply_errc::apply_open, 2601);
  busy.given(stream, ApplyCancelled{"seen to"});
  EXPECT_TRUE(busy.when(RequestApply{id<ApplyId>(9), node}));
}

TEST(RequestApply, is_refused_for_a_time_that_has_passed) {
  RequestApply command{.id = apply, .node = node, .scheduled_for = second(0), .now = second(61)};
  refused(two_generations().when(command), apply_errc::scheduled_in_past, 2601, "scheduledFor");
  command.now = second(60);
  EXPECT_TRUE(two_generations().when(command)) << "clocks differ";
}

TEST(RequestApply, is_refused_before_the_certificate_is_valid) {
  auto early = generation(1, "03", 30);
  early.generation.not_before = day(5);
  auto history = two_generations().given(stream_of(service), early);
  RequestApply command{.id = apply, .node = node, .slot = 1};
  refused(history.when(command), apply_errc::not_yet_valid, 2601, "scheduledFor");
  command.scheduled_for = day(5) - std::chrono::seconds(1);
  refused(history.when(command), apply_errc::not_yet_valid, 2601, "scheduledFor");
  command.scheduled_for = day(5);
  EXPECT_TRUE(history.when(command));
  then(history.when(RequestApply{apply, node}), {{stream, requested}});
}

TEST(RequestApply, is_refused_without_certificate_or_key) {
  refused(a_node().when(RequestApply{apply, node}), apply_errc::no_generation, 2404, "slot");
  auto history = a_node().given(stream_of(service), generation(1, "01", 10, std::nullopt));
  refused(history.when(RequestApply{apply, node}), apply_errc::no_key, 1651, "slot");
  for (const std::uint8_t slot : {0, 2, 3})
    refused(history.when(RequestApply{apply, node, slot}), apply_errc::no_generation, 2404, "slot");
}

struct Applies : ::testing::Test {
  History at_requested = two_generations().given(stream, requested);
  History running = History(at_requested).given(stream, ApplyStarted{1, 3});
  History in_step = History(running).given(stream, StepStarted{0, "connect"});
  History after_step = History(in_step).given(stream, StepSucceeded{0, "connect"});
  History rolling_back =
      History(after_step).given(stream, StepStarted{1, "replace"}).given(stream, RollbackStarted{"doubt"});
  History undoing = History(rolling_back).given(stream, StepUndoStarted{1, "replace"});
  History stuck = History(undoing).given(stream, ApplyStuck{"unproved"});

  static void accepts(const History& history, const ApplyEvent& event) {
    then(history.when(ReportApply{apply, event}), {{stream, encode(event)}});
  }
  static void ignores(const History& history, const ApplyEvent& event) {
    then_nothing(history.when(ReportApply{apply, event}));
  }
  static void refuses(const History& history, const ApplyEvent& event) {
    refused(history.when(ReportApply{apply, event}), apply_errc::wrong_stage, 1614);
  }
};

TEST_F(Applies, are_cancelled_before_they_start_or_when_stuck) {
  then(at_requested.when(CancelApply{apply, "no"}), {{stream, ApplyCancelled{"no"}}});
  then(stuck.when(CancelApply{apply, "no"}), {{stream, ApplyCancelled{"no"}}});
  refused(rolling_back.when(CancelApply{apply, "no"}), apply_errc::too_late, 2601);
  refused(a_node().when(CancelApply{apply, "no"}), apply_errc::unknown_apply, 18);
}

TEST_F(Applies, are_cancelled_between_attempts_while_nothing_live_was_begun) {
  auto history = running;
  const auto job = id<JobId>(7);
  history.given(stream_of(job), run_apply(*history.world.apply(apply), start))
      .given(stream_of(job), JobStarted{1, second(60)});
  refused(history.when(CancelApply{apply, "no"}), apply_errc::too_late, 2601);
  history.given(stream_of(job), JobRetryScheduled{1, second(60)});
  then(history.when(CancelApply{apply, "no"}), {{stream, ApplyCancelled{"no"}}});
  history.given(stream, StepStarted{1, "replace", true, true});
  refused(history.when(CancelApply{apply, "no"}), apply_errc::too_late, 2601);
}

TEST_F(Applies, fail_only_as_long_as_nothing_that_the_server_reads_was_changed) {
  const ApplyFailed failed{"ssh_login_failed", "log_in: refused"};
  for (const auto& history : {at_requested, running, in_step, after_step, rolling_back})
    accepts(history, failed);
  refuses(stuck, failed);
  auto live = after_step;
  live.given(stream, StepStarted{1, "replace", true, true});
  refuses(live, failed);
  accepts(History(live).given(stream, StepFailed{.index = 1, .name = "replace", .touched = false}), failed);
  refuses(History(live).given(stream, StepFailed{.index = 1, .name = "replace"}), failed);
}

TEST_F(Applies, start_and_start_again_with_a_higher_attempt) {
  accepts(at_requested, ApplyStarted{1, 3});
  ignores(running, ApplyStarted{1, 3});
  accepts(running, ApplyStarted{2, 3});
  refuses(running, ApplyStarted{0, 3});
  refuses(at_requested, ApplyStarted{0, 3});
  refuses(stuck, ApplyStarted{2, 3});
}

TEST_F(Applies, keep_their_steps_and_what_was_served_before_over_an_interruption) {
  after_step.given(stream, ApplyStarted{2, 3, "01"});
  EXPECT_EQ(after_step.world.apply(apply)->steps.size(), 1u);
  EXPECT_EQ(after_step.world.apply(apply)->served_before, "01");
  rolling_back.given(stream, ApplyStarted{2, 3});
  EXPECT_EQ(rolling_back.world.apply(apply)->stage, ApplyStage::rolling_back);
}

TEST_F(Applies, are_put_back_again_when_stuck) {
  then(stuck.when(RetryRollback{apply}), {{stream, RollbackRetried{}}});
  then_nothing(rolling_back.when(RetryRollback{apply}));
  refused(running.when(RetryRollback{apply}), apply_errc::not_stuck, 2601);
  refused(a_node().when(RetryRollback{apply}), apply_errc::unknown_apply, 18);

  stuck.done(RetryRollback{apply});
  EXPECT_EQ(stuck.world.apply(apply)->stage, ApplyStage::rolling_back);
  EXPECT_EQ(stuck.world.apply(apply)->rollback_reason, "doubt");
  accepts(stuck, StepUndone{1, "replace"});
}

TEST_F(Applies, that_were_stopped_midway_are_put_back_for_the_reason_they_were_stopped) {
  after_step.given(stream, ApplyStuck{"dropped"}).done(RetryRollback{apply});
  EXPECT_EQ(after_step.world.apply(apply)->rollback_reason, "dropped");
}

TEST_F(Applies, take_an_outcome_only_of_a_step_that_started) {
  refuses(at_requested, StepStarted{0, "connect"});
  accepts(running, StepStarted{0, "connect"});
  ignores(in_step, StepStarted{0, "connect"});
  accepts(after_step, StepStarted{0, "connect"});  // a session is opened again
  for (const ApplyEvent& outcome :
       {ApplyEvent(StepSucceeded{0, "connect"}), ApplyEvent(StepFailed{0, "connect"})}) {
    refuses(running, outcome);
    accepts(in_step, outcome);
    auto reported = in_step;
    ignores(std::visit([&](const auto& e) { return reported.given(stream, e); }, outcome), outcome);
  }
  refuses(after_step, StepFailed{0, "connect"});
}

TEST_F(Applies, know_their_steps_by_name) {
  accepts(in_step, StepSucceeded{4, "connect"});
  refuses(in_step, StepSucceeded{0, "log_in"});
  accepts(rolling_back, StepUndoStarted{7, "replace"});
  refuses(rolling_back, StepUndoStarted{1, "log_in"});

  in_step.given(stream, StepSucceeded{4, "connect"}).given(stream, StepStarted{0, "prepare"});
  const auto& steps = in_step.world.apply(apply)->steps;
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].name, "connect");
  EXPECT_EQ(steps[0].index, 4u);
  EXPECT_EQ(steps[1].name, "prepare") << "in the order in which they began";
}

TEST_F(Applies, owe_an_undo_whoever_repeats_the_step) {
  const auto undoable = [&](std::optional<bool> first, std::optional<bool> then) {
    auto history = running;
    history.given(stream, StepStarted{0, "s", first}).given(stream, StepFailed{0, "s"});
    history.given(stream, StepStarted{0, "s", then});
    return history.world.apply(apply)->steps.front().undoable;
  };
  EXPECT_EQ(undoable(true, false), true);
  EXPECT_EQ(undoable(true, std::nullopt), true);
  EXPECT_EQ(undoable(false, true), true);
  EXPECT_EQ(undoable(false, false), false);
  EXPECT_EQ(undoable(std::nullopt, std::nullopt), std::nullopt);
}

TEST_F(Applies, roll_back_what_started) {
  accepts(after_step, RollbackStarted{"doubt"});
  ignores(rolling_back, RollbackStarted{"doubt"});
  refuses(at_requested, RollbackStarted{"doubt"});
  refuses(stuck, RollbackStarted{"doubt"});

  refuses(after_step, StepUndoStarted{0, "connect"});
  refuses(rolling_back, StepUndoStarted{2, "never started"});
  accepts(rolling_back, StepUndoStarted{1, "replace"});
  ignores(undoing, StepUndoStarted{1, "replace"});

  refuses(rolling_back, StepUndone{1, "replace"});
  accepts(undoing, StepUndone{1, "replace"});
  accepts(undoing, StepUndoFailed{1, "replace"});
  undoing.given(stream, StepUndoFailed{1, "replace"});
  ignores(undoing, StepUndoFailed{1, "replace"});
  accepts(undoing, StepUndoStarted{1, "replace"});
  undoing.given(stream, StepUndoStarted{1, "replace"}).given(stream, StepUndone{1, "replace"});
  ignores(undoing, StepUndone{1, "replace"});
  refuses(undoing, StepUndoStarted{1, "replace"});
}

TEST_F(Applies, succeed_with_the_certificate_they_were_for) {
  accepts(after_step, ApplySucceeded{"02", "02"});
  refuses(after_step, ApplySucceeded{"01", "01"});
  refuses(at_requested, ApplySucceeded{"02", "02"});
  refuses(rolling_back, ApplySucceeded{"02", "02"});
}

TEST_F(Applies, are_rolled_back_after_a_rollback) {
  accepts(rolling_back, ApplyRolledBack{"doubt", "01"});
  refuses(running, ApplyRolledBack{"doubt", "01"});
  refuses(after_step, ApplyRolledBack{"doubt", "01"});
  refuses(stuck, ApplyRolledBack{"doubt", "01"});
}

TEST_F(Applies, get_stuck_from_wherever_they_run) {
  accepts(after_step, ApplyStuck{"unproved"});
  accepts(undoing, ApplyStuck{"unproved"});
  ignores(stuck, ApplyStuck{"unproved"});
  refuses(at_requested, ApplyStuck{"unproved"});
}

TEST_F(Applies, take_no_decision_and_no_word_after_the_end) {
  refused(running.when(ReportApply{apply, requested}), apply_errc::not_a_report, 1614);
  refused(running.when(ReportApply{apply, ApplyCancelled{}}), apply_errc::not_a_report, 1614);
  running.given(stream, ApplySucceeded{"02", ""});
  refused(running.when(ReportApply{apply, ApplySucceeded{"02", ""}}), apply_errc::unknown_apply, 18);
}

}  // namespace
}  // namespace kigen::orchestrator
