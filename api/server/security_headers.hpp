#pragma once

#include "orchestrator/net/http_server.hpp"

namespace kigen::api {

/// Headers that every answer carries, against what browsers do unasked: guessing types, framing, leaking
/// addresses, caching secrets. Those that the answer has already stay.
void add_security_headers(orchestrator::net::ServerResponse& answer);

}  // namespace kigen::api
