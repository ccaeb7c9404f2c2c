#pragma once

#include "events/security_events.hpp"
#include "orchestrator/command.hpp"

namespace kigen::orchestrator {

/// Takes the event down, with the mail address of the user that it names.
Command record_security(events::SecurityEvent event);

}  // namespace kigen::orchestrator
