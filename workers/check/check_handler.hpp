#pragma once

#include "events/log/event_log.hpp"
#include "orchestrator/jobs/handler.hpp"
#include "workers/check/node_check.hpp"

namespace kigen::workers::check {

/// Job "node.check": looks from outside at what a node serves and compares (R26).
class CheckHandler final : public orchestrator::JobHandler {
 public:
  CheckHandler(CheckPorts ports, events::EventLog& log) : ports_(ports), log_(log) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override { return {.max_attempts = 3}; }
  Result<orchestrator::Work> prepare(const orchestrator::World& world, const orchestrator::Job& job) override;

 private:
  struct Brief {
    NodeId node;
    events::CheckSettings settings;
    std::optional<Position> registered_at;  ///< of the certificate that the node should serve
    events::GeneralSettings general;
  };
  Task<Result<orchestrator::JobOutcome>> check(Brief brief, orchestrator::JobContext& context);

  CheckPorts ports_;
  events::EventLog& log_;
};

}  // namespace kigen::workers::check
