#include "orchestrator/jobs/make.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto account = id<CaAccountId>(2);
const auto node = id<NodeId>(3);
const auto order = id<OrderId>(4);
const auto apply = id<ApplyId>(5);
const auto job = id<JobId>(6);
const auto other_job = id<JobId>(7);
const auto stream = stream_of(service);
const ServiceSettings renewing{.name = "www", .ca_account = account};
const GenerationRegistered generation{
    {.slot = 1, .serial = "01", .not_before = start, .not_after = day(90), .chain_not_after = day(90)}};

JobQueued renewal_at(Instant due) {
  return {.kind = "service.renew",
          .pool = "policy",
          .key = stream.text,
          .subject = stream,
          .service = service,
          .due = due};
}

struct ServicePolicy : ::testing::Test {
  History history = History().given(stream, ServiceCreated{renewing});
  std::vector<std::string> owed_names() const {
    std::vector<std::string> names;
    for (const auto& consequence : history.owed) names.emplace_back(consequence.command.name);
    return names;
  }
};

TEST_F(ServicePolicy, makes_a_key_on_request) {
  history.given(stream, KeyRequested{});
  follows(history,
          {{stream_of(history.derived<JobId>("make_key")), JobQueued{.kind = "service.make_key",
                                                                     .pool = "cpu",
                                                                     .key = stream.text,
                                                                     .subject = stream,
                                                                     .service = service,
                                                                     .due = start,
                                                                     .priority = job_priority::by_person}}});
}

TEST_F(ServicePolicy, plans_the_renewal_and_reviews_the_expiry_of_a_new_certificate) {
  history.given(stream, generation);
  EXPECT_EQ(owed_names(), (std::vector<std::string>{"service.schedule_renewal", "service.review_expiry"}));
  history.given(stream, GenerationSelected{1});
  EXPECT_EQ(owed_names(), (std::vector<std::string>{"service.schedule_renewal", "service.review_expiry"}));
}

TEST_F(ServicePolicy, renews_at_the_moment_chosen_last) {
  history.given(stream, generation).given(stream, RenewalScheduled{"01", day(60)});
  follows(history, {{stream_of(history.derived<JobId>("renew")), renewal_at(day(60))}});
  history.given(stream_of(job), renewal_at(day(60))).given(stream, RenewalScheduled{"01", day(50)});
  follows(history, {{stream_of(history.derived<JobId>("renew")), renewal_at(day(50))},
                    {stream_of(job), JobCancelled{"the renewal was moved"}}});
}

TEST_F(ServicePolicy, renews_again_when_the_order_came_to_nothing) {
  history.given(stream, generation).given(stream, RenewalScheduled{"01", day(60)});
  history.given(stream, RenewalRetryPlanned{"01", day(61)});
  follows(history, {{stream_of(history.derived<JobId>("renew")), renewal_at(day(61))}});
}

TEST_F(ServicePolicy, drops_the_renewal_that_settings_no_longer_want) {
  history.given(stream, generation).given(stream, RenewalScheduled{"01", day(60)});
  history.given(stream_of(job), renewal_at(day(60)));
  auto never = renewing;
  never.renewal.rule = RenewalRule::never;
  history.given(stream, ServiceEdited{never});
  follows(history, {{stream_of(job), JobCancelled{"no renewal is planned"}}});
}

TEST_F(ServicePolicy, stops_what_has_not_begun_when_a_service_is_disabled) {
  const NodeSettings checked{.name = "web1",
                             .check = {.method = CheckMethod::url, .fqdn = "www.example.com"}};
  history.given(stream_of(node), NodeCreated{service, checked});
  history.given(stream_of(order), OrderRequested{.service = service, .scheduled_for = day(3)});
  history.given(stream_of(apply), ApplyRequested{.service = service, .node = node, .scheduled_for = day(3)});
  history.given(stream_of(job), check_node(*history.world.node(node), day(1), 0));
  history.given(stream_of(other_job), renewal_at(day(60))).given(stream, ServiceDisabled{});
  const std::string reason = "the service was disabled";
  follows(history, {{stream_of(order), OrderCancelled{reason}},
                    {stream_of(apply), ApplyCancelled{reason}},
                    {stream_of(job), JobCancelled{reason}},
                    {stream_of(other_job), JobCancelled{reason}}});
}

TEST_F(ServicePolicy, lets_a_running_apply_end_and_the_ca_be_told_of_an_order_it_has) {
  history.given(stream_of(node), NodeCreated{service, {}});
  history.given(stream_of(order), OrderRequested{.service = service})
      .given(stream_of(order), SubmissionStarted{});
  history.given(stream_of(apply), ApplyRequested{.service = service, .node = node});
  history.given(stream_of(apply), ApplyStarted{})
      .given(stream_of(apply), StepStarted{0, "replace", true, true})
      .given(stream, ServiceDisabled{});
  follows(history, {{stream_of(order), OrderCancelRequested{"the service was disabled"}}});
}

TEST_F(ServicePolicy, takes_up_renewal_review_and_checks_when_a_service_is_enabled) {
  const NodeSettings checked{.name = "web1",
                             .check = {.method = CheckMethod::url, .fqdn = "www.example.com"}};
  history.given(stream_of(node), NodeCreated{service, checked}).given(stream, generation);
  history.given(stream, ServiceDisabled{}).given(stream, ServiceEnabled{});
  EXPECT_EQ(owed_names(),
            (std::vector<std::string>{"service.schedule_renewal", "service.review_expiry", "job.queue"}));
}

TEST_F(ServicePolicy, drops_the_jobs_of_a_deleted_service) {
  history.given(stream_of(job), renewal_at(day(60))).given(stream, ServiceDeleted{});
  follows(history, {{stream_of(job), JobCancelled{"the service was deleted"}}});
}

}  // namespace
}  // namespace kigen::orchestrator
