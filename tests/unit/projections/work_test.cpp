// Orders, applies and jobs.
#include <gtest/gtest.h>

#include "projections/decoded.hpp"
#include "projections/errors.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using namespace std::chrono;
using tests::value_of;
using tests::views_of;

TEST(Orders, tell_their_story_from_request_to_end) {
  tests::History history;
  tests::issue(tests::set_up(history));
  const auto order =
      value_of(views_of(history)->orders().detail(tests::everything, tests::order, Language::en)).value;
  EXPECT_EQ(order.summary.stage, OrderStage::registered);
  EXPECT_EQ(order.summary.service_name, "shop");
  EXPECT_EQ(order.summary.status, "pending");
  EXPECT_EQ(order.summary.serial, "A1");
  EXPECT_EQ(order.ca_order, "https://127.0.0.1:14000/order/1");
  EXPECT_EQ(order.version, 7U);
  EXPECT_TRUE(order.summary.ended_at);
  ASSERT_FALSE(order.timeline.empty());
  EXPECT_EQ(order.timeline.front().message_number, 2601);
  EXPECT_EQ(order.timeline.back().message_number, 2113);
  EXPECT_TRUE(std::ranges::is_sorted(order.timeline, {}, &TimelineEntry::position));
}

TEST(Orders, are_listed_newest_first_and_open_ones_apart) {
  tests::History history;
  tests::trouble(tests::issue(tests::set_up(history)));
  const auto open = tests::id<OrderId>(60);
  history.add(stream_of(open), OrderRequested{.service = tests::shop, .common_name = "shop.example"});
  const auto views = views_of(history);
  const auto all = value_of(views->orders().of_service(tests::everything, tests::shop, {})).rows;
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all.front().id, open);
  EXPECT_EQ(all.back().id, tests::order);
  const auto still_open = value_of(views->orders().open(tests::everything, {})).rows;
  ASSERT_EQ(still_open.size(), 1U);
  EXPECT_EQ(still_open.front().id, open);
  EXPECT_TRUE(
      value_of(views->orders().of_service(tests::everything, tests::id<ServiceId>(99), {})).rows.empty());
  EXPECT_EQ(value_of(views->orders().list(tests::everything, {.limit = 2})).rows.size(), 2U);
}

TEST(Orders, tell_the_attempt_its_cause_and_the_next_try) {
  tests::History history;
  const auto order = tests::id<OrderId>(60);
  const auto job = stream_of(tests::job);
  tests::set_up(history)
      .add(stream_of(order), OrderRequested{.service = tests::shop, .common_name = "shop.example"})
      .add(job, JobQueued{.kind = "order.run", .subject = stream_of(order), .due = tests::at()});
  const auto shown = [&] {
    return value_of(views_of(history)->orders().detail(tests::everything, order, Language::en)).value.summary;
  };
  EXPECT_EQ(shown().severity, Severity::active);
  EXPECT_EQ(shown().job->state, JobState::waiting);
  history.add(job, JobStarted{3, tests::at(hours(1)), false});
  EXPECT_EQ(shown().job->attempt, 3U);
  history.add(job, JobRetryScheduled{3, tests::at(hours(2)), "unreachable", "ca.example:443"});
  EXPECT_EQ(shown().severity, Severity::warning);
  EXPECT_EQ(shown().job->due, tests::at(hours(2)));
  EXPECT_EQ(shown().job->code, "unreachable");
  EXPECT_EQ(shown().job->detail, "ca.example:443");
  history.add(job, JobStarted{4, tests::at(hours(3)), false})
      .add(job, JobParked{4, "unreachable", "ca.example:443"});
  EXPECT_EQ(shown().severity, Severity::critical) << "nothing comes without a person";
  history.add(job, JobCancelled{"enough"}).add(stream_of(order), OrderCancelled{"enough"});
  EXPECT_EQ(shown().severity, Severity::ok);
  EXPECT_FALSE(shown().job);
}

TEST(Orders, tell_what_became_of_each_node) {
  tests::History history;
  tests::issue(tests::set_up(history));
  const auto apply = stream_of(tests::id<ApplyId>(40));
  history
      .add(apply,
           ApplyRequested{.service = tests::shop, .node = tests::web1, .serial = "A1", .order = tests::order})
      .add(stream_of(tests::id<ApplyId>(41)), ApplyRequested{.service = tests::shop, .node = tests::web1})
      .add(stream_of(tests::web2), NodeLeftOut{tests::order, 1, "A1", LeftOutReason::disabled})
      .add(apply, ApplyStarted{})
      .add(apply, ApplyStuck{"web1 is gone"});
  const auto order =
      value_of(views_of(history)->orders().detail(tests::everything, tests::order, Language::en)).value;
  ASSERT_EQ(order.applies.size(), 1U) << "one that the order did not begin is not its own";
  EXPECT_EQ(order.applies[0].node_name, "web1");
  EXPECT_EQ(order.applies[0].order, tests::order);
  EXPECT_EQ(order.applies[0].severity, Severity::critical);
  ASSERT_EQ(order.left_out.size(), 1U);
  EXPECT_EQ(order.left_out[0].node, tests::web2);
  EXPECT_EQ(order.left_out[0].node_name, "web2");
  EXPECT_EQ(order.left_out[0].reason, LeftOutReason::disabled);
}

TEST(Applies, tell_the_attempt_its_cause_and_the_next_try) {
  tests::History history;
  const auto apply = tests::id<ApplyId>(40);
  const auto job = stream_of(tests::job);
  tests::set_up(history)
      .add(stream_of(apply), ApplyRequested{.service = tests::shop, .node = tests::web1})
      .add(job, JobQueued{.kind = "apply.run", .subject = stream_of(apply), .due = tests::at()})
      .add(job, JobStarted{1, tests::at(hours(1)), false})
      .add(stream_of(apply), ApplyStarted{1, 2})
      .add(job, JobRetryScheduled{1, tests::at(hours(2)), "unreachable", "web1:22"});
  const auto shown = [&] {
    return value_of(views_of(history)->applies().detail(tests::everything, apply, Language::en))
        .value.summary;
  };
  EXPECT_EQ(shown().severity, Severity::warning);
  EXPECT_EQ(shown().job->due, tests::at(hours(2)));
  EXPECT_EQ(shown().job->detail, "web1:22");
  history.add(job, JobSucceeded{2}).add(stream_of(apply), ApplySucceeded{});
  EXPECT_EQ(shown().severity, Severity::ok);
  EXPECT_FALSE(shown().job);
}

TEST(Applies, show_each_step_with_its_outcome) {
  tests::History history;
  tests::apply_badly(tests::issue(tests::set_up(history)));
  const auto apply =
      value_of(views_of(history)->applies().detail(tests::everything, tests::bad_apply, Language::en)).value;
  EXPECT_EQ(apply.summary.stage, ApplyStage::rolled_back);
  EXPECT_EQ(apply.summary.node_name, "web2");
  EXPECT_EQ(apply.attempt, 2U);
  EXPECT_EQ(apply.step_count, 4U);
  EXPECT_EQ(apply.served_serial, "99");
  ASSERT_EQ(apply.steps.size(), 3U);
  EXPECT_EQ(apply.steps[0].state, StepState::succeeded);
  EXPECT_EQ(apply.steps[0].message, "web2: connected [127.0.0.3:22].");
  EXPECT_EQ(apply.steps[1].state, StepState::undone);
  EXPECT_EQ(apply.steps[1].message_number, 1862);
  EXPECT_EQ(apply.steps[2].state, StepState::undo_failed);
  EXPECT_EQ(apply.steps[2].message, "web2: not everything could be put back [no process].");
  EXPECT_EQ(apply.summary.error, "apachectl graceful: exit code 1");
}

TEST(Applies, stuck_one_stays_open_until_it_is_put_back) {
  tests::History history;
  tests::set_up(history);
  const auto id = tests::id<ApplyId>(40);
  const auto stream = stream_of(id);
  history.add(stream, ApplyRequested{.service = tests::shop, .node = tests::web1})
      .add(stream, ApplyStarted{1, 2})
      .add(stream, StepStarted{0, "connect"})
      .add(stream, ApplyStuck{"no answer"});
  auto views = views_of(history);
  EXPECT_EQ(value_of(views->applies().open(tests::everything, {})).rows.size(), 1U);
  EXPECT_EQ(value_of(views->applies().detail(tests::everything, id, Language::ja)).value.summary.error,
            "no answer");
  history.add(stream, RollbackRetried{}).add(stream, ApplyStarted{2, 2});
  views = views_of(history);
  EXPECT_EQ(value_of(views->applies().detail(tests::everything, id, Language::ja)).value.summary.stage,
            ApplyStage::rolling_back);
  EXPECT_EQ(value_of(views->applies().open(tests::everything, {})).rows.size(), 1U);
  history.add(stream, ApplyRolledBack{});
  views = views_of(history);
  EXPECT_EQ(value_of(views->applies().detail(tests::everything, id, Language::ja)).value.steps.size(), 1U);
  EXPECT_TRUE(value_of(views->applies().open(tests::everything, {})).rows.empty());
  EXPECT_EQ(value_of(views->applies().of_node(tests::everything, tests::web1, {})).rows.size(), 1U);
  EXPECT_TRUE(value_of(views->applies().of_node(tests::everything, tests::web2, {})).rows.empty());
}

JobQueued check_of(NodeId node) {
  return {.kind = "node.check", .pool = "check", .key = "k", .subject = stream_of(node), .due = tests::at()};
}

TEST(Jobs, keep_their_attempts) {
  tests::History history;
  tests::set_up(history);
  const auto stream = stream_of(tests::job);
  history.add(stream, check_of(tests::web1))
      .add(stream, JobStarted{1, tests::at(hours(1)), false})
      .add(stream, JobStarted{2, tests::at(hours(2)), true})
      .add(stream, JobRetryScheduled{2, tests::at(hours(3)), "timed_out", "web1"})
      .add(stream, JobStarted{3, tests::at(hours(4)), false})
      .add(stream, JobParked{3, "refused", "web1"});
  const auto job = value_of(views_of(history)->jobs().detail(tests::everything, tests::job)).value;
  EXPECT_EQ(job.state, JobState::parked);
  EXPECT_EQ(job.service, tests::shop) << "by the node that it is about";
  EXPECT_EQ(job.error, "refused: web1");
  EXPECT_FALSE(job.lease_until);
  ASSERT_EQ(job.attempts.size(), 3U);
  EXPECT_EQ(job.attempts[0].outcome, AttemptOutcome::interrupted);
  EXPECT_EQ(job.attempts[1].outcome, AttemptOutcome::failed);
  EXPECT_EQ(job.attempts[1].code, "timed_out");
  EXPECT_EQ(job.attempts[2].outcome, AttemptOutcome::parked);
}

TEST(Jobs, attempts_count_anew_after_a_deferral) {
  tests::History history;
  const auto stream = stream_of(tests::job);
  history.add(stream, check_of(tests::web1)).add(stream, JobStarted{3, tests::at(hours(1)), false});
  EXPECT_EQ(value_of(views_of(history)->jobs().detail(tests::everything, tests::job)).value.attempt, 3U);
  history.add(stream, JobDeferred{tests::at(hours(2)), "pending"});
  EXPECT_EQ(value_of(views_of(history)->jobs().detail(tests::everything, tests::job)).value.attempt, 0U);
}

TEST(Jobs, attempts_are_bounded) {
  tests::History history;
  history.add(stream_of(tests::job), check_of(tests::web1));
  for (std::uint32_t i = 1; i <= 50; ++i)
    history.add(stream_of(tests::job), JobStarted{i, tests::at(), false})
        .add(stream_of(tests::job), JobDeferred{tests::at(), "pending"});
  const auto attempts =
      value_of(views_of(history)->jobs().detail(tests::everything, tests::job)).value.attempts;
  ASSERT_EQ(attempts.size(), Jobs::kept_attempts);
  EXPECT_EQ(attempts.back().number, 50U);
}

TEST(Jobs, are_counted_and_listed_by_state_pool_and_service) {
  tests::History history;
  tests::set_up(history);
  for (std::uint8_t i = 0; i < 8; ++i) {
    const auto stream = stream_of(tests::id<JobId>(static_cast<std::uint8_t>(70 + i)));
    auto queued = check_of(i % 2 == 0 ? tests::web1 : tests::id<NodeId>(99));
    queued.pool = i < 4 ? "check" : "mail";
    history.add(stream, queued);
    if (i >= 2) history.add(stream, JobStarted{1, tests::at(), false});
    if (i >= 4) history.add(stream, JobParked{1, "c", "d"});
    if (i >= 6) history.add(stream, JobCancelled{"enough"});
  }
  const auto views = views_of(history);
  const auto counts = views->jobs().counts(tests::everything).value;
  EXPECT_EQ(counts.waiting, 2U);
  EXPECT_EQ(counts.running, 2U);
  EXPECT_EQ(counts.parked, 2U);
  EXPECT_EQ(counts.finished, 2U);
  const auto listed = [&](JobFilter filter) {
    return value_of(views->jobs().list(tests::everything, filter, {})).rows;
  };
  EXPECT_EQ(listed({}).size(), 8U);
  EXPECT_EQ(listed({}).front().id, tests::id<JobId>(77)) << "newest change first";
  EXPECT_EQ(listed({.state = JobState::parked}).size(), 2U);
  EXPECT_EQ(listed({.state = JobState::waiting, .pool = "mail"}).size(), 0U);
  EXPECT_EQ(listed({.state = JobState::waiting, .pool = "check"}).size(), 2U);
  EXPECT_EQ(listed({.pool = "mail"}).size(), 4U);
  EXPECT_EQ(listed({.service = tests::shop}).size(), 4U);
  EXPECT_EQ(listed({.state = JobState::finished, .service = tests::shop}).size(), 1U);
}

TEST(Jobs, oldest_finished_ones_are_forgotten) {
  auto store = *Store::in_memory();
  const Owners owners;
  Jobs jobs(*store, owners, 3);
  const About about;
  Job job;
  for (std::uint8_t i = 0; i < 10; ++i) {
    tests::History history;
    const auto id = tests::id<JobId>(i);
    history.add(stream_of(id), check_of(tests::web1)).add(stream_of(id), JobSucceeded{1});
    for (auto record : history.records()) {
      record.position += 2UL * i;
      const auto decoded = decode(record);
      ASSERT_TRUE(decoded);
      job = evolve(record.version == 1 ? Job{.id = id} : job, std::get<JobEvent>(decoded->event),
                   {record.position, record.version, record.meta.time});
      ASSERT_TRUE(jobs.fold(Fact{record, decoded->event, decoded->id, &job, about}));
    }
  }
  Batch batch;
  ASSERT_TRUE(jobs.write(batch));
  ASSERT_TRUE(store->commit(batch, 20, [&] { jobs.commit(); }));
  EXPECT_EQ(jobs.counts(tests::everything).value.finished, 3U);
  EXPECT_EQ(jobs.list(tests::everything, {}, {})->rows.size(), 3U);
  EXPECT_EQ(jobs.detail(tests::everything, tests::id<JobId>(6)).error().code, projection_errc::not_found);
  EXPECT_TRUE(jobs.detail(tests::everything, tests::id<JobId>(7)));
}

}  // namespace
}  // namespace kigen::projections
