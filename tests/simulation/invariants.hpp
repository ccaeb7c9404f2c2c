#pragma once

#include <string>
#include <vector>

#include "tests/simulation/people.hpp"

namespace kigen::simulation {

/// All that there is to hold against each other once a history has come to rest.
struct Evidence {
  const orchestrator::Orchestrator& product;
  SimDisk& disk;
  const CaBooks& ca;
  const Hosts& hosts;
  const People& people;
  Instant now;
};

/// What must not be, one sentence each; empty = all is well.
std::vector<std::string> violations(const Evidence& evidence);

}  // namespace kigen::simulation
