#pragma once

#include "workers/install/apply_handler.hpp"

namespace kigen::workers::install {

/// Job "node.clean_up": takes away from a node's host what ended applies left there, staged keys above all.
/// Waits for the end of an open apply; the policy queues it again then.
class CleanUpHandler final : public orchestrator::JobHandler {
 public:
  explicit CleanUpHandler(ApplyPorts ports) : ports_(std::move(ports)) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override;
  Result<orchestrator::Work> prepare(const orchestrator::World& world, const orchestrator::Job& job) override;

 private:
  struct Brief;
  Task<Result<orchestrator::JobOutcome>> run(std::vector<Brief> briefs, orchestrator::JobContext& context);
  Task<Result<>> clean_up(const Brief& brief, orchestrator::JobContext& context);

  ApplyPorts ports_;
};

}  // namespace kigen::workers::install
