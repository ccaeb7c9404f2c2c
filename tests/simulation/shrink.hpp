#pragma once

#include <functional>

#include "tests/simulation/history.hpp"

namespace kigen::simulation {

/// What a failing history is like with only the faults that it takes to fail in the same way: each fault in
/// turn is left out, and stays out when the first violation is of the same rule. `play` is given the faults
/// to leave out; `goes_on` says whether there is time for another history.
Outcome shrink(Outcome failing, const std::function<Outcome(const std::vector<std::string>& without)>& play,
               const std::function<bool()>& goes_on);

}  // namespace kigen::simulation
