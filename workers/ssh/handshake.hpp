#pragma once

#include <optional>

#include "orchestrator/ports/ssh.hpp"
#include "workers/ssh/connection.hpp"

namespace kigen::workers::ssh {

/// Exchanges keys, by what `algorithms` allows, and reads the host's identity. `pinned` steers which of its
/// keys a host with several shows.
Task<Result<orchestrator::HostKey>> shake_hands(Connection& connection, events::SshAlgorithms algorithms,
                                                std::optional<orchestrator::HostKey> pinned);

/// Whether a login may be tried with a host that shows `shown` (R30): host_key_changed or host_key_unknown if
/// not.
Result<> accept_host_key(const orchestrator::HostKey& shown, const orchestrator::SshTarget& target);

}  // namespace kigen::workers::ssh
