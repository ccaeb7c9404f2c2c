#pragma once

#include "orchestrator/jobs/two_halves.hpp"
#include "workers/install/clean_up_work.hpp"

namespace kigen::workers::install {

/// Job "node.clean_up": ended applies left something on a node's host. Waits for the end of an open apply;
/// the policy queues it again then.
class CleanUpHandler final : public orchestrator::TwoHalves<CleanUpBrief> {
 public:
  CleanUpHandler(orchestrator::HomePorts home, CleanUpPorts ports)
      : TwoHalves(home), ports_(std::move(ports)) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override;
  Result<orchestrator::Gather<CleanUpBrief>> brief_for(const orchestrator::World& world,
                                                       const orchestrator::Job& job) override;
  Task<Result<orchestrator::JobOutcome>> work(CleanUpBrief brief, orchestrator::Home& home) override {
    return clean_up_host(ports_, std::move(brief), home);
  }

 private:
  CleanUpPorts ports_;
};

}  // namespace kigen::workers::install
