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

TEST(OrderPolicy, advances_an_order_from_its_time_on_beside_no_other_of_its_account) {
  const auto history = at(second(7), requested());
  JobQueued queued{.kind = "order.advance",
                   .pool = "ca",
                   .key = stream_of(account).text,
                   .subject = stream,
                   .service = service,
                   .due = second(7),
                   .priority = job_priority::by_person};
  follows(history, {{stream_of(history.derived<JobId>("advance_order")), queued}});

  auto renewal = requested(day(3));
  renewal.reason = OrderReason::renewal;
  const auto later = at(second(7), renewal);
  queued.due = day(3);
  queued.priority = job_priority::by_schedule;
  follows(later, {{stream_of(later.derived<JobId>("advance_order")), queued}});
}

TEST(OrderPolicy, drops_the_job_of_an_order_that_was_given_up) {
  auto history = at(start, requested());
  history.given(stream_of(job), advance_order(*history.world.order(order), day(3)));
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
  history.given(stream_of(job), advance_order(*history.world.order(order), start));
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

TEST(OrderPolicy, applies_a_registered_certificate_to_all_enabled_nodes_if_wanted) {
  auto history = at(start, requested({}, true));
  for (const std::uint8_t n : {1, 2, 3}) history.given(stream_of(id<NodeId>(n)), NodeCreated{service, {}});
  history.given(stream_of(id<NodeId>(2)), NodeDisabled{}).given(stream, OrderRegistered{1, "01"});
  const auto applied = [&](std::uint8_t n, std::uint32_t nth) {
    return Fact(stream_of(history.derived<ApplyId>("apply_issued", nth)),
                ApplyRequested{service, id<NodeId>(n), 1, "01", ApplyReason::issued});
  };
  follows(history, {applied(1, 0), applied(3, 1)});
}

TEST(OrderPolicy, applies_nothing_unless_wanted) {
  auto history = at(start, requested());
  history.given(stream_of(id<NodeId>(1)), NodeCreated{service, {}}).given(stream, OrderRegistered{1, "01"});
  nothing_follows(history);
}

}  // namespace
}  // namespace kigen::orchestrator
