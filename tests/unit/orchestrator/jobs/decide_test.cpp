#include "orchestrator/jobs/commands.hpp"
#include "orchestrator/jobs/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto job = id<JobId>(1);
const auto stream = stream_of(job);
const JobQueued queued{
    .kind = "node.check", .pool = "check", .key = "node-1", .subject = {"node-1"}, .due = start};
const JobStarted first_start{.attempt = 1, .lease_until = second(60)};

struct Jobs : ::testing::Test {
  History waiting() { return History().given(stream, queued); }
  History running() { return waiting().given(stream, first_start); }
  History parked() { return running().given(stream, JobParked{.attempt = 1, .code = "x"}); }
  static constexpr FencingToken token = 1;  // position of job.started in running()
};

TEST_F(Jobs, are_queued_once) {
  then(History().when(QueueJob{job, queued}), {{stream, queued}});
  then_nothing(waiting().when(QueueJob{job, queued}));
}

TEST_F(Jobs, must_say_what_they_are) {
  const auto refused_without = [](auto member, const std::string& field) {
    auto incomplete = queued;
    incomplete.*member = {};
    refused(History().when(QueueJob{job, incomplete}), job_errc::malformed, 17, field);
  };
  refused_without(&JobQueued::kind, "kind");
  refused_without(&JobQueued::pool, "pool");
  refused_without(&JobQueued::key, "key");
  refused_without(&JobQueued::subject, "subject");
}

TEST_F(Jobs, start_when_they_wait) {
  then(waiting().when(StartJob{job, second(60)}), {{stream, first_start}});
  refused(running().when(StartJob{job, second(60)}), job_errc::not_waiting, 17);
  refused(parked().when(StartJob{job, second(60)}), job_errc::not_waiting, 17);
  refused(History().when(StartJob{job, second(60)}), job_errc::unknown_job, 18);
}

TEST_F(Jobs, end_an_attempt_with_its_own_number) {
  const JobRetryScheduled retry{
      .attempt = 1, .due = second(9), .code = "reset", .failure = Failure::transient};
  then(running().when(EndAttempt{job, token, JobSucceeded{.attempt = 7}}),
       {{stream, JobSucceeded{.attempt = 1}}});
  then(running().when(EndAttempt{job, token, JobDeferred{second(9), "pending"}}),
       {{stream, JobDeferred{second(9), "pending"}}});
  then(running().when(EndAttempt{job, token, retry}), {{stream, retry}});
  then(running().when(EndAttempt{job, token, JobParked{.attempt = 0, .code = "no"}}),
       {{stream, JobParked{.attempt = 1, .code = "no"}}});
}

TEST_F(Jobs, take_no_word_from_an_attempt_that_lost_its_lease) {
  refused(running().when(EndAttempt{job, token + 1, JobSucceeded{}}), job_errc::stale_lease, 17);
  refused(waiting().when(EndAttempt{job, 0, JobSucceeded{}}), job_errc::stale_lease, 17);
  refused(History().when(EndAttempt{job, token, JobSucceeded{}}), job_errc::stale_lease, 17);
  EXPECT_EQ(failure_of(make_error_code(job_errc::stale_lease)), Failure::permanent);
}

TEST_F(Jobs, take_no_other_event_for_an_outcome) {
  for (const JobEvent& other :
       {JobEvent(queued), JobEvent(JobStarted{}), JobEvent(JobRetriedByHand{}), JobEvent(JobCancelled{})})
    refused(running().when(EndAttempt{job, token, other}), job_errc::not_an_outcome, 17);
}

TEST_F(Jobs, are_retried_by_hand_when_parked_or_waiting_for_later) {
  const JobRetriedByHand now{.due = second(5)};
  then(parked().when(RetryJob{job, second(5)}), {{stream, now}});
  then_nothing(waiting().when(RetryJob{job, second(5)}));
  const auto later = running().given(stream, JobDeferred{.due = day(1)});
  then(later.when(RetryJob{job, second(5)}), {{stream, now}});
  refused(running().when(RetryJob{job, second(5)}), job_errc::running, 17);
  refused(History().when(RetryJob{job, second(5)}), job_errc::unknown_job, 18);
}

TEST_F(Jobs, are_cancelled_unless_they_run) {
  then(waiting().when(CancelJob{job, "gone"}), {{stream, JobCancelled{"gone"}}});
  then(parked().when(CancelJob{job, "gone"}), {{stream, JobCancelled{"gone"}}});
  refused(running().when(CancelJob{job, "gone"}), job_errc::running, 17);
  refused(History().when(CancelJob{job, "gone"}), job_errc::unknown_job, 18);
}

TEST_F(Jobs, count_failed_attempts_but_not_deferrals) {
  auto history = running().given(stream, JobRetryScheduled{.attempt = 1, .due = start});
  then(history.when(StartJob{job, second(60)}),
       {{stream, JobStarted{.attempt = 2, .lease_until = second(60)}}});
  history.given(stream, JobStarted{.attempt = 2}).given(stream, JobDeferred{.due = start});
  then(history.when(StartJob{job, second(60)}), {{stream, first_start}});
  then(parked().done(RetryJob{job, start}).when(StartJob{job, second(60)}), {{stream, first_start}});
}

TEST_F(Jobs, remember_an_interruption_until_an_attempt_saw_how_things_stand) {
  auto history =
      running().given(stream, JobRetryScheduled{.attempt = 1, .due = start, .failure = Failure::unknown});
  history.done(StartJob{job, second(60)});
  EXPECT_TRUE(std::get<JobStarted>(std::get<JobEvent>(history.decoded.back())).after_interruption);
  history.given(stream, JobRetryScheduled{.attempt = 2, .due = start});
  EXPECT_TRUE(history.world.job(job)->interrupted);
  history.given(stream, JobStarted{.attempt = 3}).given(stream, JobDeferred{.due = start});
  EXPECT_FALSE(history.world.job(job)->interrupted);
}

TEST_F(Jobs, are_forgotten_when_they_end_and_shown_once_more_as_they_ended) {
  auto history = running().given(stream, JobSucceeded{.attempt = 1});
  EXPECT_EQ(history.world.job(job), nullptr);
  EXPECT_TRUE(history.world.jobs_about(queued.subject).empty());
  ASSERT_NE(history.world.ended_job(), nullptr);
  EXPECT_EQ(history.world.ended_job()->queued.kind, "node.check");
  history.given(stream_of(id<JobId>(2)), queued);
  EXPECT_EQ(history.world.ended_job(), nullptr);
}

}  // namespace
}  // namespace kigen::orchestrator
