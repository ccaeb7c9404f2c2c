#pragma once

#include "events/core/error.hpp"
#include "events/node_events.hpp"

namespace kigen::orchestrator {

/// What the description of the fields cannot say: how the files differ, and what the control program may be.
Result<> check(const events::ApacheSettings& settings);

/// All of it: whether these files can be an Apache's (R22): absolute, of [A-Za-z0-9._/@%+-], without "." and
/// ".." parts, all different, none in the work folder. Fails with malformed_path and the field, e.g.
/// "settings.server.keyFile".
Result<> check_apache_paths(const events::ApacheSettings& settings);

}  // namespace kigen::orchestrator
