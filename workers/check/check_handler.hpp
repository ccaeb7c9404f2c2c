#pragma once

#include "orchestrator/jobs/two_halves.hpp"
#include "workers/check/check_work.hpp"

namespace kigen::workers::check {

/// Job "node.check": a node is to be looked at, now and then or because a person asked.
class CheckHandler final : public orchestrator::TwoHalves<CheckBrief> {
 public:
  CheckHandler(orchestrator::HomePorts home, CheckPorts ports) : TwoHalves(home), ports_(ports) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override { return {.max_attempts = 3}; }
  Result<orchestrator::Gather<CheckBrief>> brief_for(const orchestrator::World& world,
                                                     const orchestrator::Job& job) override;
  Task<Result<orchestrator::JobOutcome>> work(CheckBrief brief, orchestrator::Home& home) override {
    return look_at_node(ports_, std::move(brief), home);
  }

 private:
  CheckPorts ports_;
};

}  // namespace kigen::workers::check
