#pragma once

#include "events/core/error.hpp"
#include "events/node_events.hpp"

namespace kigen::orchestrator {

/// Whether these files can be an Apache's (R22): absolute, of [A-Za-z0-9._/@%+-], without "." and ".." parts,
/// all different, none in the work folder. Fails with malformed_path and the field, e.g.
/// "settings.apache.keyFile".
Result<> check_apache_paths(const events::ApacheSettings& settings);

}  // namespace kigen::orchestrator
