#pragma once

#include "tests/simulation/people.hpp"
#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// All that there is to hold against each other once a history has come to rest.
struct Evidence {
  const Process& process;  ///< that has started, and still runs
  const Witness& witness;
  SimDisk& disk;
  const People& people;
  std::string output;  ///< of all processes
  Instant now;
};

/// What must hold at the end; what holds at every record is in rules/.
void examine_rest(const Evidence& evidence, Findings& findings);

}  // namespace kigen::simulation
