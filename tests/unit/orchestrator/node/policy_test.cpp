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
const auto parked = id<JobId>(5);
const auto stream = stream_of(node);
const NodeSettings by_url{.name = "web1", .check = {.method = CheckMethod::url, .fqdn = "www.example.com"}};
const NodeSettings unchecked{.name = "web1"};
constexpr auto usual = job_priority::by_schedule;

JobQueued check_at(Instant due, std::int32_t priority = usual) {
  return {.kind = "node.check",
          .pool = "check",
          .key = stream.text,
          .subject = stream,
          .service = service,
          .due = due,
          .priority = priority};
}

struct NodePolicy : ::testing::Test {
  History a_service = History().given(stream_of(service), ServiceCreated{{.name = "www"}});
  History history = History(a_service).given(stream, NodeCreated{service, by_url});
  Fact queued(const JobQueued& check, std::string_view policy = "check_now") const {
    return {stream_of(history.derived<JobId>(policy)), check};
  }
};

TEST_F(NodePolicy, checks_a_node_as_soon_as_it_is_set_up) {
  follows(history, {queued(check_at(start))});
  history.given(stream, NodeDisabled{}).given(stream, NodeEnabled{});
  follows(history, {queued(check_at(start))});
  nothing_follows(a_service.given(stream, NodeCreated{service, unchecked}));
}

TEST_F(NodePolicy, checks_a_changed_node_at_once_and_no_longer_one_without_method) {
  history.given(stream_of(job), check_at(day(1)));
  auto edited = history;
  edited.given(stream, NodeEdited{by_url});
  follows(edited, {{stream_of(job), JobRetriedByHand{start}}});
  history.given(stream, NodeEdited{unchecked});
  follows(history, {{stream_of(job), JobCancelled{"the node is not checked"}}});
}

TEST_F(NodePolicy, checks_on_request_without_queueing_twice) {
  history.given(stream, NodeCheckRequested{});
  follows(history, {queued(check_at(start, job_priority::by_person))});
  history.given(stream_of(job), check_at(start)).given(stream, NodeCheckRequested{});
  nothing_follows(history);
  history.given(stream_of(job), JobStarted{}).given(stream, NodeCheckRequested{.by_schedule = true});
  follows(history, {queued(check_at(start))});
}

TEST_F(NodePolicy, drops_what_waits_for_a_disabled_or_deleted_node) {
  history.given(stream_of(job), check_at(day(1)));
  auto deleted = history;
  deleted.given(stream, NodeDeleted{});
  follows(deleted, {{stream_of(job), JobCancelled{"the node was deleted"}}});
  history.given(stream_of(apply), ApplyRequested{.service = service, .node = node, .scheduled_for = day(1)});
  history.given(stream, NodeDisabled{});
  follows(history, {{stream_of(apply), ApplyCancelled{"the node was disabled"}},
                    {stream_of(job), JobCancelled{"the node was disabled"}}});
}

TEST_F(NodePolicy, lets_a_running_apply_of_a_disabled_node_end) {
  history.given(stream_of(apply), ApplyRequested{.service = service, .node = node});
  history.given(stream_of(apply), ApplyStarted{})
      .given(stream_of(apply), StepStarted{0, "replace", true, true})
      .given(stream, NodeDisabled{});
  nothing_follows(history);
}

TEST_F(NodePolicy, removes_the_generation_that_the_last_node_left) {
  history.given(stream_of(service), GenerationRegistered{{.slot = 1, .serial = "01", .not_after = day(1)}});
  history.given(stream_of(service), GenerationRegistered{{.slot = 2, .serial = "02", .not_after = day(2)}});
  history.given(stream, NodeChecked{Verdict::matches, "01", "01"}).given(stream, NodeInstalled{{}, 2, "02"});
  nothing_follows(history);
  history.given(stream, NodeChecked{Verdict::matches, "02", "02"});
  follows(history, {{stream_of(service), GenerationRemoved{1, "01", "no node needs it any more"}}});
}

TEST_F(NodePolicy, checks_again_after_the_interval) {
  history.given(company_stream, GeneralSettingsChanged{{.node_check_interval_s = 60}});
  history.given(stream_of(job), check_at(start)).given(stream_of(job), JobStarted{});
  history.now = second(5);
  for (const JobEvent& end : {JobEvent(JobSucceeded{}), JobEvent(JobParked{})}) {
    auto ended = history;
    std::visit([&](const auto& e) { ended.given(stream_of(job), e); }, end);
    follows(ended, {{stream_of(ended.derived<JobId>("next_check")), check_at(second(65))}});
  }
  auto cancelled = history;
  cancelled.given(stream_of(job), JobDeferred{}).given(stream_of(job), JobCancelled{});
  follows(cancelled, {{stream_of(cancelled.derived<JobId>("next_check")), check_at(second(65))}});
}

TEST_F(NodePolicy, checks_no_more_when_the_node_or_its_service_is_off) {
  history.given(stream_of(job), check_at(start)).given(stream_of(job), JobStarted{});
  auto service_off = history;
  nothing_follows(
      service_off.given(stream_of(service), ServiceDisabled{}).given(stream_of(job), JobSucceeded{}));
  nothing_follows(history.given(stream, NodeDisabled{}).given(stream_of(job), JobSucceeded{}));
}

TEST_F(NodePolicy, keeps_only_the_last_failed_check_in_sight) {
  history.given(stream_of(parked), check_at(start)).given(stream_of(parked), JobParked{});
  history.given(stream_of(job), check_at(start)).given(stream_of(job), JobSucceeded{});
  follows(history, {queued(check_at(start + std::chrono::days(1)), "next_check"),
                    {stream_of(parked), JobCancelled{"a later one has run"}}});
}

const NodeLeftoversNoted left{apply, "01", {"transfer"}, false, by_url};

JobQueued clean_up(Instant due) {
  return {.kind = "node.clean_up",
          .pool = "install",
          .key = stream.text,
          .subject = stream,
          .service = service,
          .due = due};
}

TEST_F(NodePolicy, cleans_up_what_an_apply_left_on_the_host) {
  history.given(stream, left);
  follows(history, {queued(clean_up(start), "clean_up")});
  history.given(stream_of(job), clean_up(start))
      .given(stream, NodeLeftoversNoted{id<ApplyId>(8), "02", {"x"}});
  nothing_follows(history);
}

TEST_F(NodePolicy, cleans_up_nothing_while_an_apply_may_use_it) {
  history.given(stream_of(id<ApplyId>(9)), ApplyRequested{.service = service, .node = node, .serial = "01"});
  nothing_follows(History(history).given(stream, left));
  history.given(stream, left).given(stream_of(id<ApplyId>(9)), ApplyFailed{});
  follows(history, {queued(clean_up(start), "clean_up")});
}

TEST_F(NodePolicy, cleans_up_a_disabled_node_once_it_is_enabled) {
  history.given(stream, NodeDisabled{}).given(stream, left);
  nothing_follows(history);
  history.given(stream, NodeEnabled{});
  follows(history, {queued(check_at(start)), queued(clean_up(start), "clean_up")});
}

TEST_F(NodePolicy, takes_the_last_copy_of_what_was_there_once_another_is_installed) {
  history.given(stream, NodeLeftoversNoted{apply, "01", {"transfer", "back_up", "replace"}, true, by_url})
      .given(stream, NodeLeftoversRemoved{apply, {"back_up"}});
  nothing_follows(history);
  history.given(stream, NodeInstalled{id<ApplyId>(9), 2, "02"});
  follows(history, {queued(clean_up(start), "clean_up")});
}

TEST_F(NodePolicy, leaves_it_to_the_person_who_dropped_the_job) {
  history.given(stream, left).given(stream_of(job), clean_up(start));
  auto dropped = history;
  dropped.given(stream_of(job), JobCancelled{"I do it"});
  follows(dropped, {{stream, NodeLeftoversDropped{"I do it"}}});
  auto disabled = history;
  disabled.given(stream, NodeDisabled{});
  nothing_follows(disabled);
}

}  // namespace
}  // namespace kigen::orchestrator
