#pragma once

#include <vector>

#include "unit/orchestrator/history.hpp"
#include "unit/orchestrator/random_commands.hpp"

namespace kigen::orchestrator::testing {

/// 0 … count - 1, all alike from the first case on. Within a property.
int pick(int count);

/// The product without its surroundings: people's commands come at random, what the policies owe is done at
/// once. Within a property.
class Installation {
 public:
  Installation();
  /// So many commands of people and workers, with what follows from them.
  void run(int steps);

  History history;

 private:
  void step(int number);
  void send(const Command& command);

  RandomCommands commands_{pick};
  std::vector<Command> owed_;
};

}  // namespace kigen::orchestrator::testing
