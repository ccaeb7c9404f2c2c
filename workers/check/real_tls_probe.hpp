#pragma once

#include "orchestrator/net/http_client.hpp"
#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/tls_probe.hpp"

namespace kigen::workers::check {

/// Handshakes and reads what is served, weak or expired as it may be; trusts nothing, sends nothing. On the
/// executor of whoever asks.
class RealTlsProbe final : public orchestrator::TlsProbe {
 public:
  RealTlsProbe(orchestrator::Dialer& dialer, orchestrator::Clock& clock)
      : dialer_(dialer), proxies_(dialer, clock), clock_(clock) {}
  Task<Result<orchestrator::Served>> probe(orchestrator::Endpoint address, std::string server_name,
                                           std::string proxy, Instant deadline) override;

 private:
  orchestrator::Dialer& dialer_;
  orchestrator::net::HttpClient proxies_;
  orchestrator::Clock& clock_;
};

}  // namespace kigen::workers::check
