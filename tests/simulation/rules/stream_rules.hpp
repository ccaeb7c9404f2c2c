#pragma once

#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// What holds for every record, whatever it says: streams are dense and linked, time goes forward, and a
/// command is carried out once.
class StreamRules {
 public:
  explicit StreamRules(Findings& findings) : findings_(findings) {}
  void saw(const Sighting& seen);

 private:
  struct Head {
    Version version = 0;
    Position position = 0;
  };
  void check_command(const events::Record& record);

  Findings& findings_;
  std::unordered_map<StreamId, Head> heads_;
  std::unordered_map<std::string, Position> commands_;  // where the last record of each stands
  std::set<std::string> consequences_;
  Instant newest_ = {};
};

}  // namespace kigen::simulation
