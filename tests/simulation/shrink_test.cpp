#include "tests/simulation/shrink.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/simulation/faults.hpp"

namespace kigen::simulation {
namespace {

using Names = std::vector<std::string>;

/// A history of four faults that fails as long as two of them are there.
Outcome play_without(const Names& without) {
  const auto is_there = [&](const auto& name) { return std::ranges::find(without, name) == without.end(); };
  Outcome outcome{.seed = 7, .without = without};
  for (const auto* name : {"hang", "slow", "ghost", "crashes"})
    if (is_there(name)) outcome.faults.emplace_back(name);
  if (is_there("slow") && is_there("crashes"))
    outcome.violations = {"lost a record: at " + std::to_string(without.size())};
  else if (is_there("slow"))
    outcome.violations = {"something else: at 3"};
  return outcome;
}

TEST(Shrink, leaves_out_what_the_violation_does_not_need) {
  const auto shrunk = shrink(play_without({}), play_without, [] { return true; });
  EXPECT_EQ(shrunk.faults, (Names{"slow", "crashes"}));
  EXPECT_EQ(shrunk.without, (Names{"hang", "ghost"}));
  EXPECT_EQ(shrunk.violations, (Names{"lost a record: at 2"}));
}

TEST(Shrink, ends_when_its_time_is_over) {
  int left = 1;
  const auto shrunk = shrink(play_without({}), play_without, [&] { return left-- > 0; });
  EXPECT_EQ(shrunk.without, (Names{"hang"}));
}

TEST(Faults, each_is_left_out_by_the_name_it_goes_by) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    auto faults = Faults::swarm(SimRandom(seed));
    for (const auto& name : faults.names()) EXPECT_TRUE(faults.switch_off(name)) << name;
    EXPECT_EQ(faults.names(), Names{});
  }
  EXPECT_FALSE(Faults().switch_off("rain"));
}

}  // namespace
}  // namespace kigen::simulation
