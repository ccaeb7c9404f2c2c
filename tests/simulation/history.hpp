#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kigen::simulation {

/// What became of one seed.
struct Outcome {
  std::uint64_t seed = 0;
  std::vector<std::string> violations = {};  ///< of the invariants; empty = all hold
  std::vector<std::string> trace = {};  ///< what people and fate did, the log's last records; newest last
  std::uint64_t records = 0;
  unsigned crashes = 0;
};

/// Plays one history: everything in it follows from the seed. One thread; others may play others meanwhile.
Outcome play(std::uint64_t seed);

}  // namespace kigen::simulation
