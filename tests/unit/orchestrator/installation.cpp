#include "unit/orchestrator/installation.hpp"

#include <rapidcheck.h>

#include <utility>

namespace kigen::orchestrator::testing {

int pick(int count) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, count)); }

Installation::Installation() {
  for (const auto& command : commands_.foundations()) send(command);
}

void Installation::run(int steps) {
  for (int number = 1; number <= steps; ++number) step(number);
}

void Installation::step(int number) {
  history.now = second(number * 3'600);
  send(commands_.next(history.world, history.now));
  while (!owed_.empty()) {
    const auto command = std::move(owed_.back());
    owed_.pop_back();
    send(command);
  }
}

void Installation::send(const Command& command) {
  const auto changes = command.decide(history.world);
  if (!changes) return;
  history.append(*changes);
  for (const auto& consequence : history.owed) owed_.push_back(consequence.command);
}

}  // namespace kigen::orchestrator::testing
