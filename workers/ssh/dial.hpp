#pragma once

#include <memory>

#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"
#include "workers/ssh/connection.hpp"

namespace kigen::workers::ssh {

/// TCP to the first address of `to` that answers; each gets its share of the time. Fails with connect_failed.
Task<Result<std::unique_ptr<Connection>>> dial(orchestrator::Dialer& dialer, orchestrator::Clock& clock,
                                               orchestrator::Endpoint to, Instant deadline);

}  // namespace kigen::workers::ssh
