#pragma once

#include "orchestrator/jobs/two_halves.hpp"
#include "workers/install/scan_work.hpp"

namespace kigen::workers::install {

/// Job "access.scan": a person wants to see a host's identity.
class ScanHandler final : public orchestrator::TwoHalves<ScanBrief> {
 public:
  ScanHandler(orchestrator::HomePorts home, ScanPorts ports) : TwoHalves(home), ports_(ports) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override { return {.max_attempts = 4}; }
  Result<orchestrator::Gather<ScanBrief>> brief_for(const orchestrator::World& world,
                                                    const orchestrator::Job& job) override;
  Task<Result<orchestrator::JobOutcome>> work(ScanBrief brief, orchestrator::Home& home) override {
    return scan_host(ports_, std::move(brief), home);
  }

 private:
  ScanPorts ports_;
};

}  // namespace kigen::workers::install
