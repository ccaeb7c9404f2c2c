#pragma once

#include "events/log/event_log.hpp"
#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/key_maker.hpp"
#include "orchestrator/ports/random.hpp"
#include "orchestrator/ports/vault.hpp"
#include "workers/ca/registry.hpp"

namespace kigen::workers::ca {

/// What an order needs of the world.
struct OrderPorts {
  const CaRegistry& authorities;
  orchestrator::KeyMaker& keys;
  orchestrator::Vault& vault;
  orchestrator::Clock& clock;
  orchestrator::Random& random;
  events::EventLog& log;  ///< to read the CSR that waits for this order
};

/// Job "order.advance": brings an order as far as it goes now (R19). Every stage is an event before the next
/// begins, so an attempt picks up where the last one stopped; a submission without outcome is looked up at
/// the CA first.
class OrderHandler final : public orchestrator::JobHandler {
 public:
  explicit OrderHandler(OrderPorts ports) : ports_(ports) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override;
  Result<orchestrator::Work> prepare(const orchestrator::World& world, const orchestrator::Job& job) override;

 private:
  OrderPorts ports_;
};

}  // namespace kigen::workers::ca
