// An apply that one version of Kigen began goes on with the steps of another.
#include "tests/unit/orchestrator/saga_fixture.hpp"

namespace kigen::orchestrator {
namespace {

class SagaUpgrade : public SagaTest {
 protected:
  /// What the older version did before it died at a report.
  void begun(std::vector<Step> steps, int last_report) {
    std::ignore = run(std::move(steps), world_until(last_report));
    done_.clear();
  }
  /// The older version's usual steps, up to the start of that one.
  void begun_until_start_of(const std::string& name) { begun_until(name, events::StepStarted::type.name); }
  void begun_until_undo_of(const std::string& name) {
    failures_["run replace"] = 1;
    begun_until(name, events::StepUndoStarted::type.name);
  }
  void begun_until(const std::string& name, std::string_view type) {
    auto saga = world();
    saga.report = [this, name, type, dead = false](events::ApplyEvent event) mutable -> Task<Result<>> {
      const auto encoded = events::encode(event);
      if (dead) return die();
      dead = encoded.type == type && encoded.payload.contains('"' + name + '"');
      return keep(std::move(event));
    };
    std::ignore = run(usual_steps(), std::move(saga));
    done_.clear();
  }
  /// As records of the first schema were.
  void forget_undoable() {
    for (auto& begun : apply_.steps) {
      begun.undoable.reset();
      begun.live.reset();
    }
  }

  void expect_succeeded() {
    EXPECT_EQ(apply_.stage, ApplyStage::succeeded);
    EXPECT_EQ(serves_, "NEW");
  }
  void expect_rolled_back(const std::string& because_of) {
    EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
    EXPECT_EQ(serves_, "OLD");
    EXPECT_TRUE(apply_.rollback_reason.contains(because_of)) << apply_.rollback_reason;
  }
  /// Nothing else was done, once there was a session.
  void expect_all_undone(const std::string& session = "connect") {
    EXPECT_EQ(done_, (Words{"run " + session, "undo replace", "undo transfer"}));
  }
  void expect_stuck(const std::string& step) {
    EXPECT_EQ(apply_.stage, ApplyStage::stuck);
    EXPECT_TRUE(stuck_reason_.contains(step)) << stuck_reason_;
    EXPECT_TRUE(stuck_reason_.contains("cannot undo")) << stuck_reason_;
  }
  /// It ended, and the step's traces are to be taken away by a version that can.
  void expect_left_over(const std::string& step) {
    EXPECT_EQ(apply_.stage, ApplyStage::rolled_back);
    EXPECT_EQ(serves_, "OLD");
    EXPECT_EQ(left_over(apply_), Words{step});
  }
  Result<> go_on(std::vector<Step> steps) {
    auto saga = world();
    saga.report = [this](events::ApplyEvent event) {
      if (const auto* stuck = std::get_if<events::ApplyStuck>(&event)) stuck_reason_ = stuck->reason;
      return keep(std::move(event));
    };
    return run(std::move(steps), std::move(saga));
  }

  std::vector<Step> without(const std::string& name) {
    auto steps = usual_steps();
    std::erase_if(steps, [&](const Step& each) { return each.name == name; });
    return steps;
  }
  std::vector<Step> with(Step added, const std::string& before) {
    auto steps = usual_steps();
    steps.insert(std::ranges::find(steps, before, &Step::name), std::move(added));
    return steps;
  }
  std::vector<Step> renamed(const std::string& name, const std::string& to) {
    auto steps = usual_steps();
    auto& place = *std::ranges::find(steps, name, &Step::name);
    const bool live = place.live;
    place = step(to, bool(place.undo));
    place.live = live;
    return steps;
  }

  std::string stuck_reason_;
};

// Inserted, going forward.

TEST_F(SagaUpgrade, a_new_step_ahead_is_taken_and_none_that_is_left_is_skipped) {
  begun_until_start_of("transfer");
  ASSERT_TRUE(go_on(with(step("back_up"), "replace")));
  EXPECT_EQ(done_, (Words{"run connect", "run transfer", "run back_up", "run replace", "run remove_old"}));
  expect_succeeded();
}

TEST_F(SagaUpgrade, a_new_step_before_what_was_done_is_not_taken_late) {
  begun_until_start_of("replace");
  ASSERT_TRUE(go_on(with(step("back_up"), "replace")));
  expect_all_undone();
  expect_rolled_back("back_up");
}

TEST_F(SagaUpgrade, a_new_step_that_makes_a_session_or_only_looks_comes_at_any_time) {
  for (const bool is_session : {true, false}) {
    apply_ = {.serial = "NEW"};
    begun_until_start_of("replace");
    auto added = step("look_around", false);
    (is_session ? added.session : added.read_only) = true;
    ASSERT_TRUE(go_on(with(std::move(added), "transfer")));
    EXPECT_EQ(count("run look_around"), 1);
    EXPECT_EQ(count("run transfer"), 0);
    expect_succeeded();
  }
}

TEST_F(SagaUpgrade, once_the_new_certificate_was_seen_only_tidying_is_left) {
  begun_until_start_of("remove_old");
  ASSERT_TRUE(go_on(with(step("back_up"), "replace")));
  EXPECT_EQ(done_, (Words{"run connect", "run remove_old"}));
  expect_succeeded();
}

TEST_F(SagaUpgrade, an_index_is_that_of_the_version_that_speaks) {
  begun_until_start_of("replace");
  ASSERT_TRUE(go_on(with(session("log_in"), "transfer")));
  ASSERT_NE(find_step(apply_, "replace"), nullptr);
  EXPECT_EQ(find_step(apply_, "replace")->index, 3u);
  EXPECT_EQ(find_step(apply_, "transfer")->index, 1u) << "nobody spoke of it again";
}

// Removed, going forward.

TEST_F(SagaUpgrade, of_a_step_that_is_gone_what_it_may_have_left_is_left_over) {
  begun_until_start_of("replace");
  ASSERT_TRUE(go_on(without("transfer")));
  EXPECT_EQ(done_, (Words{"run connect", "undo replace"})) << "what can be undone is";
  expect_left_over("transfer");
}

TEST_F(SagaUpgrade, a_step_that_is_gone_and_left_nothing_is_not_missed) {
  begun({session("connect"), step("transfer"), step("test", false), step("replace")}, 5);
  ASSERT_EQ(find_step(apply_, "replace")->state, StepState::started);
  ASSERT_TRUE(go_on({session("log_in"), step("transfer"), step("replace")}));
  EXPECT_EQ(done_, (Words{"run log_in", "run replace"}));
  expect_succeeded();
}

TEST_F(SagaUpgrade, a_tidying_step_that_is_gone_is_not_missed) {
  begun_until_start_of("remove_old");
  ASSERT_TRUE(go_on(without("remove_old")));
  expect_succeeded();
}

TEST_F(SagaUpgrade, a_step_that_is_gone_before_it_began_was_never_there) {
  begun_until_start_of("transfer");
  ASSERT_TRUE(go_on({session("connect"), step("transfer"), step("replace")}));
  expect_succeeded();
}

// Renamed or moved, going forward.

TEST_F(SagaUpgrade, a_step_with_another_name_is_another_step) {
  begun_until_start_of("replace");
  ASSERT_TRUE(go_on(renamed("transfer", "upload")));
  EXPECT_EQ(count("run upload") + count("undo upload"), 0) << "nobody knows that it is the same";
  expect_left_over("transfer");
}

TEST_F(SagaUpgrade, a_step_without_undo_is_taken_under_its_new_name) {
  begun({step("replace"), step("protect", false), step("restart", false)}, 3);
  ASSERT_EQ(find_step(apply_, "protect")->state, StepState::started);
  ASSERT_TRUE(go_on({step("replace"), step("set_permissions", false), step("restart", false)}));
  EXPECT_EQ(done_, (Words{"run set_permissions", "run restart"}));
  expect_succeeded();
}

TEST_F(SagaUpgrade, steps_that_were_done_in_another_order_are_undone) {
  begun({step("replace"), step("transfer"), step("restart", false)}, 3);
  ASSERT_TRUE(go_on({step("transfer"), step("replace"), step("restart", false)}));
  EXPECT_EQ(done_, (Words{"undo transfer", "undo replace"})) << "backwards as they were done";
  expect_rolled_back("transfer");
}

// Rolling back.

TEST_F(SagaUpgrade, a_new_step_is_not_undone) {
  begun_until_undo_of("replace");
  const auto gone_on = go_on(with(step("back_up"), "remove_old"));
  ASSERT_TRUE(gone_on) << describe(gone_on.error());
  expect_all_undone();
  expect_rolled_back("run replace");
}

TEST_F(SagaUpgrade, an_undo_that_is_gone_leaves_it_stuck_and_all_others_are_done) {
  begun_until_undo_of("replace");
  ASSERT_TRUE(go_on(without("replace")));
  EXPECT_EQ(done_, (Words{"run connect", "undo transfer"}));
  expect_stuck("replace");

  apply_ = evolve(apply_, events::RollbackRetried{}, {});
  ASSERT_TRUE(go_on(without("replace")));
  expect_stuck("replace");

  apply_ = evolve(apply_, events::RollbackRetried{}, {});
  ASSERT_TRUE(go_on(usual_steps())) << "the version that can undo it";
  expect_rolled_back("run replace");
}

TEST_F(SagaUpgrade, a_step_whose_undo_alone_is_gone_leaves_it_stuck_if_it_is_live) {
  for (const std::size_t place : {1u, 2u}) {
    apply_ = {.serial = "NEW"};
    serves_ = "OLD";
    begun_until_undo_of("replace");
    auto steps = usual_steps();
    steps[place].undo = {};
    ASSERT_TRUE(go_on(std::move(steps)));
    EXPECT_EQ(serves_, "OLD");
    place == 1 ? expect_left_over("transfer") : expect_stuck("replace");
  }
}

TEST_F(SagaUpgrade, a_step_that_was_undone_may_go) {
  begun_until_undo_of("transfer");
  ASSERT_EQ(find_step(apply_, "replace")->state, StepState::undone);
  ASSERT_TRUE(go_on(without("replace")));
  EXPECT_EQ(done_, (Words{"run connect", "undo transfer"}));
  expect_rolled_back("run replace");
}

TEST_F(SagaUpgrade, another_way_to_log_in_serves_the_undos_too) {
  begun_until_undo_of("replace");
  auto steps = usual_steps();
  steps[0] = session("open");
  ASSERT_TRUE(go_on(std::move(steps)));
  expect_all_undone("open");
  expect_rolled_back("run replace");
}

TEST_F(SagaUpgrade, a_step_with_another_name_is_not_undone_in_its_place) {
  begun_until_undo_of("replace");
  ASSERT_TRUE(go_on(renamed("transfer", "upload")));
  EXPECT_EQ(count("undo upload"), 0);
  expect_left_over("transfer");
}

// Records of the first schema do not say whether there was an undo.

TEST_F(SagaUpgrade, of_a_step_nobody_knows_anything_about_the_worst_is_assumed) {
  begun_until_start_of("replace");
  forget_undoable();
  ASSERT_TRUE(go_on({session("open"), step("transfer"), step("replace")}));
  expect_stuck("connect");
}

TEST_F(SagaUpgrade, of_a_step_that_is_still_there_this_version_knows) {
  for (const bool rolling_back : {false, true}) {
    apply_ = {.serial = "NEW"};
    serves_ = "OLD";
    rolling_back ? begun_until_undo_of("replace") : begun_until_start_of("replace");
    forget_undoable();
    ASSERT_TRUE(go_on(usual_steps()));
    EXPECT_EQ(apply_.stage, rolling_back ? ApplyStage::rolled_back : ApplyStage::succeeded);
  }
}

// Mistakes of an installer.

TEST_F(SagaUpgrade, two_steps_of_one_name_are_refused_before_anything_is_said) {
  for (const std::string twice : {"transfer", "check"}) {
    const auto refused = run(with(step(twice), "replace"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, saga_errc::doubled_step);
    EXPECT_EQ(refused.error().detail, twice);
  }
  EXPECT_TRUE(told().empty());
}

/// Wherever the older version died, and whatever the newer one has, the end says what the node serves.
class SagaUpgradedAnywhere : public SagaUpgrade, public testing::WithParamInterface<std::tuple<int, bool>> {
 protected:
  void die_somewhere() {
    const auto [last_report, fails] = GetParam();
    if (fails) failures_["run replace"] = 1;
    begun(usual_steps(), last_report);
  }
  void expect_a_clear_end(const std::string& gone = {}) {
    if (apply_.stage == ApplyStage::stuck) {
      EXPECT_FALSE(gone.empty()) << "nothing is missing";
      return expect_stuck(gone);
    }
    const bool succeeded = apply_.stage == ApplyStage::succeeded;
    EXPECT_TRUE(has_ended(apply_)) << "it did not end";
    EXPECT_EQ(serves_, succeeded ? "NEW" : "OLD");
  }
};

TEST_P(SagaUpgradedAnywhere, a_step_more) {
  for (const std::string before : {"connect", "transfer", "replace", "remove_old"}) {
    apply_ = {.serial = "NEW"};
    serves_ = "OLD";
    die_somewhere();
    ASSERT_TRUE(go_on(with(step("new_one"), before)));
    expect_a_clear_end();
    if (apply_.stage == ApplyStage::rolled_back) EXPECT_EQ(count("run new_one"), count("undo new_one"));
  }
}

TEST_P(SagaUpgradedAnywhere, a_step_less) {
  for (const std::string gone : {"connect", "transfer", "replace", "remove_old"}) {
    apply_ = {.serial = "NEW"};
    serves_ = "OLD";
    die_somewhere();
    // Without its decisive step the newer version could not serve anything new.
    auto steps = gone == "replace" ? renamed("replace", "swap") : without(gone);
    for (auto& each : steps)
      if (each.name == "swap") {
        each.run = [this] { return act("run replace"); };
        each.undo = [this] { return act("undo replace"); };
      }
    ASSERT_TRUE(go_on(std::move(steps)));
    expect_a_clear_end(gone);
  }
}

INSTANTIATE_TEST_SUITE_P(AtEachReport, SagaUpgradedAnywhere,
                         testing::Combine(testing::Range(0, 10), testing::Bool()));

}  // namespace
}  // namespace kigen::orchestrator
