#pragma once

#include <map>
#include <memory>
#include <string>

#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/ssh.hpp"
#include "orchestrator/ports/tls_probe.hpp"
#include "tests/simulation/wire.hpp"
#include "tests/simulation/world/host.hpp"

namespace kigen::simulation {

class Witness;

/// The hosts of a history, by address.
using Hosts = std::map<std::string, std::unique_ptr<SimHost>>;

/// Logs in to the hosts over a wire that fails.
class SimSsh final : public orchestrator::Ssh {
 public:
  SimSsh(Hosts& hosts, Wire wire, Witness& witness)
      : hosts_(hosts), wire_(std::move(wire)), witness_(witness) {}
  Task<Result<std::unique_ptr<orchestrator::SshSession>>> connect(orchestrator::SshTarget target,
                                                                  Instant deadline) override;
  Task<Result<orchestrator::HostKey>> scan(orchestrator::Endpoint endpoint, events::SshAlgorithms algorithms,
                                           Instant deadline) override;

 private:
  Hosts& hosts_;
  Wire wire_;
  Witness& witness_;
};

class SimProbe final : public orchestrator::TlsProbe {
 public:
  SimProbe(Hosts& hosts, Wire wire) : hosts_(hosts), wire_(std::move(wire)) {}
  Task<Result<orchestrator::Served>> probe(orchestrator::Endpoint address, std::string server_name,
                                           std::string proxy, Instant deadline) override;

 private:
  Hosts& hosts_;
  Wire wire_;
};

/// Names are addresses here, and nobody opens a connection by himself.
class SimDialer final : public orchestrator::Dialer {
 public:
  Task<Result<std::vector<std::string>>> resolve(std::string host, Instant) override {
    co_return std::vector<std::string>{std::move(host)};
  }
  Task<Result<std::unique_ptr<orchestrator::ByteStream>>> connect(orchestrator::Endpoint to,
                                                                  Instant) override {
    co_return fail(orchestrator::net_errc::unreachable, to.host);
  }
};

}  // namespace kigen::simulation
