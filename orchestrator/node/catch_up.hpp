#pragma once

#include <string_view>

#include "orchestrator/consequences.hpp"

namespace kigen::orchestrator {

/// Requests the apply that a node was left out of, if the certificate is still the service's newest. `tried`
/// is the serial of an apply that just ended there: nobody repeats that one. Whether it did.
bool catch_up(Consequences& then, const Node& node, std::string_view tried = {});

}  // namespace kigen::orchestrator
