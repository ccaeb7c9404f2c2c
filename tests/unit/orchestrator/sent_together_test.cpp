// Random commands in small groups, all of a group sent at the same moment.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "tests/simulation/random.hpp"
#include "unit/orchestrator/random_commands.hpp"
#include "unit/orchestrator/together.hpp"

namespace kigen::orchestrator {
namespace {

using testing::RandomCommands;
using testing::Together;

/// Those of every run, or the one that KIGEN_SEED names.
std::vector<std::uint64_t> seeds() {
  if (const char* wanted = std::getenv("KIGEN_SEED")) return {std::stoull(wanted)};
  return {1, 2, 3, 4};
}

class SentTogether : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  int pick(int count) { return static_cast<int>(random_.below(static_cast<std::uint64_t>(count))); }

  /// Mostly pairs; now and then so many that some are decided while others wait for the disk.
  std::vector<Command> group() {
    const auto world = together_.world();
    const int size = pick(4) ? 2 : 3 + pick(10);
    std::vector<Command> commands;
    for (int i = 0; i < size; ++i) commands.push_back(commands_.next(world, together_.now()));
    return commands;
  }

  simulation::SimRandom random_{GetParam()};
  RandomCommands commands_{[this](int count) { return pick(count); }};
  Together together_;
};

TEST_P(SentTogether, ends_as_if_each_had_waited_for_the_one_before) {
  SCOPED_TRACE("again: KIGEN_SEED=" + std::to_string(GetParam()));
  constexpr int groups = 250;
  for (const auto& command : commands_.foundations()) together_.send({command});
  std::size_t accepted = 0;
  for (int i = 0; i < groups; ++i)
    for (const auto& answer : together_.send(group())) accepted += answer && answer->changed;
  EXPECT_GT(accepted, groups / 2) << "too little was accepted for races between them";
  together_.examine();
}

INSTANTIATE_TEST_SUITE_P(Seeds, SentTogether, ::testing::ValuesIn(seeds()));

}  // namespace
}  // namespace kigen::orchestrator
