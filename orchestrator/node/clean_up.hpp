#pragma once

#include "orchestrator/consequences.hpp"

namespace kigen::orchestrator {

/// Fails with node_errc::leftovers while something on the node's host is to be taken away.
Result<> check_nothing_left(const Node& node);

/// Sees to it that what ended applies left on the host of an enabled node is taken away; not while another
/// apply is open, which may use the same folders.
void ensure_cleaned_up(Consequences& then, const Node& node);

}  // namespace kigen::orchestrator
