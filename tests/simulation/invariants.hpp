#pragma once

#include "tests/simulation/people.hpp"
#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// All that there is to hold against each other once a history has come to rest.
struct Evidence {
  const orchestrator::Orchestrator& product;
  const orchestrator::World& world;  ///< as the log says
  SimDisk& disk;
  const Hosts& hosts;
  const People& people;
  Instant now;
  bool with_views;   ///< which take as long as all the rest
  SimRandom random;  ///< of their batches
};

/// What must hold at the end; what holds at every record is in rules/.
void examine_rest(const Evidence& evidence, Findings& findings);

}  // namespace kigen::simulation
