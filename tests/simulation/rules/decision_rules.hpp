#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "orchestrator/command.hpp"
#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// What a command left in the log is what it decides on the log before it, event for event: all decisions
/// could have been made one at a time, in the order of the log. So for people's commands, and for what
/// policies made follow.
class DecisionRules {
 public:
  explicit DecisionRules(Findings& findings) : findings_(findings) {}

  /// What is sent under this id, as often as it may be.
  void asked(const std::string& command_id, orchestrator::Command command) {
    asked_.insert_or_assign(command_id, std::move(command));
  }
  /// The next record. `before`: the World of those before it.
  void sees(const events::Record& record, const orchestrator::World& before);
  /// `after`: the World with it. What is wrong with it is said here: other rules may have better words for
  /// it.
  void saw(const Sighting& seen, const orchestrator::World& after);
  /// In the quiet nothing is owed any more, however often it was cut off on the way.
  void at_rest() const;

 private:
  using Commands = std::vector<orchestrator::Command>;
  struct Expected {
    StreamId stream;
    events::Encoded event;
  };
  static std::deque<Expected> expected_of(const orchestrator::Changes& changes);
  static bool begins(const std::deque<Expected>& events, const events::Record& record);
  void begin(const events::Record& record, const orchestrator::World& before);
  void begin_asked(const events::Record& record, const orchestrator::Command& command,
                   const orchestrator::World& before);
  void begin_consequence(const events::Record& record, const orchestrator::World& before);
  static bool comes_of(const orchestrator::Command& consequence, const events::Record& record,
                       const orchestrator::World& before);

  void object(std::string_view what);

  Findings& findings_;
  std::map<std::string, orchestrator::Command> asked_;
  std::map<Position, Commands> owed_;  // consequences not yet seen, by what they follow from
  std::optional<std::string> under_way_;
  std::deque<Expected> expected_;  // what is still to come of it
  std::string objection_;          // to the record that was seen last
};

}  // namespace kigen::simulation
