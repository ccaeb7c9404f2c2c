#include "orchestrator/apply/commands.hpp"
#include "orchestrator/jobs/make.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto node = id<NodeId>(2);
const auto apply = id<ApplyId>(3);
const auto job = id<JobId>(4);
const auto stream = stream_of(apply);

History at(Instant now, const ApplyRequested& requested) {
  History history;
  history.given(stream_of(service), ServiceCreated{{.name = "www"}});
  history.given(stream_of(node), NodeCreated{service, {}});
  history.now = now;
  history.given(stream, requested);
  return history;
}

const ApplyRequested requested{.service = service, .node = node, .slot = 1, .serial = "01"};

TEST(ApplyPolicy, runs_an_apply_at_its_time_beside_no_other_of_its_node) {
  JobQueued queued{.kind = "apply.run",
                   .pool = "install",
                   .key = stream_of(node).text,
                   .subject = stream,
                   .service = service,
                   .due = second(7),
                   .priority = job_priority::by_person};
  const auto history = at(second(7), requested);
  follows(history, {{stream_of(history.derived<JobId>("run_apply")), queued}});

  auto scheduled = requested;
  scheduled.reason = ApplyReason::issued;
  scheduled.scheduled_for = day(1);
  queued.due = day(1);
  queued.priority = job_priority::by_schedule;
  const auto later = at(second(7), scheduled);
  follows(later, {{stream_of(later.derived<JobId>("run_apply")), queued}});
}

TEST(ApplyPolicy, drops_the_job_of_a_cancelled_apply) {
  auto history = at(start, requested);
  history.given(stream_of(job), run_apply(*history.world.apply(apply), day(1)))
      .given(stream, ApplyCancelled{});
  follows(history, {{stream_of(job), JobCancelled{"the apply has ended"}}});
}

TEST(ApplyPolicy, runs_a_stuck_apply_again_once_its_rollback_shall_be_retried) {
  auto history = at(start, requested);
  history.given(stream, ApplyStarted{1, 0}).given(stream, ApplyStuck{}).done(RetryRollback{apply});
  follows(history,
          {{stream_of(history.derived<JobId>("run_apply")), run_apply(*history.world.apply(apply), start)}});
}

TEST(ApplyPolicy, tells_the_node_what_is_installed_when_that_is_new) {
  auto history = at(start, requested);
  history.given(stream, ApplyStarted{1, 0}).given(stream, ApplySucceeded{"01", "01"});
  follows(history, {{stream_of(node), NodeInstalled{apply, 1, "01"}}});

  auto again = at(start, requested);
  again.given(stream_of(node), NodeInstalled{{}, 1, "01"}).given(stream, ApplySucceeded{"01", "01"});
  nothing_follows(again);
}

TEST(ApplyPolicy, ends_an_apply_whose_job_a_person_dropped) {
  auto history = at(start, requested);
  history.given(stream_of(job), run_apply(*history.world.apply(apply), start));
  auto waiting = history;
  waiting.given(stream_of(job), JobCancelled{"given up"});
  follows(waiting, {{stream, ApplyCancelled{"given up"}}});
  history.given(stream, ApplyStarted{1, 3}).given(stream, StepStarted{0, "replace", true, true});
  auto live = history;
  live.given(stream_of(job), JobCancelled{"given up"});
  follows(live, {{stream, ApplyStuck{"given up"}}});
}

/// What the job cannot do by itself is the apply's end: a parked job would hold up the node.
TEST(ApplyPolicy, ends_an_apply_whose_job_is_parked) {
  auto history = at(start, requested);
  history.given(stream_of(job), run_apply(*history.world.apply(apply), start));
  auto never_begun = history;
  never_begun.given(stream_of(job), JobParked{4, "plan_gone", "no access"});
  follows(never_begun, {{stream, ApplyFailed{"plan_gone", "no access"}}});
  history.given(stream, ApplyStarted{1, 3}).given(stream, StepStarted{0, "replace", true, true});
  history.given(stream_of(job), JobParked{4, "plan_gone", "no access"});
  follows(history, {{stream, ApplyStuck{"no access"}}});
}

TEST(ApplyPolicy, leaves_a_rolled_back_or_stuck_apply_to_people) {
  nothing_follows(at(start, requested).given(stream, ApplyRolledBack{}));
  nothing_follows(at(start, requested).given(stream, ApplyStuck{}));
}

History with_staged_key() {
  auto history = at(start, requested);
  history.given(stream, ApplyStarted{1, 3})
      .given(stream, StepStarted{0, "log_in", false, false})
      .given(stream, StepSucceeded{0, "log_in"})
      .given(stream, StepStarted{1, "transfer", true, false})
      .given(stream, StepSucceeded{1, "transfer"})
      .given(stream, StepStarted{2, "replace", true, true})
      .given(stream, StepFailed{.index = 2, .name = "replace", .touched = false});
  return history;
}

TEST(ApplyPolicy, notes_what_a_failed_apply_left_on_the_host) {
  auto history = with_staged_key();
  history.given(stream, ApplyFailed{"c", "r"});
  follows(history, {{stream_of(node), NodeLeftoversNoted{apply, "01", {"transfer"}, false, {}}}});
}

TEST(ApplyPolicy, notes_that_the_backup_is_needed_when_a_stuck_apply_is_given_up) {
  auto history = with_staged_key();
  history.given(stream, StepStarted{2, "replace", true, true})
      .given(stream, StepSucceeded{2, "replace"})
      .given(stream, ApplyStuck{"r"})
      .given(stream, ApplyCancelled{"seen to"});
  follows(history, {{stream_of(node), NodeLeftoversNoted{apply, "01", {"transfer", "replace"}, true, {}}}});
}

TEST(ApplyPolicy, notes_nothing_of_what_was_undone) {
  auto history = with_staged_key();
  history.given(stream, RollbackStarted{"r"})
      .given(stream, StepUndoStarted{1, "transfer"})
      .given(stream, StepUndone{1, "transfer"})
      .given(stream, ApplyFailed{"c", "r"});
  nothing_follows(history);
}

}  // namespace
}  // namespace kigen::orchestrator
