// With KIGEN_WRITE_GOLDEN=1 in the environment, the golden rows are written anew if they are of an older
// evolution.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "orchestrator/pki/digest.hpp"
#include "orchestrator/world.hpp"
#include "orchestrator/world_rows.hpp"
#include "tests/support/places.hpp"
#include "tests/support/scenarios.hpp"

namespace kigen::orchestrator {
namespace {

using Rows = std::map<StreamId, std::string>;

World folded(const tests::History& history, std::size_t count) {
  World world;
  for (const auto& record : std::span(history.records()).first(count)) EXPECT_TRUE(world.fold(record));
  return world;
}

std::set<StreamId> streams_of(const tests::History& history) {
  std::set<StreamId> streams;
  for (const auto& record : history.records()) streams.insert(record.stream);
  return streams;
}

Rows rows_of(const World& world, const std::set<StreamId>& streams) {
  Rows rows;
  for (const auto& stream : streams)
    if (auto row = world.row_of(stream)) rows.emplace(stream, *std::move(row));
  return rows;
}

World restored(const Rows& rows, Position end) {
  World world;
  for (const auto& [stream, row] : rows) EXPECT_TRUE(world.restore(stream, row));
  world.restored_to(end);
  return world;
}

const auto golden = tests::source_folder() / "tests/golden/world/rows.txt";

std::string evolution() {
  const auto generation = world_row_generation();
  return "evolution " + generation.substr(0, generation.find(' '));
}

/// The row that each record of the story leaves behind, as a hash.
std::vector<std::string> row_hashes() {
  World world;
  std::vector<std::string> lines;
  for (const auto& record : tests::whole_story().records()) {
    EXPECT_TRUE(world.fold(record));
    const auto row = world.row_of(record.stream);
    lines.push_back(std::to_string(record.position) + ' ' + record.type + ' ' +
                    (row ? pki::sha256_hex(*row).substr(0, 16) : "gone"));
  }
  return lines;
}

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

void write_golden(const std::vector<std::string>& lines) {
  std::filesystem::create_directories(golden.parent_path());
  std::ofstream file(golden);
  for (const auto& line : lines) file << line << '\n';
}

TEST(WorldRows, other_rows_of_the_same_events_have_another_evolution) {
  auto wanted = row_hashes();
  wanted.insert(wanted.begin(), evolution());
  auto stored = lines_of(golden);
  const bool outdated = stored.empty() || stored.front() != evolution();
  if (outdated && std::getenv("KIGEN_WRITE_GOLDEN") != nullptr) {
    write_golden(wanted);
    stored = wanted;
  }
  EXPECT_EQ(stored, wanted) << "the World keeps another state than before (or the story is another): raise "
                               "`evolution` in events/state/evolution.hpp, "
                               "then run this test with KIGEN_WRITE_GOLDEN=1 and commit "
                            << golden;
}

TEST(WorldRows, restored_anywhere_and_followed_is_folded_whole) {
  const auto history = tests::whole_story();
  const auto streams = streams_of(history);
  const auto whole = folded(history, history.records().size());
  for (std::size_t begin = 0; begin <= history.records().size(); ++begin) {
    const auto before = folded(history, begin);
    auto world = restored(rows_of(before, streams), begin);
    EXPECT_EQ(rows_of(world, streams), rows_of(before, streams)) << begin;
    for (const auto& record : std::span(history.records()).subspan(begin)) ASSERT_TRUE(world.fold(record));
    EXPECT_EQ(rows_of(world, streams), rows_of(whole, streams)) << begin;
  }
}

TEST(WorldRows, what_was_found_is_found_again) {
  tests::History history;
  tests::trouble(tests::apply_badly(tests::apply_well(tests::issue(tests::set_up(history)))));
  const auto before = folded(history, history.records().size());
  const auto after = restored(rows_of(before, streams_of(history)), before.end());
  EXPECT_EQ(after.end(), before.end());
  EXPECT_EQ(after.nodes_of(tests::shop), before.nodes_of(tests::shop));
  EXPECT_EQ(after.service_named(first_group, "shop")->version,
            before.service_named(first_group, "shop")->version);
  EXPECT_EQ(after.admin_count(), before.admin_count());
  EXPECT_EQ(after.is_used(tests::ssh_access), before.is_used(tests::ssh_access));
  EXPECT_EQ(after.is_used(tests::account), before.is_used(tests::account));
  EXPECT_EQ(after.company().sites, before.company().sites);
  EXPECT_EQ(after.queue().waiting(), before.queue().waiting());
  EXPECT_EQ(after.queue().parked(), before.queue().parked());
  EXPECT_EQ(after.stopped_cleanly(), before.stopped_cleanly());
}

TEST(WorldRows, damaged_or_foreign_row_is_refused) {
  tests::History history;
  tests::set_up(history);
  const auto world = folded(history, history.records().size());
  const auto row = world.row_of(stream_of(tests::shop)).value();
  EXPECT_FALSE(World().restore(stream_of(tests::shop), row.substr(1)));
  EXPECT_FALSE(World().restore(stream_of(tests::shop), row + "x"));
  EXPECT_FALSE(World().restore(stream_of(tests::id<ServiceId>(77)), row));
  EXPECT_FALSE(World().restore({"garden"}, row));
}

}  // namespace
}  // namespace kigen::orchestrator
