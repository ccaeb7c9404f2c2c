#pragma once

#include <vector>

#include "orchestrator/world.hpp"
#include "tests/simulation/leaks.hpp"
#include "tests/simulation/random.hpp"
#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// A history as the views tell it.
struct Told {
  const std::vector<events::Record>& records;
  const orchestrator::World& world;  ///< as the same records leave it
  const Leaks& leaks;
};

/// The views, following in batches of any size and over the ends of processes, have the rows that a rebuild
/// makes; they say what the world is like; and no secret is in their rows or in the lines of the log.
void check_views(const Told& told, SimRandom random, Findings& findings);

}  // namespace kigen::simulation
