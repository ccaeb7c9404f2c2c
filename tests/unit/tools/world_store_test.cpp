#include "tools/kigen/server/world_store.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/thread_pool.hpp>

#include <map>

#include "projections/store/store.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::tools {
namespace {

using tests::run;
using Rows = std::map<std::string, std::string>;

/// The rows in a folder, opened as the server does.
class Opened {
 public:
  explicit Opened(const std::filesystem::path& folder)
      : store_(WorldStore::open(folder, pool_.get_executor()).value()) {}

  void write(const std::string& key, std::optional<std::string> bytes, Position position) {
    ASSERT_TRUE(run(store_->write({{key, std::move(bytes)}}, position)));
  }
  Position position() const { return store_->position(); }
  Rows rows() const {
    Rows rows;
    EXPECT_TRUE(store_->for_each([&](std::string_view key, std::string_view bytes) -> Result<> {
      rows.emplace(key, bytes);
      return {};
    }));
    return rows;
  }
  void clear() { ASSERT_TRUE(store_->clear()); }

 private:
  boost::asio::thread_pool pool_{1};
  std::unique_ptr<WorldStore> store_;
};

class WorldStoreTest : public testing::Test {
 protected:
  const tests::TempFolder temp_;
  const std::filesystem::path folder_ = temp_.path() / "world";
};

TEST_F(WorldStoreTest, rows_and_position_are_found_again) {
  Opened(folder_).write("job-1", "first", 7);
  const Opened again(folder_);
  EXPECT_EQ(again.position(), 7U);
  EXPECT_EQ(again.rows(), (Rows{{"job-1", "first"}}));
}

TEST_F(WorldStoreTest, rows_closed_between_two_parts_are_of_no_use) {
  Opened(folder_).write("job-1", "first", 7);
  Opened(folder_).write("job-1", "second", 0);
  EXPECT_EQ(Opened(folder_).position(), 0U);
}

TEST_F(WorldStoreTest, rows_killed_between_two_parts_are_old_ones_or_of_no_use) {
  Opened(folder_).write("job-1", "first", 7);
  int written[2];
  ASSERT_EQ(pipe(written), 0);
  const auto child = fork();
  if (child == 0) {
    Opened opened(folder_);
    opened.write("job-1", "second", 0);
    std::ignore = ::write(written[1], "x", 1);
    pause();
  }
  close(written[1]);
  char byte = 0;
  ASSERT_EQ(read(written[0], &byte, 1), 1);
  ASSERT_EQ(kill(child, SIGKILL), 0);
  ASSERT_EQ(waitpid(child, nullptr, 0), child);
  close(written[0]);
  const Opened again(folder_);
  if (again.position() != 0) EXPECT_EQ(again.rows(), (Rows{{"job-1", "first"}}));
  EXPECT_TRUE(again.position() == 0 || again.position() == 7) << again.position();
}

TEST_F(WorldStoreTest, rows_of_another_generation_are_thrown_away) {
  {
    const auto store = projections::Store::open(folder_, "0.0 1 other").value();
    projections::Batch batch;
    batch.put({"job-1"}, "first");
    ASSERT_TRUE(store->commit(batch, 7, [] {}));
  }
  const Opened opened(folder_);
  EXPECT_EQ(opened.position(), 0U);
  EXPECT_EQ(opened.rows(), Rows{});
}

TEST_F(WorldStoreTest, cleared_rows_are_gone) {
  Opened opened(folder_);
  opened.write("job-1", "first", 7);
  opened.clear();
  EXPECT_EQ(opened.position(), 0U);
  EXPECT_EQ(opened.rows(), Rows{});
}

}  // namespace
}  // namespace kigen::tools
