#include <gtest/gtest.h>

#include "tests/support/scenarios.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using namespace std::chrono;
using tests::value_of;
using tests::views_of;

std::uint64_t count_of(const DashboardPage& page, DashboardTopic topic) {
  return page.counts.at(static_cast<std::size_t>(topic)).services;
}

ServiceId add_service(tests::History& history, std::uint8_t n, ExpiryStatus status) {
  const auto id = tests::id<ServiceId>(n);
  history.add(stream_of(id), ServiceCreated{tests::service_settings("s" + std::to_string(n), "s.example")})
      .add(stream_of(id), GenerationRegistered{tests::generation(1, "A", days(n))})
      .add(stream_of(id), ExpiryStatusChanged{status, "A", tests::at(days(n + 90))});
  return id;
}

TEST(Dashboard, every_expiry_status_has_its_line_and_colour) {
  tests::History history;
  const std::vector<std::tuple<ExpiryStatus, DashboardTopic, DashboardColour>> wanted{
      {ExpiryStatus::expired, DashboardTopic::expired, DashboardColour::red},
      {ExpiryStatus::error, DashboardTopic::expiry_error, DashboardColour::red},
      {ExpiryStatus::under_15, DashboardTopic::under_15, DashboardColour::yellow},
      {ExpiryStatus::under_30, DashboardTopic::under_30, DashboardColour::yellow},
      {ExpiryStatus::under_60, DashboardTopic::under_60, DashboardColour::yellow},
      {ExpiryStatus::under_90, DashboardTopic::under_90, DashboardColour::yellow},
      {ExpiryStatus::warning, DashboardTopic::expiry_warning, DashboardColour::yellow},
  };
  std::uint8_t n = 100;
  for (const auto& [status, topic, colour] : wanted) add_service(history, n++, status);
  add_service(history, n++, ExpiryStatus::valid);
  const auto page = value_of(views_of(history)->dashboard().page(10));
  EXPECT_EQ(page.services, 8U);
  ASSERT_EQ(page.lines.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(page.lines[i].topic, std::get<1>(wanted[i]));
    EXPECT_EQ(page.lines[i].colour, std::get<2>(wanted[i]));
    EXPECT_EQ(count_of(page, std::get<1>(wanted[i])), 1U);
  }
}

TEST(Dashboard, names_the_order_and_the_node_that_are_in_error) {
  tests::History history;
  tests::apply_badly(tests::issue(tests::set_up(history)));
  const auto renewal = tests::id<OrderId>(30);
  history.add(stream_of(renewal), OrderRequested{.service = tests::shop})
      .add(stream_of(renewal), OrderErred{"rateLimited", "wait"});
  const auto page = value_of(views_of(history)->dashboard().page(10));
  ASSERT_EQ(page.lines.size(), 2U);
  EXPECT_EQ(page.lines[0].topic, DashboardTopic::order_error);
  EXPECT_EQ(page.lines[0].order, renewal);
  EXPECT_EQ(page.lines[0].detail, "rateLimited: wait");
  EXPECT_EQ(page.lines[1].topic, DashboardTopic::apply_error);
  EXPECT_EQ(page.lines[1].node_name, "web2");
  EXPECT_EQ(page.jobs.finished, 1U);
}

TEST(Dashboard, a_node_that_serves_something_else_is_a_warning) {
  tests::History history;
  tests::issue(tests::set_up(history))
      .add(stream_of(tests::web2), NodeChecked{Verdict::differs, "A1", "99", {}});
  const auto page = value_of(views_of(history)->dashboard().page(10));
  ASSERT_EQ(page.lines.size(), 1U);
  EXPECT_EQ(page.lines[0].topic, DashboardTopic::not_served);
  EXPECT_EQ(page.lines[0].colour, DashboardColour::yellow);
  EXPECT_EQ(page.lines[0].node, tests::web2);
}

TEST(Dashboard, orders_to_come_and_under_way_are_plain) {
  tests::History history;
  const auto first = add_service(history, 100, ExpiryStatus::valid);
  const auto second = add_service(history, 101, ExpiryStatus::valid);
  history
      .add(stream_of(tests::id<OrderId>(1)),
           OrderRequested{.service = first, .scheduled_for = tests::at(hours(1))})
      .add(stream_of(tests::id<OrderId>(2)), OrderRequested{.service = second});
  const auto page = value_of(views_of(history)->dashboard().page(10));
  ASSERT_EQ(page.lines.size(), 2U);
  EXPECT_EQ(page.lines[0].topic, DashboardTopic::order_scheduled);
  EXPECT_EQ(page.lines[1].topic, DashboardTopic::order_under_way);
  EXPECT_EQ(page.lines[1].colour, DashboardColour::plain);
}

TEST(Dashboard, lines_are_cut_nearest_expiry_first_and_counts_are_not) {
  tests::History history;
  for (std::uint8_t n = 120; n > 100; --n) add_service(history, n, ExpiryStatus::under_30);
  const auto page = value_of(views_of(history)->dashboard().page(3));
  EXPECT_EQ(count_of(page, DashboardTopic::under_30), 20U);
  ASSERT_EQ(page.lines.size(), 3U);
  EXPECT_EQ(page.lines[0].service_name, "s101");
  EXPECT_EQ(page.lines[2].service_name, "s103");
}

TEST(Dashboard, calendar_counts_by_day_and_by_month) {
  tests::History history;
  add_service(history, 1, ExpiryStatus::valid);  // 90 days and one after 2026-11-22: 2027-02-21
  add_service(history, 2, ExpiryStatus::valid);  // 2027-02-22
  history.add(stream_of(tests::id<ServiceId>(3)),
              ServiceCreated{tests::service_settings("none", "n.example")});
  const auto views = views_of(history);
  const auto days_of =
      views->dashboard().calendar(tests::at(), tests::at(days(365)), CalendarUnit::day).entries;
  ASSERT_EQ(days_of.size(), 2U);
  EXPECT_EQ(days_of[0].date, "2027-02-21");
  const auto months_of =
      views->dashboard().calendar(tests::at(), tests::at(days(365)), CalendarUnit::month).entries;
  ASSERT_EQ(months_of.size(), 1U);
  EXPECT_EQ(months_of[0].date, "2027-02");
  EXPECT_EQ(months_of[0].services, 2U);
  EXPECT_TRUE(
      views->dashboard().calendar(tests::at(), tests::at(days(91)), CalendarUnit::day).entries.empty());
}

}  // namespace
}  // namespace kigen::projections
