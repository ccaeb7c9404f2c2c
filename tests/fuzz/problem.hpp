#pragma once

#include "events/core/error.hpp"

namespace kigen::fuzz {

/// Stops the process unless the client can be told of the error: as JSON, and with a client error's status.
void expect_tellable(const Error& error);

}  // namespace kigen::fuzz
