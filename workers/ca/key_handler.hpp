#pragma once

#include "orchestrator/jobs/two_halves.hpp"
#include "workers/ca/key_work.hpp"

namespace kigen::workers::ca {

/// Job "service.make_key": a person wants the key and CSR that a service shall order with next.
class KeyHandler final : public orchestrator::TwoHalves<KeyBrief> {
 public:
  KeyHandler(orchestrator::HomePorts home, orchestrator::KeyMaker& keys) : TwoHalves(home), keys_(keys) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override { return {.max_attempts = 5}; }
  Result<orchestrator::Gather<KeyBrief>> brief_for(const orchestrator::World& world,
                                                   const orchestrator::Job& job) override;
  Task<Result<orchestrator::JobOutcome>> work(KeyBrief brief, orchestrator::Home& home) override {
    return make_key(keys_, std::move(brief), home);
  }

 private:
  orchestrator::KeyMaker& keys_;
};

}  // namespace kigen::workers::ca
