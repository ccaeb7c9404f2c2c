#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/simulation/disk.hpp"

namespace kigen::simulation {

/// What became of one seed.
struct Outcome {
  std::uint64_t seed = 0;
  std::vector<std::string> faults = {};      ///< that could happen
  std::vector<std::string> without = {};     ///< that were left out
  std::vector<std::string> violations = {};  ///< of the invariants; empty = all hold
  std::vector<std::string> trace = {};  ///< what people and fate did, the log's last records; newest last
  std::uint64_t records = 0;
  unsigned crashes = 0;
  Depths depths = {};  ///< of the appends that failed
};

/// Plays one history: everything in it follows from the seed, and from which of its faults are left out. One
/// thread; others may play others meanwhile.
Outcome play(std::uint64_t seed, const std::vector<std::string>& without = {});

}  // namespace kigen::simulation
