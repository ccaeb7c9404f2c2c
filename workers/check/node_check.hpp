#pragma once

#include <string>

#include "events/node_events.hpp"
#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/tls_probe.hpp"
#include "workers/check/compare.hpp"

namespace kigen::workers::check {

/// What a look from outside needs of the world.
struct CheckPorts {
  orchestrator::Dialer& dialer;
  orchestrator::TlsProbe& probe;
  orchestrator::Clock& clock;
};

/// Looks once at what a node serves (R26): by url at every address of the name, port 443, with SNI; by
/// address at that one, or at every one of a host name, with SNI when a name is given. What cannot be reached
/// is an answer, not an error; an error means that the caller was cancelled. `settings.method` is not none.
/// Ends by the deadline.
Task<Result<events::NodeChecked>> check_node(CheckPorts ports, events::CheckSettings settings,
                                             Expectation expected, std::string proxy, Instant deadline);

/// Looks again and again, every 250 ms, until all addresses serve `serial` (and, if that is the expected one,
/// everything matches) or the deadline is there; the last answer. For use after a restart, whose new
/// certificate takes a moment to appear.
Task<Result<events::NodeChecked>> check_until_served(CheckPorts ports, events::CheckSettings settings,
                                                     Expectation expected, std::string serial,
                                                     std::string proxy, Instant deadline);

}  // namespace kigen::workers::check
