#pragma once

#include <string>

namespace kigen::orchestrator {

/// Differs between programs whose World::row_of() means different things: "<evolution> <hash of all
/// members>".
std::string world_row_generation();

}  // namespace kigen::orchestrator
