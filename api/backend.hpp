#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>

#include "events/core/secret.hpp"
#include "events/log/event_log.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/random.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/runtime/orchestrator.hpp"
#include "orchestrator/runtime/troubles.hpp"
#include "projections/runner.hpp"
#include "projections/views.hpp"

namespace kigen::api {

/// The parts of the product that the API speaks with; all outlive it.
struct Backend {
  orchestrator::Orchestrator& orchestrator;
  events::EventLog& log;
  projections::Views& views;
  projections::Runner& runner;  ///< keeps `views` up with `log`
  orchestrator::Vault& vault;
  orchestrator::Troubles& troubles;
  orchestrator::Clock& clock;
  orchestrator::Random& random;
  asio::any_io_executor storage;  ///< a pool: queries of the views run there
  asio::any_io_executor cpu;      ///< a pool: password hashes, keys and PEM parsing run there
  /// The file of the browser sessions (docs/formats/sessions.md); none: they end with the process.
  std::filesystem::path sessions = {};
  /// Fingerprints of requests, which may hold passwords, are made with it and stand in the log.
  Secret fingerprint_key = {};
  /// The file of the bootstrap token's hash (docs/formats/data-folder.md); none: no token claims.
  std::filesystem::path bootstrap = {};
};

}  // namespace kigen::api
