// What somebody sees who is in some user groups. That this is all of theirs and nothing else, in any history,
// tests/property/scope_test.cpp looks at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/log/memory_log.hpp"
#include "projections/log_lines/messages.hpp"
#include "projections/replay.hpp"
#include "tests/support/run.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using std::chrono::days;
using testing::ElementsAre;
using testing::HasSubstr;
using tests::views_of;

const auto bank = tests::id<ServiceId>(50);
const auto bank_node = tests::id<NodeId>(51);
const auto bank_order = tests::id<OrderId>(52);
const auto bank_job = tests::id<JobId>(53);
const auto money = tests::id<UserGroupId>(60);
const auto nobodys = tests::id<UserGroupId>(61);

const auto samples = Scope::of({first_group});
const auto moneys = Scope::of({money});

ServiceSettings settings(std::string name, UserGroupId group) {
  auto made = tests::service_settings(name, name + ".example");
  made.group = group;
  return made;
}

/// The shop is in the first group with all of its story, the bank in another one.
tests::History two_groups() {
  tests::History history;
  tests::set_up(history);
  tests::issue(history);
  tests::apply_well(history);
  history.add(stream_of(bank), ServiceCreated{settings("bank", money)})
      .add(stream_of(bank_node), NodeCreated{bank, tests::node_settings("vault")})
      .add(stream_of(bank_order), OrderRequested{.service = bank, .common_name = "bank.example"})
      .add(stream_of(bank_job),
           JobQueued{.kind = "order.advance", .pool = "ca", .key = "ca-1", .subject = stream_of(bank_order)})
      .add(stream_of(bank_job), JobSucceeded{})
      .add(system_stream, ConsequenceDeclined{"order.request", "order_open", "bank", stream_of(bank_order)});
  return history;
}

tests::History moved() {
  auto history = two_groups();
  history.add(stream_of(bank), ServiceEdited{settings("bank", first_group)});
  return history;
}

std::vector<std::string> names(const Page<ServiceRow>& page) {
  std::vector<std::string> found;
  for (const auto& row : page.rows) found.push_back(row.name);
  return found;
}

std::string log_of(const Views& views, const Scope& scope, LogFilter filter = {}) {
  std::string text;
  const auto page = tests::value_of(views.log_lines().lines({scope, true}, filter, {.limit = 1'000}));
  for (const auto& row : page.rows) text += row.message + '\n';
  return text + page.notice;
}

std::vector<std::string> types_seen(const Views& views, const Scope& scope, const tests::History& history,
                                    const std::string& aggregate) {
  std::vector<std::string> types;
  for (const auto& record : tests::value_of(views.sight().seen_by({scope, true}, history.records())))
    if (aggregate_of(record.stream) == aggregate) types.push_back(record.type);
  return types;
}

TEST(Scopes, a_group_sees_its_services_and_their_number) {
  const auto views = views_of(two_groups());
  const auto seen = [&](const Scope& scope) { return *views->services().list(scope, {}, {}); };
  EXPECT_THAT(names(seen(samples)), ElementsAre("shop"));
  EXPECT_EQ(seen(samples).total, 1U);
  EXPECT_THAT(names(seen(moneys)), ElementsAre("bank"));
  EXPECT_THAT(names(seen(Scope::of({first_group, money, nobodys}))), ElementsAre("bank", "shop"));
  EXPECT_EQ(seen(Scope::of({nobodys})).total, 0U);
  EXPECT_EQ(seen(Scope::of({})).total, 0U);
}

TEST(Scopes, a_list_of_one_group_shows_no_more_than_the_scope_does) {
  const auto views = views_of(two_groups());
  const auto of_money = [&](const Scope& scope) {
    return names(*views->services().list(scope, {.group = money}, {}));
  };
  EXPECT_THAT(of_money(tests::everything), ElementsAre("bank"));
  EXPECT_THAT(of_money(moneys), ElementsAre("bank"));
  EXPECT_THAT(of_money(samples), ElementsAre());
  EXPECT_EQ(views->services().list(moneys, {}, {})->rows.front().group, money);
}

TEST(Scopes, a_search_finds_nothing_that_is_outside) {
  const auto views = views_of(two_groups());
  EXPECT_EQ(views->services().list(samples, {.search = "example"}, {})->total, 1U);
  EXPECT_EQ(views->services().list(samples, {.search = "bank"}, {})->total, 0U);
  EXPECT_EQ(log_of(*views, samples, {.search = "bank"}), "");
  EXPECT_NE(log_of(*views, moneys, {.search = "bank"}), "");
}

TEST(Scopes, what_is_outside_is_told_of_in_the_words_for_what_is_not_there) {
  const auto views = views_of(two_groups());
  const auto told = [](const auto& answer) {
    EXPECT_EQ(answer.error().code, projection_errc::not_found);
    return answer.error().detail;
  };
  const auto never = tests::id<ServiceId>(99);
  EXPECT_EQ(told(views->services().detail(samples, bank)), "service " + to_text(bank));
  EXPECT_EQ(told(views->services().detail(samples, never)), "service " + to_text(never));
  EXPECT_EQ(told(views->nodes().detail(samples, bank_node)), "node " + to_text(bank_node));
  EXPECT_EQ(told(views->orders().detail(samples, bank_order, Language::en)), "order " + to_text(bank_order));
  EXPECT_EQ(told(views->jobs().detail(samples, bank_job)), "job " + to_text(bank_job));
  EXPECT_EQ(told(views->services().pem(moneys, tests::shop, 1)), "slot 1 of service " + to_text(tests::shop));
  EXPECT_EQ(log_of(*views, samples, {.service = bank}), log_of(*views, samples, {.service = never}));
  for (const auto service : {bank, never})
    EXPECT_EQ(views->log_lines().lines({samples, true}, {.service = service}, {.cursor = "?"}).error().code,
              projection_errc::bad_cursor);
}

TEST(Scopes, what_is_the_installations_is_everybodys) {
  const auto views = views_of(two_groups());
  EXPECT_THAT(log_of(*views, Scope::of({})), HasSubstr("The company is named Kigen Demo."));
  EXPECT_THAT(types_seen(*views, Scope::of({}), two_groups(), "ca_account"),
              ElementsAre("ca_account.created", "ca_account.registered"));
}

TEST(Scopes, the_dashboard_counts_what_is_inside) {
  auto history = two_groups();
  history.add(stream_of(bank), ExpiryStatusChanged{ExpiryStatus::expired, "A1", tests::at()});
  const auto views = views_of(history);
  const auto page = *views->dashboard().page(samples, 10);
  EXPECT_EQ(page.services, 1U);
  EXPECT_TRUE(std::ranges::all_of(page.lines, [](const auto& line) { return line.service == tests::shop; }));
  EXPECT_EQ(page.counts.front().services, 0U);
  EXPECT_EQ(page.jobs.finished, 1U);
  const auto theirs = *views->dashboard().page(moneys, 10);
  EXPECT_EQ(theirs.counts.front().services, 1U);
  EXPECT_EQ(theirs.lines.front().service, bank);
  EXPECT_EQ(theirs.jobs.finished, 1U);
  EXPECT_EQ(views->dashboard().page(tests::everything, 10)->jobs.finished, 2U);
  const auto days_of = [&](const Scope& scope) {
    return views->dashboard().calendar(scope, tests::at(), tests::at(days(365)), CalendarUnit::day).entries;
  };
  EXPECT_EQ(days_of(samples).size(), 1U);
  EXPECT_TRUE(days_of(moneys).empty());
}

TEST(Scopes, a_service_that_moves_takes_all_that_is_its_along) {
  const auto history = moved();
  const auto views = views_of(history);
  EXPECT_THAT(names(*views->services().list(samples, {}, {})), ElementsAre("bank", "shop"));
  EXPECT_TRUE(views->nodes().detail(samples, bank_node));
  EXPECT_EQ(views->orders().list(samples, {})->rows.size(), 2U);
  EXPECT_EQ(views->jobs().counts(samples).value.finished, 2U);
  EXPECT_THAT(log_of(*views, samples), HasSubstr("bank"));
  EXPECT_THAT(types_seen(*views, samples, history, "order").size(), 8U) << "those before it came as well";

  EXPECT_EQ(views->services().list(moneys, {}, {})->total, 0U);
  EXPECT_TRUE(views->orders().list(moneys, {})->rows.empty());
  EXPECT_EQ(views->jobs().counts(moneys).value.finished, 0U);
  EXPECT_EQ(log_of(*views, moneys).find("bank"), std::string::npos);
  EXPECT_TRUE(types_seen(*views, moneys, history, "service").empty());
}

TEST(Scopes, a_deleted_service_stays_where_it_was_last) {
  auto history = moved();
  history.add(stream_of(bank_node), NodeDeleted{}).add(stream_of(bank), ServiceDeleted{});
  const auto views = views_of(history);
  EXPECT_EQ(views->services().detail(samples, bank).error().code, projection_errc::not_found);
  EXPECT_TRUE(views->orders().detail(samples, bank_order, Language::en));
  EXPECT_THAT(log_of(*views, samples), HasSubstr("bank"));
  EXPECT_THAT(types_seen(*views, samples, history, "node"), testing::Contains("node.deleted"));
  EXPECT_EQ(log_of(*views, moneys).find("bank"), std::string::npos);
  EXPECT_FALSE(views->orders().detail(moneys, bank_order, Language::en));
}

TEST(Scopes, what_is_kept_of_an_ended_job_tells_whose_its_events_are) {
  const auto views = views_of(two_groups());
  EXPECT_THAT(types_seen(*views, moneys, two_groups(), "job"), ElementsAre("job.queued", "job.succeeded"));
  EXPECT_EQ(types_seen(*views, samples, two_groups(), "job").size(), 5U);
}

TEST(Scopes, a_consequence_that_was_declined_is_theirs_whom_it_is_about) {
  const auto history = two_groups();
  const auto views = views_of(history);
  const auto declined = std::string(ConsequenceDeclined::type.name);
  EXPECT_THAT(types_seen(*views, moneys, history, "system"), testing::Contains(declined));
  EXPECT_THAT(types_seen(*views, samples, history, "system"), ElementsAre("system.started"));
  EXPECT_THAT(log_of(*views, moneys), HasSubstr("order.request was due and was declined"));
  EXPECT_EQ(log_of(*views, samples).find("declined"), std::string::npos);
}

TEST(Scopes, a_consequence_of_which_nobody_knows_what_it_is_about_is_for_those_who_see_everything) {
  tests::History history;
  history.add(system_stream, ConsequenceDeclined{"order.request", "order_open", "bank"});
  const auto views = views_of(history);
  EXPECT_EQ(log_of(*views, samples), "");
  EXPECT_THAT(log_of(*views, tests::everything), HasSubstr("bank"));
  EXPECT_TRUE(types_seen(*views, samples, history, "system").empty());
  EXPECT_EQ(types_seen(*views, tests::everything, history, "system").size(), 1U);
}

TEST(Scopes, what_the_views_do_not_show_yet_is_nobodys) {
  const auto history = two_groups();
  const auto views = *Views::in_memory();
  ASSERT_TRUE(views->fold(std::span(history.records()).first(5)));
  const auto seen = [&](const Scope& scope) {
    return views->sight().seen_by({scope, true}, history.records())->size();
  };
  EXPECT_EQ(seen(samples), 5U);
  EXPECT_EQ(seen(tests::everything), history.end());
}

TEST(Scopes, a_cursor_of_one_scope_goes_on_at_its_place_in_another) {
  auto history = two_groups();
  for (std::uint8_t n = 70; n < 76; ++n) {
    const auto service = tests::id<ServiceId>(n);
    const auto group = n % 2 == 0 ? first_group : money;
    history.add(stream_of(service), ServiceCreated{settings("s" + std::to_string(n), group)})
        .add(stream_of(tests::id<OrderId>(n)), OrderRequested{.service = service});
  }
  const auto views = views_of(history);
  const auto services_at = views->services().list(moneys, {}, {.limit = 2})->next;
  EXPECT_THAT(names(*views->services().list(samples, {}, {.cursor = services_at})),
              ElementsAre("s72", "s74", "shop"));
  const auto orders_at = views->orders().list(moneys, {.limit = 2})->next;
  const auto rest = views->orders().list(samples, {.cursor = orders_at})->rows;
  ASSERT_EQ(rest.size(), 3U);
  EXPECT_EQ(rest.front().service_name, "s72");
  const auto lines_at = views->log_lines().lines({moneys, true}, {}, {.limit = 2})->next;
  for (const auto& row : views->log_lines().lines({samples, true}, {}, {.cursor = lines_at})->rows)
    EXPECT_NE(row.service, std::optional(bank));
}

TEST(Scopes, a_page_that_ends_at_the_last_that_is_inside_says_so) {
  auto history = two_groups();
  history.add(stream_of(tests::id<OrderId>(80)), OrderRequested{.service = bank});
  const auto views = views_of(history);
  EXPECT_FALSE(views->orders().list(samples, {.limit = 1})->next);
  EXPECT_TRUE(views->orders().list(moneys, {.limit = 1})->next);
  EXPECT_FALSE(views->orders().list(moneys, {.limit = 2})->next);
}

TEST(Scopes, of_many_services_the_lists_are_as_those_of_few) {
  auto history = two_groups();
  for (int n = 0; n < 101; ++n) {
    ServiceId service;
    OrderId order;
    service.value.bytes = order.value.bytes = {0x01, 0x9b, static_cast<std::uint8_t>(n)};
    history.add(stream_of(service), ServiceCreated{settings("s", money)})
        .add(stream_of(order), OrderRequested{.service = service})
        .add(stream_of(tests::id<JobId>(static_cast<std::uint8_t>(100 + n))),
             JobQueued{.kind = "order.advance", .pool = "ca", .subject = stream_of(order)});
  }
  const auto views = views_of(history);
  const Paging all{.limit = 1'000};
  EXPECT_EQ(views->orders().list(moneys, all)->rows.size(), 102U);
  EXPECT_EQ(views->orders().open(moneys, all)->rows.size(), 102U);
  EXPECT_EQ(views->jobs().list(moneys, {}, all)->rows.size(), 102U);
  EXPECT_EQ(views->jobs().counts(moneys).value.waiting, 101U);
  EXPECT_EQ(views->orders().list(samples, all)->rows.size(), 1U);
  EXPECT_EQ(log_of(*views, samples).find("bank"), std::string::npos);
  EXPECT_THAT(log_of(*views, moneys), HasSubstr("bank"));
}

TEST(Scopes, survive_a_restart) {
  const tests::TempFolder folder;
  const auto history = moved();
  ASSERT_TRUE((*Views::open(folder.path()))->fold(history.records()));
  const auto views = *Views::open(folder.path());
  EXPECT_THAT(names(*views->services().list(samples, {}, {})), ElementsAre("bank", "shop"));
  EXPECT_TRUE(views->orders().detail(samples, bank_order, Language::en));
  EXPECT_EQ(views->jobs().counts(samples).value.finished, 2U);
  EXPECT_EQ(views->jobs().counts(moneys).value.finished, 0U);
}

TEST(Scopes, the_past_is_theirs_whose_the_service_is_now) {
  MemoryLog log;
  const auto history = moved();
  for (const auto& record : history.records()) {
    const AppendRequest request{
        .streams = {{record.stream, record.version - 1, {{record.type, record.schema, record.payload}}}},
        .meta = {.time = record.meta.time}};
    ASSERT_TRUE(tests::run(log.append(request)));
  }
  const auto now = views_of(history);
  const auto then = tests::value_of(tests::run(fold_to(log, history.end() - 1, now->owners())));
  EXPECT_THAT(names(*then->services().list(samples, {}, {})), ElementsAre("bank", "shop"));
  EXPECT_EQ(then->services().list(moneys, {}, {})->total, 0U);
  EXPECT_TRUE(then->orders().detail(samples, bank_order, Language::en));
  EXPECT_FALSE(then->services().detail(moneys, bank));
  EXPECT_EQ(then->services().detail(samples, bank)->value.settings.group, money) << "as it was then";
}

TEST(Scopes, a_move_is_counted_once_it_was_otherwise_seen) {
  const auto views = views_of(two_groups());
  EXPECT_EQ(views->moves(), 0U);
  const auto history = moved();
  ASSERT_TRUE(views->fold(std::span(history.records()).last(1)));
  EXPECT_EQ(views->moves(), 1U);
  EXPECT_EQ(views->services().list(moneys, {}, {})->total, 0U);
  EXPECT_EQ(views->services().list(samples, {}, {})->total, 2U);
}

TEST(Scopes, of_a_user_group_its_people_and_admins_are_told) {
  const Whose about_money{Whose::Kind::user_group, money};
  EXPECT_TRUE(holds({moneys, false}, about_money));
  EXPECT_FALSE(holds({samples, false}, about_money));
  EXPECT_TRUE(holds({samples, true}, about_money));
  EXPECT_FALSE(is_for({samples, false}, about_money, stream_of(money)));
  EXPECT_FALSE(seen_by({samples, false}, about_money, make_line(3400), Language::en));
}

}  // namespace
}  // namespace kigen::projections
