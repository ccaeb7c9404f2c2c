#pragma once

#include <vector>

#include "orchestrator/world.hpp"
#include "projections/views.hpp"
#include "tests/simulation/leaks.hpp"
#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// A history as the views tell it.
struct Told {
  const std::vector<events::Record>& records;
  const orchestrator::World& world;  ///< as the same records leave it
  const Leaks& leaks;
};

/// The views, as they followed over the ends of processes, have the rows that a rebuild makes; they say what
/// the world is like; and no secret is in their rows or in the lines of the log.
void check_views(const Told& told, const projections::Views& views, Findings& findings);

}  // namespace kigen::simulation
