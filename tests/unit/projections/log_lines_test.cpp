// What the log says. With KIGEN_WRITE_GOLDEN=1 in the environment, missing golden histories are written
// (those that are there never change), and their lines and the page about the messages are made anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "projections/log_lines/format.hpp"
#include "projections/log_lines/messages.hpp"
#include "projections/views.hpp"
#include "tests/support/everything.hpp"
#include "tests/support/message_page.hpp"
#include "tests/support/places.hpp"
#include "tests/support/scenarios.hpp"

namespace kigen::projections {
namespace {

namespace fs = std::filesystem;
using events::Record;
using ::testing::ElementsAre;

const fs::path source = tests::source_folder();
const fs::path histories = source / "tests/golden/histories";

bool writing() { return std::getenv("KIGEN_WRITE_GOLDEN") != nullptr; }

std::string content(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::unique_ptr<Views> views_over(const std::vector<Record>& records) {
  auto views = Views::in_memory();
  EXPECT_TRUE(views);
  const auto folded = (*views)->fold(records);
  EXPECT_TRUE(folded) << describe(folded.error());
  return std::move(*views);
}

std::string text_of(const Views& views, LogFilter filter) {
  filter.newest_first = false;
  std::string text;
  Paging paging{.limit = 7};
  do {
    const auto page = views.log_lines().lines(tests::sees_everything, filter, paging);
    EXPECT_TRUE(page) << describe(page.error());
    for (const auto& row : page->rows) text += to_text(row) + "\n";
    paging.cursor = page->next;
  } while (paging.cursor);
  return text;
}

std::vector<Record> read_history(const std::string& name) {
  std::vector<Record> records;
  std::ifstream in(histories / (name + ".jsonl"), std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    auto record = events::decode_record(line);
    EXPECT_TRUE(record) << line;
    records.push_back(*std::move(record));
  }
  return records;
}

void write_history(const std::string& name, const tests::History& history) {
  if (fs::exists(histories / (name + ".jsonl"))) return;
  std::ofstream out(histories / (name + ".jsonl"), std::ios::binary);
  for (const auto& record : history.records()) out << encode_record(record) << "\n";
}

void expect_content(const fs::path& path, const std::string& wanted) {
  if (writing()) std::ofstream(path, std::ios::binary) << wanted;
  EXPECT_EQ(content(path), wanted) << "run this test with KIGEN_WRITE_GOLDEN=1, look at the change, commit "
                                   << path;
}

TEST(LogLines, golden_history_says_the_same_for_ever) {
  if (writing()) write_history("whole_story", tests::whole_story());
  const auto records = read_history("whole_story");
  ASSERT_FALSE(records.empty()) << "run this test with KIGEN_WRITE_GOLDEN=1 and commit the files";
  const auto views = views_over(records);
  expect_content(histories / "whole_story.en.log", text_of(*views, {.language = Language::en}));
  expect_content(histories / "whole_story.ja.log", text_of(*views, {.language = Language::ja}));
}

TEST(LogLines, company_is_00000_until_it_is_named) {
  tests::History history;
  history.add(events::system_stream, events::SystemStarted{"1.2", false})
      .add(events::company_stream, events::CompanyNamed{"K"});
  EXPECT_EQ(text_of(*views_over(history.records()), {}),
            "2026-11-22 00:00:00.000 system <I0000> 00000 Kigen 1.2 has started.\n"
            "2026-11-22 00:00:01.500 company <I3400> 00001 The company is named K.\n");
}

TEST(LogLines, a_service_has_its_own_log_and_says_when_there_is_none) {
  tests::History history;
  tests::set_up(history);
  const auto views = views_over(history.records());
  const auto text = text_of(*views, {.service = tests::shop});
  EXPECT_NE(text.find("<I3100> 00001 Node shop:web1 was created [site Tokyo]."), std::string::npos) << text;
  EXPECT_EQ(text.find("Kigen Demo"), std::string::npos) << text;

  const auto none = views->log_lines().lines(
      tests::sees_everything, {.service = tests::id<ServiceId>(99), .language = Language::ja}, {});
  EXPECT_TRUE(none->rows.empty());
  EXPECT_EQ(none->notice, "ログはまだありません。");
  EXPECT_EQ(views->log_lines().lines(tests::sees_everything, {.search = "never said"}, {})->notice, "");
}

TEST(LogLines, a_check_that_sees_nothing_new_is_told_by_its_beginning_and_end) {
  const auto told = [](std::int32_t priority) {
    tests::History history;
    tests::set_up(history);
    history
        .add(stream_of(tests::job), events::JobQueued{.kind = "node.check",
                                                      .pool = "check",
                                                      .key = "k",
                                                      .subject = stream_of(tests::web1),
                                                      .priority = priority})
        .add(stream_of(tests::job), events::JobStarted{})
        .add(stream_of(tests::job), events::JobSucceeded{});
    std::vector<std::string> messages;
    const auto views = views_over(history.records());
    for (const auto& row :
         views->log_lines().lines(tests::sees_everything, {.newest_first = false}, {.limit = 100})->rows)
      if (row.module == "check" || row.module == "periodic") messages.push_back(row.message);
    return messages;
  };
  const std::string begins = "Check of web1 begins [127.0.0.2:443].";
  const std::string ends = "Check of web1 ends [127.0.0.2:443].";
  EXPECT_THAT(told(10), ElementsAre(begins, ends));
  EXPECT_THAT(told(0), ElementsAre("The scheduled check of web1 begins (shop).", begins, ends,
                                   "The scheduled check of web1 ends (shop)."));
}

TEST(LogLines, an_access_that_allows_what_is_outdated_is_warned_of) {
  tests::History history;
  history.add(stream_of(tests::ssh_access), events::AccessCreated{{.name = "old"}})
      .add(stream_of(tests::ssh_access),
           events::AccessEdited{{"old", events::SshAccess{.algorithms = events::SshAlgorithms::legacy}}});
  std::vector<std::string> messages;
  const auto views = views_over(history.records());
  for (const auto& row :
       views->log_lines()
           .lines(tests::sees_everything, {.min_severity = LogLevel::warning, .newest_first = false},
                  {.limit = 100})
           ->rows)
    messages.push_back(row.message);
  EXPECT_EQ(messages,
            std::vector<std::string>{
                "Access old allows outdated SSH algorithms; update its host and allow them no longer."});
}

TEST(LogLines, severity_search_and_range_filter) {
  const auto story = tests::whole_story();
  const auto views = views_over(story.records());
  const auto lines = [&](LogFilter filter) {
    return views->log_lines().lines(tests::sees_everything, filter, {.limit = 1'000})->rows;
  };
  for (const auto& row : lines({.min_severity = LogLevel::warning})) EXPECT_NE(row.severity, LogLevel::info);
  for (const auto& row : lines({.min_severity = LogLevel::error})) EXPECT_EQ(row.severity, LogLevel::error);
  EXPECT_EQ(lines({.min_severity = LogLevel::error}).size(),
            std::ranges::count(lines({}), LogLevel::error, &LogRow::severity));
  ASSERT_EQ(lines({.search = "RATELIMITED"}).size(), 1U);
  EXPECT_EQ(lines({.search = "RATELIMITED"}).front().number, 2199);
  ASSERT_EQ(lines({.from = 4, .to = 6}).size(), 2U);
  EXPECT_EQ(lines({.from = 4, .to = 6}).front().number, 3401) << "newest first";
  EXPECT_TRUE(lines({.from = 6, .to = 4}).empty());
}

TEST(LogLines, a_foreign_cursor_is_refused) {
  const auto views = views_over({});
  for (const auto* const cursor : {"zz", "0", "00"})
    EXPECT_EQ(views->log_lines().lines(tests::sees_everything, {}, {.cursor = cursor}).error().code,
              projection_errc::bad_cursor)
        << cursor;
}

TEST(LogLines, values_cannot_forge_a_line) {
  const Line line =
      make_line(3400, {{"name", "K\n2026-11-22 00:00:00.000 system <I0099> 00001 Kigen has ended."}});
  EXPECT_EQ(render(line, Language::en).find('\n'), std::string::npos);
}

TEST(LogLines, show_what_a_value_hides) {
  const auto line = make_line(3400, {{"name", "K\u202E\x1b[2J\u200B"}});
  EXPECT_TRUE(render(line, Language::en).contains("K<U+202E><U+001B>[2J<U+200B>"))
      << render(line, Language::en);
}

/// Rows of views that an earlier version made may hold anything.
TEST(LogLines, no_export_carries_what_is_obeyed) {
  LogRow row{.module = "order", .company = "00001", .message = "a\u202E\u009b"};
  EXPECT_TRUE(to_csv(row).contains("a<U+202E><U+009B>")) << to_csv(row);
  EXPECT_TRUE(to_json_line(row).contains("a\\u202e\\u009b")) << to_json_line(row);
  EXPECT_TRUE(to_text(row).contains("a<U+202E><U+009B>")) << to_text(row);
}

TEST(LogLines, no_cell_is_a_formula) {
  LogRow row{.module = "order", .company = "00001"};
  for (const auto* const text :
       {"=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"}) {
    row.message = text;
    EXPECT_TRUE(to_csv(row).contains(",\"'")) << text;
  }
  row.message = "1=1";
  EXPECT_FALSE(to_csv(row).contains('\''));
}

TEST(LogLines, of_text_are_headed_by_their_zone) {
  EXPECT_EQ(text_header(Language::en), "# Times are UTC+00:00.\n");
  EXPECT_EQ(text_header(Language::ja), "# 時刻は UTC+00:00 です。\n");
}

TEST(LogLines, formats) {
  const LogRow row{.position = 5,
                   .time = tests::at(std::chrono::milliseconds(1'234)),
                   .module = "order",
                   .number = 23,
                   .severity = LogLevel::error,
                   .company = "00001",
                   .message = "=say \"hi\""};
  EXPECT_EQ(to_text(row, std::chrono::hours(9)), "2026-11-22 09:00:01.234 order <E0023> 00001 =say \"hi\"");
  EXPECT_EQ(to_csv(row),
            "2026-11-22T00:00:01.234000Z,5,\"order\",error,0023,00001,,\"'=say \"\"hi\"\"\"\r\n");
  EXPECT_EQ(
      to_json_line(row),
      R"({"position":5,"index":0,"time":"2026-11-22T00:00:01.234000Z","module":"order","number":23,)"
      R"("severity":"error","company":"00001","service":null,"parameters":[],"message":"=say \"hi\""})");
}

TEST(Messages, brackets_without_content_are_left_out) {
  EXPECT_EQ(render(make_line(1850, {{"node", "web1"}, {"detail", "h:22"}}), Language::en),
            "web1: connected [h:22].");
  EXPECT_EQ(render(make_line(1850, {{"node", "web1"}}), Language::en), "web1: connected.");
  EXPECT_EQ(render(make_line(1850, {{"node", "web1"}}), Language::ja), "web1：接続しました。");
}

TEST(Messages, an_unknown_number_is_said_as_unspecific) {
  EXPECT_EQ(render(make_line(9'999, {{"detail", "x"}}), Language::en),
            "Something unexpected went wrong [x].");
}

TEST(Messages, table_is_in_order_and_says_only_what_it_declares) {
  const auto all = all_messages();
  EXPECT_TRUE(std::ranges::is_sorted(all, {}, &Message::number));
  for (const auto& message : all)
    for (const auto wording : {message.en, message.ja})
      for (auto at = wording.find('{'); at != wording.npos; at = wording.find('{', at + 1)) {
        const auto name = wording.substr(at + 1, wording.find('}', at) - at - 1);
        const auto names = "," + std::string(message.parameters) + ",";
        EXPECT_NE(names.find("," + std::string(name) + ","), names.npos) << message.number << ": " << wording;
      }
}

TEST(Messages, each_form_of_a_number_is_there_once) {
  std::set<std::pair<std::uint16_t, std::string_view>> seen;
  for (const auto& message : all_messages())
    EXPECT_TRUE(seen.emplace(message.number, message.form).second) << message.number << ' ' << message.en;
}

TEST(Messages, a_kept_thing_is_told_of_in_its_own_words) {
  events::KeptThings::for_each([]<class S>() {
    if constexpr (S::kept.first_line != 0)
      EXPECT_EQ(render(make_line(S::kept.first_line, {{"name", "one"}}), Language::en),
                std::string(S::kept.en) + " one was created.");
  });
}

TEST(Messages, page_is_current) {
  expect_content(source / "docs/formats/messages.md", tests::message_page());
}

}  // namespace
}  // namespace kigen::projections
