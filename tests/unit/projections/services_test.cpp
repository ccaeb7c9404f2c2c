#include <gtest/gtest.h>

#include "projections/errors.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using namespace std::chrono;
using tests::value_of;
using tests::views_of;

ServiceDetail page_of(const tests::History& history) {
  return value_of(views_of(history)->services().detail(tests::everything, tests::shop)).value;
}
ServiceRow row_of(const tests::History& history) {
  const auto page = value_of(views_of(history)->services().list(tests::everything, {}, {}));
  return page.rows.at(0);
}

TEST(Services, issued_installed_and_served_are_three_states) {
  tests::History history;
  tests::issue(tests::set_up(history));
  const auto issued = page_of(history).nodes.at(0);
  EXPECT_EQ(issued.issued_serial, "A1");
  EXPECT_FALSE(issued.installed || issued.served);

  history.add(stream_of(tests::web1), NodeInstalled{tests::good_apply, 1, "A1"});
  const auto installed = page_of(history).nodes.at(0);
  EXPECT_TRUE(installed.installed && !installed.served);

  history.add(stream_of(tests::web1), NodeChecked{Verdict::matches, "A1", "A1", {}});
  const auto served = page_of(history).nodes.at(0);
  EXPECT_TRUE(served.installed && served.served);
  EXPECT_EQ(row_of(history).nodes_served, 1U);

  history.add(stream_of(tests::shop), GenerationRegistered{tests::generation(2, "B2", days(30))});
  const auto renewed = page_of(history).nodes.at(0);
  EXPECT_FALSE(renewed.installed || renewed.served) << "what is issued has moved on";
  EXPECT_EQ(row_of(history).severity, Severity::critical);
}

TEST(Services, row_sums_the_service_up) {
  tests::History history;
  tests::apply_well(tests::issue(tests::set_up(history)));
  EXPECT_EQ(row_of(history), (ServiceRow{.id = tests::shop,
                                         .name = "shop",
                                         .common_name = "shop.example",
                                         .san_count = 1,
                                         .expiry_status = ExpiryStatus::valid,
                                         .not_after = tests::at(days(90)),
                                         .current_serial = "A1",
                                         .nodes = 2,
                                         .nodes_served = 1,
                                         .severity = Severity::unknown,
                                         .group = first_group}))
      << "nobody has looked at web2";
}

TEST(Services, an_order_is_told_by_what_became_of_its_last_attempt) {
  tests::History history;
  const auto order = tests::id<OrderId>(60);
  const auto job = stream_of(tests::job);
  tests::set_up(history)
      .add(stream_of(order), OrderRequested{.service = tests::shop, .common_name = "shop.example"})
      .add(job, JobQueued{.kind = "order.advance", .subject = stream_of(order), .service = tests::shop});
  const auto told = [&] { return std::pair(page_of(history).order_state, page_of(history).severity); };
  EXPECT_EQ(told(), std::pair(OrderState::under_way, Severity::active));
  history.add(job, JobStarted{1})
      .add(job, JobRetryScheduled{.attempt = 1, .code = "unreachable", .detail = "ca.example:443"});
  EXPECT_EQ(told(), std::pair(OrderState::retrying, Severity::warning));
  const auto page = value_of(views_of(history)->dashboard().page(tests::everything, 1));
  EXPECT_EQ(page.lines.at(0).detail, "unreachable: ca.example:443");
  history.add(job, JobStarted{2});
  EXPECT_EQ(told(), std::pair(OrderState::retrying, Severity::warning)) << "it has not got on";
  history.add(job, JobParked{.attempt = 2, .code = "unreachable"});
  EXPECT_EQ(told(), std::pair(OrderState::error, Severity::critical)) << "nothing comes without a person";
  history.add(job, JobRetriedByHand{}).add(job, JobStarted{1});
  EXPECT_EQ(told().first, OrderState::retrying);
  history.add(job, JobDeferred{.reason = "pending"});
  EXPECT_EQ(told().first, OrderState::under_way);
}

TEST(Services, newest_expiry_is_current_unless_another_is_selected) {
  tests::History history;
  tests::issue(tests::set_up(history));
  const auto stream = stream_of(tests::shop);
  const auto current = [&] { return row_of(history).current_serial; };
  history.add(stream, GenerationRegistered{tests::generation(2, "B2", days(30))});
  EXPECT_EQ(current(), "B2");
  history.add(stream, GenerationSelected{1});
  EXPECT_EQ(current(), "A1");
  EXPECT_TRUE(page_of(history).generations.at(0).current);
  history.add(stream, GenerationRemoved{1, "A1", "unused"});
  EXPECT_EQ(current(), "B2");
  history.add(stream, GenerationRemoved{2, "B2", "unused"});
  EXPECT_EQ(current(), "");
}

TEST(Services, renewal_of_a_removed_generation_is_no_longer_planned) {
  tests::History history;
  tests::issue(tests::set_up(history));
  EXPECT_TRUE(page_of(history).renewal_due);
  history.add(stream_of(tests::shop), GenerationRemoved{1, "A1", "unused"});
  EXPECT_FALSE(page_of(history).renewal_due);
}

TEST(Services, certificate_texts_are_apart_and_no_key_is_shown) {
  tests::History history;
  tests::issue(tests::set_up(history));
  const auto views = views_of(history);
  EXPECT_EQ(value_of(views->services().pem(tests::everything, tests::shop, 1)).value.leaf_pem, "leaf A1");
  EXPECT_EQ(views->services().pem(tests::everything, tests::shop, 2).error().code,
            projection_errc::not_found);
  const auto json = to_json(value_of(views->services().detail(tests::everything, tests::shop)));
  EXPECT_EQ(json.find(to_text(tests::id<KeyRef>(20))), std::string::npos);
  EXPECT_NE(json.find("\"hasKey\":true"), std::string::npos);
}

TEST(Services, csr_waits_until_a_certificate_of_its_key_arrives) {
  tests::History history;
  tests::set_up(history).add(stream_of(tests::shop), KeyRequested{});
  EXPECT_TRUE(page_of(history).key_requested);
  history.add(stream_of(tests::shop), KeyCreated{tests::id<KeyRef>(20), "CSR", "public key of A1"});
  EXPECT_FALSE(page_of(history).key_requested);
  EXPECT_EQ(page_of(history).csr.value().csr_pem, "CSR");
  history.add(stream_of(tests::shop), GenerationRegistered{tests::generation(1, "A1")});
  EXPECT_FALSE(page_of(history).csr);
}

TEST(Services, csr_for_other_names_waits_no_longer) {
  tests::History history;
  tests::set_up(history).add(stream_of(tests::shop), CsrImported{"CSR", "public key of A1"});
  history.add(stream_of(tests::shop), ServiceEdited{tests::service_settings("store", "shop.example")});
  EXPECT_TRUE(page_of(history).csr);
  history.add(stream_of(tests::shop), ServiceEdited{tests::service_settings("store", "store.example")});
  EXPECT_FALSE(page_of(history).csr);
}

TEST(Services, order_state_follows_the_open_order) {
  tests::History history;
  tests::set_up(history);
  const auto stream = stream_of(tests::order);
  const auto state = [&] { return row_of(history).order_state; };
  EXPECT_EQ(state(), OrderState::none);
  history.add(stream, OrderRequested{.service = tests::shop, .scheduled_for = history.now() + hours(1)});
  EXPECT_EQ(state(), OrderState::scheduled);
  history.add(stream, SubmissionStarted{1, "k"});
  EXPECT_EQ(state(), OrderState::under_way);
  history.add(stream, OrderErred{"serverInternal", "sorry"});
  EXPECT_EQ(state(), OrderState::retrying);
  EXPECT_EQ(row_of(history).severity, Severity::warning);
  history.add(stream, OrderSubmitted{"o", 1});
  EXPECT_EQ(state(), OrderState::under_way);
  history.add(stream, OrderFailed{"invalid", "no"});
  EXPECT_EQ(state(), OrderState::error);
  EXPECT_EQ(row_of(history).severity, Severity::critical);
  EXPECT_EQ(page_of(history).last_order.value().last_error, "invalid: no");
  history.add(stream_of(tests::shop), GenerationRegistered{tests::generation(1, "A1")});
  EXPECT_EQ(state(), OrderState::none) << "a certificate came in another way";
}

TEST(Services, only_the_newest_apply_of_a_node_counts) {
  tests::History history;
  tests::apply_badly(tests::issue(tests::set_up(history)));
  EXPECT_EQ(row_of(history).apply_state, ApplyState::failed);
  EXPECT_EQ(row_of(history).severity, Severity::warning);
  const auto again = tests::id<ApplyId>(40);
  history.add(stream_of(again), ApplyRequested{.service = tests::shop, .node = tests::web2});
  EXPECT_EQ(row_of(history).apply_state, ApplyState::running);
  history.add(stream_of(tests::bad_apply), ApplyStuck{"late"});
  EXPECT_EQ(row_of(history).apply_state, ApplyState::running);
  history.add(stream_of(again), ApplySucceeded{"A1", "A1"});
  EXPECT_EQ(row_of(history).apply_state, ApplyState::none);
}

TEST(Services, disabled_service_is_no_cause_for_alarm) {
  tests::History history;
  tests::set_up(history)
      .add(stream_of(tests::shop), ExpiryStatusChanged{ExpiryStatus::expired, "A1", tests::at()})
      .add(stream_of(tests::shop), ServiceDisabled{});
  EXPECT_EQ(row_of(history).severity, Severity::ok);
}

TEST(Services, deleted_service_is_gone_with_all_that_is_its) {
  tests::History history;
  tests::issue(tests::set_up(history)).add(stream_of(tests::shop), ServiceDeleted{});
  const auto views = views_of(history);
  EXPECT_EQ(value_of(views->services().list(tests::everything, {}, {})).total, 0U);
  EXPECT_EQ(views->services().detail(tests::everything, tests::shop).error().code,
            projection_errc::not_found);
  EXPECT_EQ(views->services().pem(tests::everything, tests::shop, 1).error().code,
            projection_errc::not_found);
}

/// Services s000 … with common names in the opposite order.
class ServiceListTest : public testing::Test {
 protected:
  static constexpr int count = 25;

  ServiceListTest() {
    for (int i = 0; i < count; ++i) {
      const auto id = tests::id<ServiceId>(static_cast<std::uint8_t>(i + 50));
      const auto number = std::to_string(100 + i);
      history_.add(stream_of(id),
                   ServiceCreated{tests::service_settings("S" + number, "n" + std::to_string(200 - i))});
      if (i % 5 == 0) history_.add(stream_of(id), ServiceDisabled{});
      if (i % 2 == 0)
        history_.add(stream_of(id), GenerationRegistered{tests::generation(1, number, days(i))});
    }
    views_ = views_of(history_);
  }

  std::vector<std::string> names(ServiceFilter filter, std::size_t limit = 7) const {
    std::vector<std::string> all;
    Paging paging{.limit = limit};
    do {
      const auto page = value_of(views_->services().list(tests::everything, filter, paging));
      for (const auto& row : page.rows) all.push_back(row.name);
      EXPECT_LE(page.rows.size(), limit);
      paging.cursor = page.next;
    } while (paging.cursor);
    return all;
  }

  tests::History history_;
  std::unique_ptr<Views> views_;
};

TEST_F(ServiceListTest, pages_meet_without_gap_in_every_order) {
  for (const auto sort : {ServiceSort::name, ServiceSort::common_name, ServiceSort::not_after}) {
    auto up = names({.sort = sort});
    const auto down = names({.sort = sort, .descending = true});
    ASSERT_EQ(up.size(), std::size_t{count});
    std::ranges::reverse(up);
    EXPECT_EQ(up, down);
  }
  EXPECT_EQ(names({.sort = ServiceSort::name}).front(), "S100");
  EXPECT_EQ(names({.sort = ServiceSort::common_name}).front(), "S124");
  EXPECT_EQ(names({.sort = ServiceSort::not_after}).front(), "S100");
}

TEST_F(ServiceListTest, search_finds_parts_of_name_common_name_and_sans_in_either_case) {
  EXPECT_EQ(names({.search = "s10"}).size(), 10U);
  EXPECT_EQ(names({.search = "N199"}), std::vector<std::string>{"S101"});
  EXPECT_EQ(names({.search = "www.n198"}), std::vector<std::string>{"S102"});
  EXPECT_TRUE(names({.search = "nothing like it"}).empty());
}

TEST_F(ServiceListTest, filters_hold_together) {
  EXPECT_EQ(names({.enabled = false}).size(), 5U);
  EXPECT_EQ(names({.search = "s10", .enabled = false}).size(), 2U);
  EXPECT_EQ(names({.expires_from = tests::at(days(94)), .expires_before = tests::at(days(98))}),
            (std::vector<std::string>{"S104", "S106"}));
  EXPECT_TRUE(names({.severity = Severity::critical}).empty());
}

TEST_F(ServiceListTest, total_counts_all_pages) {
  EXPECT_EQ(value_of(views_->services().list(tests::everything, {}, {.limit = 3})).total, 25U);
  EXPECT_EQ(value_of(views_->services().list(tests::everything, {.search = "s10"}, {.limit = 3})).total, 10U);
}

TEST_F(ServiceListTest, foreign_cursor_is_refused) {
  for (const auto* const cursor : {"x", "00", "zz"})
    EXPECT_EQ(views_->services().list(tests::everything, {}, {.cursor = cursor}).error().code,
              projection_errc::bad_cursor);
}

}  // namespace
}  // namespace kigen::projections
