#pragma once

#include "events/core/error.hpp"
#include "events/node_events.hpp"

namespace kigen::orchestrator {

class World;

/// Whether a node may be set up like this (R21, R22, R26): names, site, access, paths, check method. The
/// error's field is the setting to blame.
Result<> check(const World& world, const events::NodeSettings& settings);

}  // namespace kigen::orchestrator
