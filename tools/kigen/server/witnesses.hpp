#pragma once

#include <vector>

#include "events/log/witness.hpp"
#include "tools/kigen/server/config.hpp"

namespace kigen::tools {

/// What was made from the log in the data folder, and from how many records. Nobody may have it open.
std::vector<events::Witness> witnesses_of(const Config& config);

}  // namespace kigen::tools
