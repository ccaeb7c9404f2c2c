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
  follows(history, {{stream_of(job), JobCancelled{"the apply was cancelled"}}});
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

TEST(ApplyPolicy, shows_an_apply_as_stuck_when_a_person_dropped_its_job_midway) {
  auto history = at(start, requested);
  history.given(stream_of(job), run_apply(*history.world.apply(apply), start));
  auto waiting = history;
  waiting.given(stream_of(job), JobCancelled{"given up"});
  follows(waiting, {{stream, ApplyCancelled{"given up"}}});
  history.given(stream, ApplyStarted{1, 3}).given(stream_of(job), JobCancelled{"given up"});
  follows(history, {{stream, ApplyStuck{"given up"}}});
}

TEST(ApplyPolicy, leaves_a_rolled_back_or_stuck_apply_to_people) {
  nothing_follows(at(start, requested).given(stream, ApplyRolledBack{}));
  nothing_follows(at(start, requested).given(stream, ApplyStuck{}));
}

}  // namespace
}  // namespace kigen::orchestrator
