#pragma once

#include "events/user_events.hpp"

namespace kigen::api {

/// Whether a caller of this role may read who came in and who was kept out.
constexpr bool sees_security(events::Role role) { return role != events::Role::viewer; }

}  // namespace kigen::api
