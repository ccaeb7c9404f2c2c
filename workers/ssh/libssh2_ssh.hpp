#pragma once

#include <memory>

#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"
#include "orchestrator/ports/ssh.hpp"

namespace kigen::workers::ssh {

/// SSH by libssh2 1.10, on the executor of whoever calls; nothing blocks it. Every call ends by its deadline
/// with `timed_out`, and the session is closed then. Host keys and private keys: Ed25519 and ECDSA
/// (libssh2 1.10 knows no rsa-sha2). Hostile servers are bounded by the deadline, by what one connection may
/// send at all, and by how much of it is looked at before others on the loop have their turn.
class Libssh2Ssh final : public orchestrator::Ssh {
 public:
  /// `dialer` resolves names; the sockets are libssh2's own.
  Libssh2Ssh(orchestrator::Dialer& dialer, orchestrator::Clock& clock, orchestrator::Random& random)
      : dialer_(dialer), clock_(clock), random_(random) {}

  Task<Result<std::unique_ptr<orchestrator::SshSession>>> connect(orchestrator::SshTarget target,
                                                                  Instant deadline) override;
  Task<Result<orchestrator::HostKey>> scan(orchestrator::Endpoint endpoint, events::SshAlgorithms algorithms,
                                           Instant deadline) override;

 private:
  Task<Result<std::unique_ptr<orchestrator::SshSession>>> reach(orchestrator::SshTarget target,
                                                                Instant deadline);
  Task<Result<orchestrator::HostKey>> scan_host(orchestrator::Endpoint endpoint,
                                                events::SshAlgorithms algorithms, Instant deadline);

  orchestrator::Dialer& dialer_;
  orchestrator::Clock& clock_;
  orchestrator::Random& random_;
};

}  // namespace kigen::workers::ssh
