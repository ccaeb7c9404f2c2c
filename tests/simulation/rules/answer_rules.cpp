#include "tests/simulation/rules/answer_rules.hpp"

#include <utility>

#include "orchestrator/runtime/errors.hpp"

namespace kigen::simulation {

using namespace orchestrator;

namespace {

const std::string nothing_to_do = "nothing to do";

/// The log was in the way: that says nothing about what is in it.
bool is_trouble(const Error& error) { return failure_of(error.code) != Failure::permanent; }

}  // namespace

void AnswerRules::decide(UnderWay& asked, const World& durable) {
  const auto changes = asked.command.decide(durable);
  if (!changes)
    asked.reasons.insert(error_word(changes.error().code));
  else if (changes->empty())
    asked.reasons.insert(nothing_to_do);
}

void AnswerRules::shown(Position end, Position durable) {
  if (end > durable) findings_.add("shown what is not durable, at " + std::to_string(durable));
}

AnswerRules::Ticket AnswerRules::asked(Command command, const World& durable) {
  auto& asked = under_way_.emplace(++last_, UnderWay{std::move(command)}).first->second;
  decide(asked, durable);
  return last_;
}

void AnswerRules::saw(const World& durable) {
  for (auto& [ticket, asked] : under_way_) decide(asked, durable);
}

void AnswerRules::answered(Ticket ticket, const Result<Receipt>& answer, const World& durable) {
  const auto asked = under_way_.extract(ticket);
  if (asked.empty()) return;
  const auto& [command, reasons] = asked.mapped();
  const auto told = [&](const std::string& what) { findings_.add(what + ": " + std::string(command.name)); };
  if (answer && answer->position >= durable.end()) return told("told of what is not durable");
  if (answer && !answer->changed && !reasons.contains(nothing_to_do))
    return told("told that it changes nothing, and the log never said so");
  if (answer || is_trouble(answer.error()) || reasons.contains(error_word(answer.error().code))) return;
  // What the first one made is in a group by now that who repeats it is not in.
  if (command.creates && answer.error().code == command_errc::id_reused) return;
  told("refused for a reason that the log never gave, " + error_word(answer.error().code));
}

}  // namespace kigen::simulation
