#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto account = id<CaAccountId>(2);
const auto order = id<OrderId>(3);
const auto stream = stream_of(service);

constexpr int life_days = 90;

ServiceSettings renewing(RenewalRule rule = RenewalRule::fraction_of_life) {
  return {.name = "www", .common_name = "www.example.com", .ca_account = account, .renewal = {.rule = rule}};
}

History a_service(const ServiceSettings& settings = renewing(), int chain_days = life_days) {
  History history;
  history.given(stream, ServiceCreated{settings});
  history.given(stream, GenerationRegistered{{.slot = 1,
                                              .serial = "01",
                                              .not_before = start,
                                              .not_after = day(life_days),
                                              .chain_not_after = day(chain_days)}});
  return history;
}

ExpiryStatusChanged changed(ExpiryStatus status, int not_after = life_days) {
  return {status, "01", day(not_after)};
}

TEST(ReviewExpiry, tells_a_status_when_it_changes) {
  auto history = a_service();
  then(history.when(ReviewExpiry{service, day(1)}), {{stream, changed(ExpiryStatus::valid)}});
  history.given(stream, changed(ExpiryStatus::valid));
  then_nothing(history.when(ReviewExpiry{service, day(2)}));
  then(history.when(ReviewExpiry{service, day(70)}), {{stream, changed(ExpiryStatus::warning)}});
  then(history.when(ReviewExpiry{service, day(85)}), {{stream, changed(ExpiryStatus::error)}});
  then(history.when(ReviewExpiry{service, day(90)}), {{stream, changed(ExpiryStatus::expired)}});
  refused(history.when(ReviewExpiry{id<ServiceId>(9), start}), service_errc::unknown_service, 1653);
}

TEST(ReviewExpiry, watches_the_whole_chain) {
  then(a_service(renewing(), 5).when(ReviewExpiry{service, day(6)}),
       {{stream, changed(ExpiryStatus::expired, 5)}});
}

TEST(ReviewExpiry, says_none_when_the_last_certificate_is_gone) {
  auto history = a_service();
  history.given(stream, changed(ExpiryStatus::valid)).given(stream, GenerationRemoved{1, "01", ""});
  then(history.when(ReviewExpiry{service, day(1)}), {{stream, ExpiryStatusChanged{}}});
}

TEST(ReviewExpiry, leaves_a_disabled_service_alone) {
  then_nothing(a_service().given(stream, ServiceDisabled{}).when(ReviewExpiry{service, day(85)}));
}

TEST(ReviewExpiry, notices_a_renewal_that_did_not_happen) {
  auto history = a_service();
  history.given(stream, changed(ExpiryStatus::valid)).given(stream, RenewalScheduled{"01", day(50)});
  then_nothing(history.when(ReviewExpiry{service, day(50)}));
  then(history.when(ReviewExpiry{service, day(51)}),
       {{stream, RenewalOverdue{"01", "due 2027-01-11T00:00:00.000000Z, no order open"}},
        {stream, changed(ExpiryStatus::error)}});
  history.done(ReviewExpiry{service, day(51)});
  then_nothing(history.when(ReviewExpiry{service, day(52)}));
  history.given(stream_of(order), OrderRequested{.service = service});
  then(history.when(ReviewExpiry{service, day(52)}), {{stream, changed(ExpiryStatus::valid)}});
}

TEST(ScheduleRenewal, chooses_one_moment_for_a_certificate) {
  auto history = a_service();
  history.done(ScheduleRenewal{service});
  const auto due = history.world.service(service)->renewal_due;
  ASSERT_TRUE(due);
  EXPECT_GT(*due, day(57));  // two thirds of life, two percent to either side
  EXPECT_LT(*due, day(63));
  EXPECT_EQ(history.world.service(service)->renewal_serial, "01");
  then_nothing(history.when(ScheduleRenewal{service}));
  refused(history.when(ScheduleRenewal{id<ServiceId>(9)}), service_errc::unknown_service, 1653);
}

TEST(ScheduleRenewal, chooses_again_when_a_service_is_enabled_again) {
  auto history = a_service();
  history.done(ScheduleRenewal{service}).given(stream, ServiceDisabled{}).given(stream, ServiceEnabled{});
  EXPECT_FALSE(history.world.service(service)->renewal_due);
  EXPECT_FALSE(history.when(ScheduleRenewal{service})->empty());
}

TEST(PlanRenewalRetry, tries_again_while_the_renewal_is_due) {
  auto history = a_service();
  history.given(stream, RenewalScheduled{"01", day(50)});
  then(history.when(PlanRenewalRetry{service, day(50)}), {{stream, RenewalRetryPlanned{"01", day(51)}}});
  const auto late = day(life_days) - std::chrono::hours(32);
  then(history.when(PlanRenewalRetry{service, late}),
       {{stream, RenewalRetryPlanned{"01", late + std::chrono::hours(2)}}});
  then_nothing(history.when(PlanRenewalRetry{service, day(49)}));
  then_nothing(history.given(stream, ServiceDisabled{}).when(PlanRenewalRetry{service, day(50)}));
}

TEST(ScheduleRenewal, chooses_none_where_nothing_is_renewed) {
  then_nothing(a_service(renewing(RenewalRule::never)).when(ScheduleRenewal{service}));
  auto without_account = renewing();
  without_account.ca_account.reset();
  then_nothing(a_service(without_account).when(ScheduleRenewal{service}));
  then_nothing(a_service().given(stream, ServiceDisabled{}).when(ScheduleRenewal{service}));
  then_nothing(History().given(stream, ServiceCreated{renewing()}).when(ScheduleRenewal{service}));
}

TEST(ScheduleRenewal, is_forgotten_when_settings_or_certificate_go) {
  const auto scheduled = a_service().done(ScheduleRenewal{service});
  for (const auto rule : {RenewalRule::never, RenewalRule::days_before_expiry}) {
    auto history = scheduled;
    history.given(stream, ServiceEdited{renewing(rule)});
    EXPECT_EQ(history.world.service(service)->renewal_due.has_value(), rule != RenewalRule::never);
  }
  auto history = scheduled;
  history.given(stream, GenerationRemoved{1, "01", ""});
  EXPECT_FALSE(history.world.service(service)->renewal_due);
}

}  // namespace
}  // namespace kigen::orchestrator
