#include "orchestrator/jobs/make.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto account = id<CaAccountId>(2);
const auto order = id<OrderId>(3);
const auto job = id<JobId>(4);
const auto key = id<KeyRef>(5);
const auto stream = stream_of(order);

OrderRequested requested(std::optional<Instant> scheduled_for = {}, bool apply = false) {
  return {
      .service = service, .ca_account = account, .scheduled_for = scheduled_for, .apply_when_issued = apply};
}

History at(Instant now, const OrderRequested& event) {
  History history;
  history.given(stream_of(service), ServiceCreated{{.name = "www"}});
  history.given(stream_of(service), GenerationRegistered{{.slot = 1, .serial = "01", .key = key}});
  history.now = now;
  history.given(stream, event);
  return history;
}

TEST(OrderPolicy, advances_an_order_from_its_time_on_beside_as_many_as_its_account_allows) {
  const auto history = at(second(7), requested());
  JobQueued queued{.kind = "order.advance",
                   .pool = "ca",
                   .key = stream_of(account).text,
                   .subject = stream,
                   .service = service,
                   .due = second(7),
                   .priority = job_priority::by_person,
                   .limit = 4};
  follows(history, {{stream_of(history.derived<JobId>("advance_order")), queued}});

  auto renewal = requested(day(3));
  renewal.reason = OrderReason::renewal;
  const auto later = at(second(7), renewal);
  queued.due = day(3);
  queued.priority = job_priority::by_schedule;
  follows(later, {{stream_of(later.derived<JobId>("advance_order")), queued}});
}

TEST(OrderPolicy, goes_on_at_once_with_an_order_that_is_to_be_cancelled) {
  auto history = at(start, requested());
  history.given(stream_of(job), advance_order(*history.world.order(order), {}, start));
  history.given(stream_of(job), JobStarted{}).given(stream, SubmissionStarted{1, "request-1"});
  history.given(stream_of(job), JobRetryScheduled{.due = day(1)})
      .given(stream, OrderCancelRequested{"no more"});
  ASSERT_EQ(history.owed.size(), 1u);
  EXPECT_EQ(history.owed.front().command.name, "job.retry");
}

TEST(OrderPolicy, drops_the_job_of_an_order_that_was_given_up) {
  auto history = at(start, requested());
  history.given(stream_of(job), advance_order(*history.world.order(order), {}, day(3)));
  auto failed = history;
  failed.given(stream, OrderFailed{"no", ""});
  follows(failed, {{stream_of(job), JobCancelled{"the order has ended"}}});
  history.given(stream_of(job), JobStarted{}).given(stream, OrderCancelled{});
  nothing_follows(history);
}

TEST(OrderPolicy, plans_another_renewal_when_one_has_failed_but_repeats_no_order_of_a_person) {
  auto renewal = requested();
  renewal.reason = OrderReason::renewal;
  auto history = at(day(60), renewal);
  history.given(stream_of(service), RenewalScheduled{"01", day(60)}).given(stream, OrderFailed{"no", ""});
  ASSERT_EQ(history.owed.size(), 1u);
  EXPECT_EQ(history.owed.front().command.name, "service.plan_renewal_retry");

  auto by_a_person = at(day(60), requested());
  by_a_person.given(stream_of(service), RenewalScheduled{"01", day(60)}).given(stream, OrderFailed{"no", ""});
  nothing_follows(by_a_person);
}

TEST(OrderPolicy, ends_an_order_whose_job_a_person_dropped) {
  auto history = at(start, requested());
  history.given(stream_of(job), advance_order(*history.world.order(order), {}, start));
  history.given(stream_of(job), JobStarted{}).given(stream_of(job), JobParked{});
  history.given(stream_of(job), JobCancelled{"given up"});
  follows(history, {{stream, OrderFailed{"job_dropped", "given up"}}});
}

TEST(OrderPolicy, has_an_issued_certificate_registered) {
  auto history = at(start, requested());
  history.given(stream, OrderIssued{"0A", "chain"});
  ASSERT_EQ(history.owed.size(), 1u);
  EXPECT_EQ(history.owed[0].command.name, "service.register_issued");
  EXPECT_EQ(history.owed[0].command.stream, stream_of(service));
  follows(history, {{stream, OrderFailed{"malformed",
                                         "not a certificate, CSR or key in PEM form: "
                                         "no certificate in PEM form (-----BEGIN CERTIFICATE-----)"}}});
}

struct AppliesIssued : ::testing::Test {
  History history = at(start, requested({}, true));
  const NodeId node = id<NodeId>(1);
  const ApplyId older = id<ApplyId>(9);

  void is_there(NodeId node_id) { history.given(stream_of(node_id), NodeCreated{service, {}}); }
  /// Of an older certificate.
  void is_open() {
    history.given(stream_of(older), ApplyRequested{.service = service, .node = node, .serial = "00"});
  }
  void register_it() { history.given(stream, OrderRegistered{1, "01"}); }
  Fact applied(NodeId to, std::uint32_t nth = 0, std::string_view policy = "apply_issued") const {
    return {stream_of(history.derived<ApplyId>(policy, nth)),
            ApplyRequested{service, to, 1, "01", ApplyReason::issued}};
  }
  static Fact left_out(NodeId node_id, LeftOutReason reason) {
    return {stream_of(node_id), NodeLeftOut{order, 1, "01", reason}};
  }
};

TEST_F(AppliesIssued, to_all_enabled_nodes_and_says_which_it_leaves_out) {
  for (const std::uint8_t n : {1, 2, 3}) is_there(id<NodeId>(n));
  history.given(stream_of(id<NodeId>(2)), NodeDisabled{});
  register_it();
  follows(history,
          {applied(node), left_out(id<NodeId>(2), LeftOutReason::disabled), applied(id<NodeId>(3), 1)});
}

TEST_F(AppliesIssued, in_place_of_an_apply_that_waits) {
  is_there(node);
  is_open();
  history.given(stream_of(older), ApplyStarted{1, 3});
  register_it();
  follows(history, {{stream_of(older), ApplyCancelled{"a newer certificate is there: 01"}}, applied(node)});
}

TEST_F(AppliesIssued, to_no_node_with_a_stuck_apply_until_that_has_ended) {
  is_there(node);
  is_open();
  history.given(stream_of(older), ApplyStarted{1, 3}).given(stream_of(older), ApplyStuck{"unproved"});
  register_it();
  follows(history, {left_out(node, LeftOutReason::busy)});
  history.given(stream_of(node), NodeLeftOut{order, 1, "01", LeftOutReason::busy});
  history.given(stream_of(older), ApplyCancelled{"seen to"});
  follows(history, {applied(node, 0, "catch_up")});
}

TEST_F(AppliesIssued, to_a_node_once_it_is_enabled) {
  is_there(node);
  history.given(stream_of(node), NodeDisabled{});
  register_it();
  history.given(stream_of(node), NodeLeftOut{order, 1, "01", LeftOutReason::disabled})
      .given(stream_of(node), NodeEnabled{});
  follows(history, {applied(node, 0, "catch_up")});
}

/// What failed for a node once is not repeated without end.
TEST_F(AppliesIssued, only_once_to_a_node_that_was_left_out) {
  is_there(node);
  history.given(stream_of(node), NodeLeftOut{order, 1, "01", LeftOutReason::busy});
  history.given(stream_of(older), ApplyRequested{.service = service, .node = node, .serial = "01"})
      .given(stream_of(older), ApplyFailed{"c", "r"});
  nothing_follows(history);
}

TEST_F(AppliesIssued, not_before_it_is_valid) {
  is_there(node);
  history.given(stream_of(service),
                GenerationUpdated{{.slot = 1, .serial = "01", .not_before = day(2), .key = key}});
  register_it();
  const ApplyRequested early{service, node, 1, "01", ApplyReason::issued, day(2)};
  follows(history, {{stream_of(history.derived<ApplyId>("apply_issued", 0)), early}});
}

TEST(OrderPolicy, applies_nothing_unless_wanted) {
  auto history = at(start, requested());
  history.given(stream_of(id<NodeId>(1)), NodeCreated{service, {}}).given(stream, OrderRegistered{1, "01"});
  nothing_follows(history);
}

}  // namespace
}  // namespace kigen::orchestrator
