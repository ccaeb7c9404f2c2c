#include <gtest/gtest.h>

#include <set>

#include "projections/store/table.hpp"
#include "tests/support/damage.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::projections {
namespace {

using namespace std::string_literals;

struct Fruit {
  std::string name = {};
  std::int32_t weight = 0;
  std::optional<std::uint8_t> rank = {};
  std::vector<std::string> colours = {};
  bool ripe = false;

  static constexpr auto fields =
      events::field_list(events::field("name", &Fruit::name), events::field("weight", &Fruit::weight),
                         events::field("rank", &Fruit::rank), events::field("colours", &Fruit::colours),
                         events::field("ripe", &Fruit::ripe));
  friend bool operator==(const Fruit&, const Fruit&) = default;
};

const Fruit apple{"apple", -300, 7, {"red", "", "gr\0een"s}, true};

void commit(Store& store, Table<Fruit>& table, Position position) {
  Batch batch;
  ASSERT_TRUE(table.write(batch));
  ASSERT_TRUE(store.commit(batch, position, [&] { table.commit(); }));
}

TEST(Pack, gives_back_what_it_took) {
  EXPECT_EQ(events::unpacked<Fruit>(events::packed(apple)), apple);
  EXPECT_EQ(events::unpacked<Fruit>(events::packed(Fruit{})), Fruit{});
}

TEST(Pack, refuses_every_cut_and_every_addition) {
  const auto bytes = events::packed(apple);
  for (std::size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(events::unpacked<Fruit>(bytes.substr(0, size))) << size;
  EXPECT_FALSE(events::unpacked<Fruit>(bytes + '\0'));
}

TEST(Keys, sort_as_their_values) {
  EXPECT_LT(key_of(std::uint64_t{255}), key_of(std::uint64_t{256}));
  EXPECT_LT(key_of(Instant(Duration(-1))), key_of(Instant(Duration(0))));
  EXPECT_LT(key_of(std::string_view("ab")), key_of(std::string_view("ab!")));
  EXPECT_EQ(number_in(key_of(std::uint64_t{0x0102030405060708})), 0x0102030405060708U);
}

TEST(Keys, cursor_is_exact) {
  EXPECT_EQ(from_cursor(to_cursor(std::string("\0\xff/", 3))), std::string("\0\xff/", 3));
  EXPECT_FALSE(from_cursor("0"));
  EXPECT_FALSE(from_cursor("0g"));
}

/// A store on disk with one row, reflecting five records.
class StoreOnDisk : public testing::Test {
 protected:
  void SetUp() override {
    auto store = *Store::open(path_, "1");
    Table<Fruit> table(*store, "fruit");
    ASSERT_TRUE(table.put("a", apple));
    commit(*store, table, 5);
  }
  void expect_thrown_away(const std::string& generation) {
    auto store = *Store::open(path_, generation);
    EXPECT_EQ(store->position(), 0U);
    Table<Fruit> table(*store, "fruit");
    EXPECT_FALSE(table.get("a").value());
    ASSERT_TRUE(table.put("a", apple));
    commit(*store, table, 3);
  }
  /// Whether the rows are as they were; else the store must be empty and usable.
  bool holds_all() {
    auto opened = Store::open(path_, "1");
    EXPECT_TRUE(opened) << describe(opened.error());
    if (!opened) return false;
    auto& store = **opened;
    Table<Fruit> table(store, "fruit");
    const auto row = table.get("a").value();
    EXPECT_TRUE(store.position() == (row ? 5U : 0U)) << store.position();
    if (row) return row == apple;
    EXPECT_TRUE(table.put("a", apple));
    commit(store, table, 3);
    return false;
  }
  std::vector<std::filesystem::path> files() const {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(path_))
      if (entry.file_size() > 0) found.push_back(entry.path());
    return found;
  }

  const tests::TempFolder folder_;
  const std::filesystem::path path_ = folder_.path() / "views";
};

TEST_F(StoreOnDisk, keeps_rows_and_position_together_when_it_is_opened_again) { EXPECT_TRUE(holds_all()); }

TEST_F(StoreOnDisk, of_another_generation_is_thrown_away) { expect_thrown_away("2"); }

TEST_F(StoreOnDisk, tells_its_position_to_who_does_not_open_it) {
  EXPECT_EQ(Store::stored_position(path_), 5u);
  EXPECT_EQ(Store::stored_position(folder_.path() / "none"), std::nullopt);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "none"));
  EXPECT_TRUE(holds_all());
}

TEST_F(StoreOnDisk, that_another_has_open_is_left_alone) {
  {
    const auto first = *Store::open(path_, "1");
    EXPECT_EQ(Store::open(path_, "1").error().code, projection_errc::store_failed);
  }
  EXPECT_TRUE(holds_all());
}

TEST_F(StoreOnDisk, with_a_flipped_or_truncated_file_gives_right_rows_or_none) {
  const tests::TempFolder good;
  const auto copy =
      std::filesystem::copy_options::recursive | std::filesystem::copy_options::overwrite_existing;
  std::filesystem::copy(path_, good.path(), copy);
  std::set<std::string> thrown_away;
  for (const auto& file : files()) {
    const auto size = std::filesystem::file_size(file);
    for (const auto at : {std::uintmax_t{0}, size / 3, size / 2, size - 1})
      for (const bool cut : {false, true}) {
        std::filesystem::remove_all(path_);
        std::filesystem::copy(good.path(), path_, copy);
        cut ? std::filesystem::resize_file(file, at) : tests::flip_bit(file, at);
        if (!holds_all()) thrown_away.insert(file.extension().empty() ? file.stem() : file.extension());
      }
  }
  EXPECT_TRUE(thrown_away.contains(".sst"));
  EXPECT_TRUE(thrown_away.contains("CURRENT"));
}

class TableTest : public testing::Test {
 protected:
  static std::vector<std::string> indexes(const Fruit& fruit) {
    std::vector<std::string> all;
    for (const auto& colour : fruit.colours) all.push_back("colour/" + key_of(colour));
    return all;
  }
  std::vector<std::string> of_colour(const std::string& colour) {
    std::vector<std::string> names;
    for (const auto& fruit : table_.list("colour/" + key_of(colour), {}, Direction::forward)->rows)
      names.push_back(fruit.name);
    return names;
  }

  std::unique_ptr<Store> store_ = *Store::in_memory();
  Table<Fruit> table_{*store_, "fruit", indexes};
};

TEST_F(TableTest, changes_are_seen_by_the_folder_at_once_and_by_queries_after_commit) {
  ASSERT_TRUE(table_.put("a", apple));
  EXPECT_EQ(**table_.find("a"), apple);
  EXPECT_FALSE(table_.get("a").value());
  commit(*store_, table_, 1);
  EXPECT_EQ(table_.get("a").value(), apple);
}

TEST_F(TableTest, index_follows_its_row) {
  ASSERT_TRUE(table_.put("a", {.name = "apple", .colours = {"red"}}));
  ASSERT_TRUE(table_.put("b", {.name = "banana", .colours = {"yellow"}}));
  commit(*store_, table_, 1);
  (*table_.edit("a"))->colours = {"yellow", "green"};
  commit(*store_, table_, 2);
  EXPECT_EQ(of_colour("yellow"), (std::vector<std::string>{"apple", "banana"}));
  EXPECT_TRUE(of_colour("red").empty());
  ASSERT_TRUE(table_.erase("a"));
  commit(*store_, table_, 3);
  EXPECT_EQ(of_colour("yellow"), std::vector<std::string>{"banana"});
  EXPECT_TRUE(of_colour("green").empty());
  EXPECT_EQ(*table_.find("a"), nullptr);
}

TEST_F(TableTest, pages_meet_without_gap_in_both_directions) {
  for (const auto* const name : {"a", "b", "c", "d", "e"}) ASSERT_TRUE(table_.put(name, {.name = name}));
  commit(*store_, table_, 1);
  for (const auto direction : {Direction::forward, Direction::backward}) {
    std::string names;
    Paging paging{.limit = 2};
    do {
      const auto page = table_.list(paging, direction);
      ASSERT_TRUE(page);
      for (const auto& fruit : page->rows) names += fruit.name;
      paging.cursor = page->next;
    } while (paging.cursor);
    EXPECT_EQ(names, direction == Direction::forward ? "abcde" : "edcba");
  }
  EXPECT_EQ(table_.list({.cursor = "not hex"}, Direction::forward).error().code, projection_errc::bad_cursor);
}

TEST_F(TableTest, damaged_row_is_an_error_that_names_it) {
  Batch batch;
  batch.put({"fruit/a"}, "\x05");
  ASSERT_TRUE(store_->commit(batch, 1, [] {}));
  EXPECT_EQ(table_.get("a").error().code, projection_errc::corrupt_row);
  EXPECT_EQ(table_.list({}, Direction::forward).error().code, projection_errc::corrupt_row);
}

}  // namespace
}  // namespace kigen::projections
