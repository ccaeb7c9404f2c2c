#pragma once

#include <system_error>

#include "orchestrator/jobs/two_halves.hpp"
#include "workers/install/apply_work.hpp"

namespace kigen::workers::install {

enum class apply_handler_errc { plan_gone = 1 };
std::error_code make_error_code(apply_handler_errc code);

/// Job "apply.run": gathers what one run of an apply needs, its key among it.
class ApplyHandler final : public orchestrator::TwoHalves<ApplyBrief> {
 public:
  ApplyHandler(orchestrator::HomePorts home, ApplyPorts ports) : TwoHalves(home), ports_(std::move(ports)) {}
  std::string_view kind() const override;
  orchestrator::JobRules rules() const override;
  Result<orchestrator::Gather<ApplyBrief>> brief_for(const orchestrator::World& world,
                                                     const orchestrator::Job& job) override;
  Task<Result<orchestrator::JobOutcome>> work(ApplyBrief brief, orchestrator::Home& home) override {
    return run_apply(ports_, std::move(brief), home);
  }

 private:
  ApplyPorts ports_;
};

}  // namespace kigen::workers::install

template <>
struct std::is_error_code_enum<kigen::workers::install::apply_handler_errc> : std::true_type {};
