#pragma once

#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/key_maker.hpp"
#include "orchestrator/ports/random.hpp"
#include "orchestrator/ports/vault.hpp"

namespace kigen::workers::ca {

/// Job "service.make_key": makes the key and CSR that a service shall order with next (R13).
class KeyHandler final : public orchestrator::JobHandler {
 public:
  KeyHandler(orchestrator::KeyMaker& keys, orchestrator::Vault& vault, orchestrator::Clock& clock,
             orchestrator::Random& random)
      : keys_(keys), vault_(vault), clock_(clock), random_(random) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override { return {.max_attempts = 5}; }
  Result<orchestrator::Work> prepare(const orchestrator::World& world, const orchestrator::Job& job) override;

 private:
  Task<Result<orchestrator::JobOutcome>> make_key(ServiceId id, events::ServiceSettings settings,
                                                  orchestrator::JobContext& context);

  orchestrator::KeyMaker& keys_;
  orchestrator::Vault& vault_;
  orchestrator::Clock& clock_;
  orchestrator::Random& random_;
};

}  // namespace kigen::workers::ca
