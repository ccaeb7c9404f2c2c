#include <gtest/gtest.h>

#include "tests/support/scenarios.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using namespace std::chrono;
using tests::value_of;
using tests::views_of;

std::uint64_t count_of(const DashboardPage& page, Topic topic) {
  return page.counts.at(static_cast<std::size_t>(topic)).services;
}

ServiceId add_service(tests::History& history, std::uint8_t n, ExpiryStatus status) {
  const auto id = tests::id<ServiceId>(n);
  history.add(stream_of(id), ServiceCreated{tests::service_settings("s" + std::to_string(n), "s.example")})
      .add(stream_of(id), GenerationRegistered{tests::generation(1, "A", days(n))})
      .add(stream_of(id), ExpiryStatusChanged{status, "A", tests::at(days(n + 90))});
  return id;
}

TEST(Dashboard, every_expiry_status_has_its_line_and_severity) {
  tests::History history;
  const std::vector<std::tuple<ExpiryStatus, Topic, Severity>> wanted{
      {ExpiryStatus::expired, Topic::expired, Severity::critical},
      {ExpiryStatus::error, Topic::expiry_error, Severity::critical},
      {ExpiryStatus::under_15, Topic::under_15, Severity::warning},
      {ExpiryStatus::under_30, Topic::under_30, Severity::warning},
      {ExpiryStatus::under_60, Topic::under_60, Severity::warning},
      {ExpiryStatus::under_90, Topic::under_90, Severity::warning},
      {ExpiryStatus::warning, Topic::expiry_warning, Severity::warning},
  };
  std::uint8_t n = 100;
  for (const auto& [status, topic, severity] : wanted) add_service(history, n++, status);
  add_service(history, n++, ExpiryStatus::valid);
  const auto page = value_of(views_of(history)->dashboard().page(tests::everything, 10));
  EXPECT_EQ(page.services, 8U);
  ASSERT_EQ(page.lines.size(), wanted.size());
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_EQ(page.lines[i].topic, std::get<1>(wanted[i]));
    EXPECT_EQ(page.lines[i].severity, std::get<2>(wanted[i]));
    EXPECT_EQ(count_of(page, std::get<1>(wanted[i])), 1U);
  }
}

TEST(Dashboard, names_the_order_and_the_node_that_are_in_error) {
  tests::History history;
  tests::apply_badly(tests::issue(tests::set_up(history)));
  const auto renewal = tests::id<OrderId>(30);
  history.add(stream_of(renewal), OrderRequested{.service = tests::shop})
      .add(stream_of(renewal), OrderErred{"rateLimited", "wait"});
  const auto page = value_of(views_of(history)->dashboard().page(tests::everything, 10));
  ASSERT_EQ(page.lines.size(), 2U);
  EXPECT_EQ(page.lines[0].topic, Topic::order_retrying);
  EXPECT_EQ(page.lines[0].order, renewal);
  EXPECT_EQ(page.lines[0].detail, "rateLimited: wait");
  EXPECT_EQ(page.lines[1].topic, Topic::apply_failed);
  EXPECT_EQ(page.lines[1].apply, tests::bad_apply);
  EXPECT_FALSE(page.lines[1].detail.empty());
  EXPECT_EQ(page.lines[1].node_name, "web2");
  EXPECT_EQ(page.jobs.finished, 1U);
}

TEST(Dashboard, a_node_that_serves_something_else_is_critical) {
  tests::History history;
  tests::issue(tests::set_up(history))
      .add(stream_of(tests::web2), NodeChecked{Verdict::differs, "A1", "99", {}});
  const auto page = value_of(views_of(history)->dashboard().page(tests::everything, 10));
  ASSERT_EQ(page.lines.size(), 1U);
  EXPECT_EQ(page.lines[0].topic, Topic::not_served);
  EXPECT_EQ(page.lines[0].severity, Severity::critical);
  EXPECT_EQ(page.lines[0].node, tests::web2);
}

TEST(Dashboard, orders_under_way_and_to_come_need_nobody) {
  tests::History history;
  const auto first = add_service(history, 100, ExpiryStatus::valid);
  const auto second = add_service(history, 101, ExpiryStatus::valid);
  history
      .add(stream_of(tests::id<OrderId>(1)),
           OrderRequested{.service = first, .scheduled_for = tests::at(hours(1))})
      .add(stream_of(tests::id<OrderId>(2)), OrderRequested{.service = second});
  const auto page = value_of(views_of(history)->dashboard().page(tests::everything, 10));
  ASSERT_EQ(page.lines.size(), 2U);
  EXPECT_EQ(page.lines[0].topic, Topic::order_under_way);
  EXPECT_EQ(page.lines[0].severity, Severity::active);
  EXPECT_EQ(page.lines[1].topic, Topic::order_scheduled);
  EXPECT_EQ(page.lines[1].severity, Severity::ok);
}

/// What a person at night looks at: the apply of one node in each state that it can be in.
TEST(Dashboard, an_apply_is_told_of_from_its_beginning_to_its_end) {
  tests::History history;
  tests::issue(tests::set_up(history));
  const auto apply = stream_of(tests::id<ApplyId>(40));
  const auto job = stream_of(tests::id<JobId>(41));
  const auto told = [&] {
    const auto page = value_of(views_of(history)->dashboard().page(tests::everything, 10));
    return page.lines.empty() ? std::pair(Severity::ok, Topic::expired)
                              : std::pair(page.lines[0].severity, page.lines[0].topic);
  };
  history.add(apply, ApplyRequested{.service = tests::shop, .node = tests::web2, .serial = "A1"});
  history.add(job, JobQueued{.kind = "apply.run", .subject = apply, .service = tests::shop});
  EXPECT_EQ(told(), std::pair(Severity::active, Topic::apply_under_way));
  history.add(job, JobStarted{}).add(apply, ApplyStarted{});
  history.add(job,
              JobRetryScheduled{.due = history.now() + hours(1), .code = "unreachable", .detail = "web2:22"});
  EXPECT_EQ(told(), std::pair(Severity::warning, Topic::apply_retrying));
  history.add(job, JobStarted{2}).add(apply, ApplyStarted{2});
  EXPECT_EQ(told(), std::pair(Severity::active, Topic::apply_under_way));
  history.add(apply, RollbackStarted{"the check found another certificate"});
  EXPECT_EQ(told(), std::pair(Severity::warning, Topic::apply_rolling_back));
  history.add(apply, ApplyStuck{"web2 is gone"});
  EXPECT_EQ(told(), std::pair(Severity::critical, Topic::apply_stuck));
}

TEST(Dashboard, an_attempt_that_fails_after_its_apply_was_cancelled_is_not_told) {
  tests::History history;
  const auto apply = stream_of(tests::id<ApplyId>(40));
  const auto job = stream_of(tests::id<JobId>(41));
  tests::issue(tests::set_up(history))
      .add(apply, ApplyRequested{.service = tests::shop, .node = tests::web2, .serial = "A1"})
      .add(job, JobQueued{.kind = "apply.run", .subject = apply, .service = tests::shop})
      .add(job, JobStarted{})
      .add(apply, ApplyCancelled{"not today"})
      .add(job,
           JobRetryScheduled{.due = history.now() + hours(1), .code = "unreachable", .detail = "web2:22"});
  EXPECT_TRUE(value_of(views_of(history)->dashboard().page(tests::everything, 10)).lines.empty());
}

TEST(Dashboard, a_node_that_was_left_out_is_told) {
  tests::History history;
  tests::issue(tests::set_up(history)).add(stream_of(tests::web2), NodeLeftOut{tests::order, 1, "A1"});
  const auto page = value_of(views_of(history)->dashboard().page(tests::everything, 10));
  ASSERT_EQ(page.lines.size(), 1U);
  EXPECT_EQ(page.lines[0].topic, Topic::left_out);
  EXPECT_EQ(page.lines[0].node, tests::web2);
}

TEST(Dashboard, counts_are_those_of_the_lists_behind_them) {
  tests::History history;
  tests::apply_badly(tests::issue(tests::set_up(history)));
  for (std::uint8_t n = 100; n < 110; ++n)
    add_service(history, n, n % 2 == 0 ? ExpiryStatus::under_30 : ExpiryStatus::expired);
  const auto views = views_of(history);
  const auto page = value_of(views->dashboard().page(tests::everything, 3));
  for (const auto& [severity, services] : page.severities)
    EXPECT_EQ(value_of(views->services().list(tests::everything, {.severity = severity, .enabled = true}, {}))
                  .total,
              services)
        << word_of(severity);
  for (const auto& [severity, topic, services] : page.counts)
    EXPECT_EQ(value_of(views->services().list(tests::everything, {.topic = topic}, {})).total, services)
        << word_of(topic);
}

TEST(Dashboard, lines_are_cut_nearest_expiry_first_and_counts_are_not) {
  tests::History history;
  for (std::uint8_t n = 120; n > 100; --n) add_service(history, n, ExpiryStatus::under_30);
  const auto page = value_of(views_of(history)->dashboard().page(tests::everything, 3));
  EXPECT_EQ(count_of(page, Topic::under_30), 20U);
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
  const auto days_of = views->dashboard()
                           .calendar(tests::everything, tests::at(), tests::at(days(365)), CalendarUnit::day)
                           .entries;
  ASSERT_EQ(days_of.size(), 2U);
  EXPECT_EQ(days_of[0].date, "2027-02-21");
  const auto months_of =
      views->dashboard()
          .calendar(tests::everything, tests::at(), tests::at(days(365)), CalendarUnit::month)
          .entries;
  ASSERT_EQ(months_of.size(), 1U);
  EXPECT_EQ(months_of[0].date, "2027-02");
  EXPECT_EQ(months_of[0].services, 2U);
  EXPECT_TRUE(views->dashboard()
                  .calendar(tests::everything, tests::at(), tests::at(days(91)), CalendarUnit::day)
                  .entries.empty());
}

}  // namespace
}  // namespace kigen::projections
