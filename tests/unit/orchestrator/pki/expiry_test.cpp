#include <gtest/gtest.h>

#include "orchestrator/pki/expiry.hpp"

namespace kigen::orchestrator::pki {
namespace {

using events::ExpiryStatus;
using std::chrono::days;

constexpr Instant start(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1));
constexpr Duration moment(1);

TEST(Expiry, long_lives_go_by_days) {
  const auto end = start + days(365);
  const auto at = [&](Duration left) { return expiry_status(start, end, end - left, false); };
  EXPECT_EQ(at(days(90)), ExpiryStatus::valid);
  EXPECT_EQ(at(days(90) - moment), ExpiryStatus::under_90);
  EXPECT_EQ(at(days(60)), ExpiryStatus::under_90);
  EXPECT_EQ(at(days(60) - moment), ExpiryStatus::under_60);
  EXPECT_EQ(at(days(30)), ExpiryStatus::under_60);
  EXPECT_EQ(at(days(30) - moment), ExpiryStatus::under_30);
  EXPECT_EQ(at(days(15)), ExpiryStatus::under_30);
  EXPECT_EQ(at(days(15) - moment), ExpiryStatus::under_15);
  EXPECT_EQ(at(moment), ExpiryStatus::under_15);
  EXPECT_EQ(at(Duration(0)), ExpiryStatus::expired);
}

TEST(Expiry, short_lives_go_by_what_is_left) {
  const auto end = start + days(90);
  const auto at = [&](Duration left, bool overdue = false) {
    return expiry_status(start, end, end - left, overdue);
  };
  EXPECT_EQ(at(days(30)), ExpiryStatus::valid);
  EXPECT_EQ(at(days(30) - moment), ExpiryStatus::warning);
  EXPECT_EQ(at(days(9)), ExpiryStatus::warning);
  EXPECT_EQ(at(days(9) - moment), ExpiryStatus::error);
  EXPECT_EQ(at(days(80), true), ExpiryStatus::error);
  EXPECT_EQ(at(-moment), ExpiryStatus::expired);
}

TEST(Expiry, two_hundred_days_are_a_long_life) {
  EXPECT_EQ(expiry_status(start, start + days(200), start + days(111), false), ExpiryStatus::under_90);
  EXPECT_EQ(expiry_status(start, start + days(199), start + days(111), false), ExpiryStatus::valid);
}

TEST(Renewal, stands_in_its_window_and_does_not_move) {
  const auto end = start + days(100);
  const events::RenewalPolicy policy{.rule = events::RenewalRule::fraction_of_life, .percent_of_life = 67};
  const auto due = renewal_due(start, end, policy, "one");
  EXPECT_GE(due, start + days(65));
  EXPECT_LE(due, start + days(69));
  EXPECT_EQ(due, renewal_due(start, end, policy, "one"));
  EXPECT_NE(due, renewal_due(start, end, policy, "two"));
}

TEST(Renewal, days_before_expiry) {
  const auto end = start + days(100);
  const auto due =
      renewal_due(start, end, {.rule = events::RenewalRule::days_before_expiry, .days_before = 30}, "x");
  EXPECT_GE(due, start + days(68));
  EXPECT_LE(due, start + days(72));
}

TEST(Renewal, a_rule_for_long_lives_does_not_renew_a_fresh_certificate) {
  const auto end = start + days(6);
  const auto due =
      renewal_due(start, end, {.rule = events::RenewalRule::days_before_expiry, .days_before = 30}, "x");
  EXPECT_GE(due, start + std::chrono::hours(69));
  EXPECT_LE(due, start + std::chrono::hours(75));
}

TEST(Renewal, is_never_spread_beyond_the_expiry) {
  const auto end = start + days(3650);
  for (const auto* by : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
    const auto due =
        renewal_due(start, end, {.rule = events::RenewalRule::days_before_expiry, .days_before = 1}, by);
    EXPECT_GE(due, end - std::chrono::hours(36)) << by;
    EXPECT_LE(due, end - std::chrono::hours(12)) << by;
  }
}

TEST(Renewal, a_life_without_end_does_not_overflow) {
  const Instant never(std::chrono::sys_days(std::chrono::year(9999) / 12 / 31));
  const auto due = renewal_due(start, never, {.percent_of_life = 95}, "x");
  EXPECT_GT(due, start + (never - start) / 2);
  EXPECT_LT(due, never);
}

TEST(Renewal, never_is_never) {
  EXPECT_EQ(renewal_due(start, start + days(100), {.rule = events::RenewalRule::never}, "x"), Instant::max());
}

TEST(RenewalPause, shrinks_with_the_life_that_is_left) {
  const auto end = start + days(90);
  EXPECT_EQ(renewal_pause(end, start), days(1));
  EXPECT_EQ(renewal_pause(end, end - days(4)), std::chrono::hours(6));
  EXPECT_EQ(renewal_pause(end, end - std::chrono::hours(1)), std::chrono::hours(1));
  EXPECT_EQ(renewal_pause(end, end + days(9)), std::chrono::hours(1));
}

}  // namespace
}  // namespace kigen::orchestrator::pki
