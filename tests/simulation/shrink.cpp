#include "tests/simulation/shrink.hpp"

#include <string_view>

namespace kigen::simulation {
namespace {

/// A violation begins with the words of its rule; behind them stand names and positions.
std::string_view rule_of(const Outcome& outcome) {
  if (outcome.violations.empty()) return {};
  const std::string_view first = outcome.violations.front();
  return first.substr(0, first.find_first_of(":,'0123456789"));
}

}  // namespace

Outcome shrink(Outcome failing, const std::function<Outcome(const std::vector<std::string>&)>& play,
               const std::function<bool()>& goes_on) {
  for (const auto& fault : std::vector(failing.faults)) {
    if (!goes_on()) break;
    auto without = failing.without;
    without.push_back(fault);
    auto smaller = play(without);
    if (rule_of(smaller) == rule_of(failing)) failing = std::move(smaller);
  }
  return failing;
}

}  // namespace kigen::simulation
