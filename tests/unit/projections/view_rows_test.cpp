// With KIGEN_WRITE_GOLDEN=1 in the environment, the golden rows of views that are of another generation are
// written anew.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "orchestrator/pki/digest.hpp"
#include "projections/errors.hpp"
#include "projections/progress.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using orchestrator::pki::sha256_hex;
using tests::rows_of;
using tests::value_of;

std::string view_of(std::string_view key) { return std::string(key.substr(0, key.find('/'))); }

/// What each view's rows were after each record of the story, as a hash.
std::map<std::string, std::string> row_hashes() {
  std::map<std::string, std::string> hashes;
  const auto views = value_of(Views::in_memory());
  for (const auto& record : tests::whole_story().records()) {
    EXPECT_TRUE(views->fold(std::vector{record}));
    std::map<std::string, std::string> rows;
    for (const auto& [key, bytes] : rows_of(*views))
      rows[view_of(key)] += sha256_hex(key) + sha256_hex(bytes);
    for (const auto& [view, all] : rows) hashes[view] = sha256_hex(hashes[view] + all);
  }
  return hashes;
}

const auto golden = std::filesystem::path(KIGEN_SOURCE_DIR) / "tests/golden/views/rows.txt";

/// A view's line: its name, a hash of its generation, a hash of its rows.
struct Line {
  std::string generation = {};
  std::string rows = {};
};
using Lines = std::map<std::string, Line>;

Lines lines_now() {
  const auto views = value_of(Views::in_memory());
  const auto hashes = row_hashes();
  Lines lines;
  for (const auto& [view, generation] : views->generations())
    lines[view] = {sha256_hex(generation).substr(0, 16), hashes.contains(view) ? hashes.at(view) : "none"};
  return lines;
}

Lines lines_stored() {
  Lines lines;
  std::ifstream file(golden);
  for (std::string view, generation, rows; file >> view >> generation >> rows;)
    lines[view] = {generation, rows};
  return lines;
}

void write_golden(const Lines& lines) {
  std::filesystem::create_directories(golden.parent_path());
  std::ofstream file(golden);
  for (const auto& [view, line] : lines) file << view << ' ' << line.generation << ' ' << line.rows << '\n';
}

TEST(ViewRows, other_rows_of_the_same_events_have_another_generation) {
  const auto wanted = lines_now();
  auto stored = lines_stored();
  const bool may_write = std::getenv("KIGEN_WRITE_GOLDEN") != nullptr;
  for (const auto& [view, line] : wanted)
    if (may_write && stored[view].generation != line.generation) stored[view] = line;
  if (may_write) {
    std::erase_if(stored, [&](const auto& known) { return !wanted.contains(known.first); });
    write_golden(stored);
  }
  for (const auto& [view, line] : wanted)
    EXPECT_EQ(stored[view].rows + " of " + stored[view].generation, line.rows + " of " + line.generation)
        << "the view \"" << view << "\" keeps other rows than before (or the story is another): if its "
        << "generation is the same, raise its number; then run this test with KIGEN_WRITE_GOLDEN=1 and "
           "commit "
        << golden;
  EXPECT_EQ(stored.size(), wanted.size()) << "a view that is no more";
}

using Rows = std::map<std::string, std::string>;

/// Views on disk that have folded the whole story.
class Rebuild : public testing::Test {
 protected:
  static std::vector<std::string> names() {
    std::vector<std::string> all;
    for (const auto& [name, generation] : value_of(Views::in_memory())->generations()) all.push_back(name);
    return all;
  }
  std::unique_ptr<Views> open() { return value_of(Views::open(path_)); }
  void SetUp() override { ASSERT_TRUE(open()->fold(story_.records())); }
  void written_by_another(const std::string& view) { tests::write_as_another(path_, view, story_.end()); }
  /// Makes a row of a view unlike any that the log would give.
  void mark(const std::string& view) {
    auto store = value_of(Store::open(path_, "parts 1"));
    Batch batch;
    batch.put({view, "/marked"}, "kept");
    ASSERT_TRUE(store->commit(batch, store->position(), [] {}));
  }
  Rows marked() {
    Rows marks;
    for (const auto& [key, bytes] : rows_of(*open()))
      if (key.ends_with("/marked")) marks.emplace(view_of(key), bytes);
    return marks;
  }
  Result<> follow(Views& views, std::size_t count) {
    const std::span<const events::Record> rest = std::span(story_.records()).subspan(views.position());
    return views.fold(rest.first(std::min(count, rest.size())));
  }

  const tests::TempFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "views";
  const tests::History story_ = tests::whole_story();
  const std::vector<std::string> names_ = names();
  const Rows whole_ = rows_of(*tests::views_of(story_));
  const std::string dashboard_ =
      events::to_json(tests::views_of(story_)->dashboard().page(tests::everything, 10).value());
};

TEST_F(Rebuild, of_one_view_leaves_the_others_as_they_are) {
  for (const auto& view : names_) mark(view);
  written_by_another("node");
  auto left = marked();
  EXPECT_FALSE(left.contains("node"));
  EXPECT_FALSE(left.contains("basis")) << "what the view is folded from begins where it does";
  EXPECT_EQ(left.size(), names_.size() - 2);
}

TEST_F(Rebuild, gives_what_a_rebuild_of_all_gives) {
  for (const auto& view : names_) {
    written_by_another(view);
    const auto views = open();
    EXPECT_EQ(views->position(), 0U) << view;
    ASSERT_TRUE(follow(*views, story_.end())) << view;
    EXPECT_EQ(rows_of(*views), whole_) << view;
    EXPECT_EQ(events::to_json(views->dashboard().page(tests::everything, 10).value()), dashboard_) << view;
  }
}

TEST_F(Rebuild, is_not_seen_before_it_has_come_to_the_others) {
  written_by_another("order");
  const auto views = open();
  EXPECT_EQ(views->are_even().error().code, projection_errc::being_made);
  ASSERT_TRUE(follow(*views, story_.end() - 1));
  EXPECT_EQ(views->are_even().error().code, projection_errc::being_made);
  ASSERT_TRUE(follow(*views, 1));
  EXPECT_TRUE(views->are_even());
}

TEST_F(Rebuild, goes_on_where_a_crash_left_it) {
  written_by_another("service");
  ASSERT_TRUE(follow(*open(), 40));
  auto views = open();
  EXPECT_EQ(views->position(), 40U);
  EXPECT_FALSE(views->are_even());
  ASSERT_TRUE(follow(*views, story_.end()));
  EXPECT_EQ(rows_of(*views), whole_);
  views.reset();
  EXPECT_TRUE(open()->are_even()) << "and stays so";
  EXPECT_EQ(open()->position(), story_.end());
}

TEST_F(Rebuild, of_a_second_view_begins_in_the_middle_of_the_first) {
  written_by_another("service");
  ASSERT_TRUE(follow(*open(), 40));
  written_by_another("log");
  const auto views = open();
  EXPECT_EQ(views->position(), 0U);
  ASSERT_TRUE(follow(*views, 40));
  EXPECT_EQ(views->position(), 40U);
  ASSERT_TRUE(follow(*views, story_.end()));
  EXPECT_EQ(rows_of(*views), whole_);
}

TEST_F(Rebuild, of_what_all_are_folded_from_hides_them_and_changes_none) {
  for (const auto& view : names_) mark(view);
  written_by_another("basis");
  EXPECT_FALSE(open()->are_even());
  EXPECT_EQ(marked().size(), names_.size() - 1);
}

TEST_F(Rebuild, takes_what_the_log_got_meanwhile) {
  written_by_another("apply");
  auto longer = story_;
  longer.add(stream_of(tests::id<ServiceId>(90)), events::ServiceCreated{{.name = "late"}});
  const auto views = open();
  ASSERT_TRUE(views->fold(longer.records()));
  EXPECT_EQ(rows_of(*views), rows_of(*tests::views_of(longer)));
}

TEST_F(Rebuild, rows_of_a_view_that_is_no_more_go) {
  {
    auto store = value_of(Store::open(path_, "parts 1"));
    Batch batch;
    batch.put({"!generation/", "weather"}, "1");
    batch.put({"weather/row/", "tokyo"}, "rain");
    ASSERT_TRUE(store->commit(batch, story_.end(), [] {}));
  }
  const auto views = open();
  EXPECT_TRUE(views->are_even());
  EXPECT_EQ(rows_of(*views), whole_);
}

TEST_F(Rebuild, of_a_whole_folder_that_an_older_program_left) {
  std::filesystem::remove_all(path_);
  {
    auto store = value_of(Store::open(path_, "3"));
    Batch batch;
    batch.put({"service/", "x"}, "a row of old");
    ASSERT_TRUE(store->commit(batch, story_.end(), [] {}));
  }
  const auto views = open();
  EXPECT_EQ(views->position(), 0U);
  EXPECT_TRUE(views->are_even()) << "all at the same place: the log's past is shown, as it says";
  ASSERT_TRUE(views->fold(story_.records()));
  EXPECT_EQ(rows_of(*views), whole_);
}

}  // namespace
}  // namespace kigen::projections
