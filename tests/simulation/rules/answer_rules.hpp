#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "orchestrator/command.hpp"
#include "orchestrator/runtime/receipt.hpp"
#include "tests/simulation/rules/findings.hpp"

namespace kigen::simulation {

/// Who asks hears of durable records alone: what is acknowledged is in the log by then, and a refusal
/// is one that the log itself gave reason for while the command was under way.
class AnswerRules {
 public:
  using Ticket = std::uint64_t;

  explicit AnswerRules(Findings& findings) : findings_(findings) {}

  /// A command leaves; `durable` is what the log says by then.
  Ticket asked(orchestrator::Command command, const orchestrator::World& durable);
  /// There is one more record.
  void saw(const orchestrator::World& durable);
  void answered(Ticket ticket, const Result<orchestrator::Receipt>& answer,
                const orchestrator::World& durable);
  /// Somebody was shown what the records before `end` say; those before `durable` are.
  void shown(Position end, Position durable);
  /// Whoever waits will hear nothing any more.
  void process_ended() { under_way_.clear(); }

 private:
  struct UnderWay {
    orchestrator::Command command;
    std::set<std::string> reasons = {};  // for saying no or for doing nothing, that the log gave
  };
  static void decide(UnderWay& asked, const orchestrator::World& durable);

  Findings& findings_;
  std::map<Ticket, UnderWay> under_way_;
  Ticket last_ = 0;
};

}  // namespace kigen::simulation
