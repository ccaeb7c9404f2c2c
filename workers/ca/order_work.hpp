#pragma once

#include <optional>
#include <string>

#include "events/company_events.hpp"
#include "orchestrator/jobs/home.hpp"
#include "orchestrator/jobs/keyring.hpp"
#include "orchestrator/jobs/outcome.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/key_maker.hpp"
#include "orchestrator/states.hpp"
#include "workers/ca/registry.hpp"

namespace kigen::workers::ca {

/// A key that orders go on with, if home's vault still has it.
struct KeptKey {
  KeyRef key = {};
  std::string public_key_sha256 = {};
  static constexpr auto fields = events::field_list(
      events::field("key", &KeptKey::key), events::field("publicKeySha256", &KeptKey::public_key_sha256));
};

struct OrderBrief {
  orchestrator::Order order = {};
  orchestrator::CaAccount account = {};
  events::KeyParameters key = {};
  events::Subject subject = {};
  std::optional<events::OrderKeyPrepared> waiting = {};  ///< the key and CSR that wait at the service
  std::optional<KeptKey> kept = {};
  events::GeneralSettings settings = {};
  orchestrator::Keyring secrets = {};  ///< the account's, and the key that is kept

  static constexpr auto fields = events::field_list(
      events::field("order", &OrderBrief::order), events::field("account", &OrderBrief::account),
      events::field("key", &OrderBrief::key), events::field("subject", &OrderBrief::subject),
      events::field("waiting", &OrderBrief::waiting), events::field("kept", &OrderBrief::kept),
      events::field("settings", &OrderBrief::settings), events::field("secrets", &OrderBrief::secrets));
};

/// What an order needs of the outside.
struct OrderPorts {
  const CaRegistry& authorities;
  orchestrator::KeyMaker& keys;
  orchestrator::Clock& clock;
};

/// Brings an order as far as it goes now (R19). Every stage is an event before the next begins, so an attempt
/// picks up where the last one stopped; a submission without outcome is looked up at the CA first.
Task<Result<orchestrator::JobOutcome>> advance_order(OrderPorts ports, OrderBrief brief,
                                                     orchestrator::Home& home);

}  // namespace kigen::workers::ca
