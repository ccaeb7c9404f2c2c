#pragma once

#include "orchestrator/jobs/handler.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/ssh.hpp"

namespace kigen::workers::install {

/// Job "access.scan": reads a host's identity without logging in (R30). Pins it when the access trusts at
/// first use; else shows it as a candidate that a person confirms.
class ScanHandler final : public orchestrator::JobHandler {
 public:
  ScanHandler(orchestrator::Ssh& ssh, orchestrator::Clock& clock) : ssh_(ssh), clock_(clock) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override { return {.max_attempts = 4}; }
  Result<orchestrator::Work> prepare(const orchestrator::World& world, const orchestrator::Job& job) override;

 private:
  Task<Result<orchestrator::JobOutcome>> scan(orchestrator::Access access, Duration timeout,
                                              orchestrator::JobContext& context);

  orchestrator::Ssh& ssh_;
  orchestrator::Clock& clock_;
};

}  // namespace kigen::workers::install
