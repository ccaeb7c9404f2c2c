#pragma once

#include <string>
#include <vector>

#include "events/node_events.hpp"
#include "events/service_events.hpp"
#include "orchestrator/ports/tls_probe.hpp"

namespace kigen::workers::check {

/// What a node should serve.
struct Expectation {
  std::string serial = {};                     ///< upper-case hex; empty = the service has no certificate
  std::string leaf_sha256 = {};                ///< hex over the DER
  std::string public_key_sha256 = {};          ///< hex over the SubjectPublicKeyInfo
  std::vector<std::string> chain_sha256 = {};  ///< of the intermediates, issuer of the leaf first
};
Expectation expectation(const events::Generation& generation);

/// Compares what one address served with what it should: the very leaf, its key, and the intermediates behind
/// it in order; what follows those (some send the root) does not matter.
events::AddressSeen compare(const Expectation& expected, const orchestrator::Served& served);
/// What to note for an address that served nothing.
events::AddressSeen not_served(std::string address, const Error& error);

/// All addresses together: the worst verdict, and the serial when it is the same everywhere.
events::NodeChecked conclude(const Expectation& expected, std::vector<events::AddressSeen> addresses);

}  // namespace kigen::workers::check
