#pragma once

#include <cstdint>

#include "events/core/error.hpp"
#include "events/log/database.hpp"
#include "events/log/findings.hpp"

namespace kigen::events {

/// The second half of verify(): every index entry and tile against the records, so that there is none too
/// many.
void examine_indices(const Database& database, std::uint64_t records, Findings& findings);

}  // namespace kigen::events
