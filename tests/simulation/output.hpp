#pragma once

#include <string>

namespace kigen::simulation {

/// From now on nothing is printed, and what a thread logs is kept for it.
void listen_to_output();
/// All that this thread logged since it last asked.
std::string take_output();

}  // namespace kigen::simulation
