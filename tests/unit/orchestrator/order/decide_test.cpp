#include "orchestrator/order/commands.hpp"
#include "orchestrator/order/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto account = id<CaAccountId>(2);
const auto order = id<OrderId>(3);
const auto stream = stream_of(order);
const auto node = id<NodeId>(4);
const ServiceSettings settings{
    .name = "www", .common_name = "www.example.com", .sans = {"example.com"}, .ca_account = account};
const OrderRequested requested{
    .service = service, .ca_account = account, .common_name = "www.example.com", .sans = {"example.com"}};
const OrderKeyPrepared prepared{id<KeyRef>(5), "csr", "key-hash"};
const SubmissionStarted submission{1, "request-1"};
const OrderSubmitted submitted{"https://ca/order/1", 1};
const OrderIssued issued{"0A", "chain"};

History a_service(const ServiceSettings& with = settings, AcmeChallenge challenge = AcmeChallenge::http_01) {
  History history;
  history.given(stream_of(account), CaAccountCreated{{.name = "ca", .ca = AcmeCa{.challenge = challenge}}});
  history.given(stream_of(service), ServiceCreated{with});
  return history;
}

GenerationRegistered generation(std::uint8_t slot, const std::string& serial, int not_after) {
  return {{.slot = slot, .serial = serial, .not_after = day(not_after)}};
}

TEST(RequestOrder, fixes_names_and_account) {
  const RequestOrder command{order, service, OrderReason::renewal, day(2), true};
  auto wanted = requested;
  wanted.reason = OrderReason::renewal;
  wanted.scheduled_for = day(2);
  wanted.apply_when_issued = true;
  then(a_service().when(command), {{stream, wanted}});
  then_nothing(a_service().given(stream, wanted).when(command));
}

TEST(RequestOrder, is_refused_without_service_or_account) {
  refused(History().when(RequestOrder{order, service}), order_errc::unknown_service, 2606, "service");
  auto without = settings;
  without.ca_account.reset();
  refused(a_service(without).when(RequestOrder{order, service}), order_errc::no_ca_account, 1611);
  auto history = a_service().given(stream_of(service), ServiceDisabled{});
  refused(history.when(RequestOrder{order, service}), order_errc::service_disabled, 13);
}

TEST(RequestOrder, is_refused_for_a_time_that_has_passed) {
  RequestOrder command{.id = order, .service = service, .scheduled_for = second(0), .now = second(61)};
  refused(a_service().when(command), order_errc::scheduled_in_past, 1613, "scheduledFor");
  command.now = second(60);
  EXPECT_TRUE(a_service().when(command)) << "clocks differ";
}

TEST(RequestOrder, is_refused_while_another_is_open) {
  auto history = a_service().given(stream, requested);
  refused(history.when(RequestOrder{id<OrderId>(9), service}), order_errc::order_open, 1654);
  history.given(stream, OrderFailed{"no", ""});
  EXPECT_TRUE(history.when(RequestOrder{id<OrderId>(9), service}));
}

/// R20: what one node holds does not stop the others' renewal.
TEST(RequestOrder, finds_a_slot_whatever_nodes_hold) {
  auto history = a_service();
  history.given(stream_of(service), generation(1, "01", 10))
      .given(stream_of(service), generation(2, "02", 20));
  EXPECT_TRUE(history.when(RequestOrder{order, service})) << "no node needs the older one";
  history.given(stream_of(node), NodeCreated{service, {.name = "n"}})
      .given(stream_of(node), NodeInstalled{{}, 1, "01"});
  EXPECT_TRUE(history.when(RequestOrder{order, service}));
}

TEST(RequestOrder, is_refused_for_a_wildcard_that_http_cannot_prove) {
  auto wildcard = settings;
  wildcard.common_name = "*.example.com";
  refused(a_service(wildcard).when(RequestOrder{order, service}), order_errc::wildcard_over_http, 2107);
  auto alternative = settings;
  alternative.sans = {"example.com", "*.example.com"};
  refused(a_service(alternative).when(RequestOrder{order, service}), order_errc::wildcard_over_http, 2107);
  EXPECT_TRUE(a_service(wildcard, AcmeChallenge::dns_01).when(RequestOrder{order, service}));
}

struct Orders : ::testing::Test {
  History at_requested = a_service().given(stream, requested);
  History at_prepared = History(at_requested).given(stream, prepared);
  History at_submitting = History(at_prepared).given(stream, submission);
  History at_submitted = History(at_submitting).given(stream, submitted);
  History at_issued = History(at_submitted).given(stream, issued);

  static void accepts(const History& history, const OrderEvent& event) {
    then(history.when(ReportOrder{order, event}), {{stream, encode(event)}});
  }
  static void ignores(const History& history, const OrderEvent& event) {
    then_nothing(history.when(ReportOrder{order, event}));
  }
  static void refuses(const History& history, const OrderEvent& event) {
    refused(history.when(ReportOrder{order, event}), order_errc::wrong_stage, 1614);
  }
};

TEST_F(Orders, are_cancelled_at_once_until_the_ca_may_have_heard_of_them) {
  then(at_requested.when(CancelOrder{order, "later"}), {{stream, OrderCancelled{"later"}}});
  then(at_prepared.when(CancelOrder{order, "later"}), {{stream, OrderCancelled{"later"}}});
  refused(at_issued.when(CancelOrder{order, "later"}), order_errc::too_late, 1654);
  refused(a_service().when(CancelOrder{order, ""}), order_errc::unknown_order, 18);
}

TEST_F(Orders, end_with_the_ca_told_once_it_may_have_heard_of_them) {
  for (const auto* history : {&at_submitting, &at_submitted}) {
    then(history->when(CancelOrder{order, "later"}), {{stream, OrderCancelRequested{"later"}}});
    auto asked = *history;
    asked.given(stream, OrderCancelRequested{"later"});
    then_nothing(asked.when(CancelOrder{order, "once more"}));
    accepts(asked, OrderCancelled{"later"});
    refuses(*history, OrderCancelled{"later"});
  }
}

TEST_F(Orders, that_the_ca_issued_meanwhile_are_not_thrown_away) {
  at_submitted.given(stream, OrderCancelRequested{"later"});
  accepts(at_submitted, issued);
  at_submitted.given(stream, issued);
  refuses(at_submitted, OrderCancelled{"later"});
}

TEST_F(Orders, are_prepared_once) {
  accepts(at_requested, prepared);
  ignores(at_prepared, prepared);
  ignores(at_issued, prepared);
  refuses(at_prepared, OrderKeyPrepared{id<KeyRef>(6), "csr", "other-hash"});
}

TEST_F(Orders, are_submitted_again_only_with_a_higher_attempt) {
  refuses(at_requested, submission);
  accepts(at_prepared, submission);
  ignores(at_submitting, submission);
  accepts(at_submitting, SubmissionStarted{2, "request-2"});
  refuses(at_submitting, SubmissionStarted{1, "request-2"});
  refuses(at_submitting, SubmissionStarted{0, "request-0"});
  accepts(at_submitted, SubmissionStarted{2, "request-2"});  // the CA forgot it
  refuses(at_submitted, SubmissionStarted{1, "request-2"});
}

TEST_F(Orders, belong_to_one_order_of_the_ca) {
  refuses(at_prepared, submitted);
  accepts(at_submitting, submitted);
  ignores(at_submitted, submitted);
  refuses(at_submitted, OrderSubmitted{"https://ca/order/2", 1});
}

TEST_F(Orders, tell_a_status_when_it_changes) {
  refuses(at_submitting, OrderStatusChanged{"pending", ""});
  accepts(at_submitted, OrderStatusChanged{"pending", ""});
  auto pending = at_submitted;
  pending.given(stream, OrderStatusChanged{"pending", ""});
  ignores(pending, OrderStatusChanged{"pending", ""});
  accepts(pending, OrderStatusChanged{"ready", ""});
  refuses(at_issued, OrderStatusChanged{"valid", ""});
}

TEST_F(Orders, tell_an_error_once_until_another_one_or_progress_came) {
  const OrderErred erred{"rateLimited", "too many"};
  accepts(at_submitted, erred);
  auto after = at_submitted;
  after.given(stream, erred);
  ignores(after, erred);
  accepts(after, OrderErred{"rateLimited", "still too many"});
  after.given(stream, OrderStatusChanged{"pending", ""});
  accepts(after, erred);
}

TEST_F(Orders, are_issued_once) {
  refuses(at_submitting, issued);
  accepts(at_submitted, issued);
  ignores(at_issued, issued);
  EXPECT_EQ(at_issued.world.order(order)->issued_at, at_issued.records.back().position);
}

TEST_F(Orders, fail_at_any_stage_and_are_over_then) {
  for (const auto* history : {&at_requested, &at_prepared, &at_submitting, &at_submitted, &at_issued})
    accepts(*history, OrderFailed{"rejected", "no"});
  at_submitted.given(stream, OrderFailed{"rejected", "no"});
  refused(at_submitted.when(ReportOrder{order, issued}), order_errc::unknown_order, 18);
}

TEST_F(Orders, take_no_decision_for_a_report) {
  for (const OrderEvent& event :
       {OrderEvent(requested), OrderEvent(OrderRegistered{}), OrderEvent(OrderCancelRequested{})})
    refused(at_issued.when(ReportOrder{order, event}), order_errc::not_a_report, 1614);
}

}  // namespace
}  // namespace kigen::orchestrator
