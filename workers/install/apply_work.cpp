#include "workers/install/apply_work.hpp"

#include <utility>

#include "orchestrator/apply/saga.hpp"
#include "workers/check/node_check.hpp"
#include "workers/install/host_identity.hpp"
#include "workers/install/plan.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;

/// How long a node may take to serve the new certificate after its restart.
constexpr auto check_patience = std::chrono::seconds(20);

class Run {
 public:
  Run(const ApplyPorts& ports, ApplyBrief brief, Home& home)
      : ports_(ports), brief_(std::move(brief)), home_(home), served_before_(known_before(brief_)) {}

  Task<Result<JobOutcome>> run() {
    CO_TRY_DO(co_await observe());
    auto plan = make_plan();
    if (!plan) co_return co_await give_up(plan.error());
    const auto installer = ports_.installers.find(brief_.errand.settings.server.word());
    ensure(installer != ports_.installers.end(), "a node kind without installer");
    auto procedure = installer->second->prepare(*std::move(plan));
    if (!procedure) co_return co_await refuse(procedure.error());
    CO_TRY_DO(co_await run_saga(brief_.apply, std::move(*procedure), saga_world()));
    co_return JobDone{};
  }

 private:
  /// An apply that goes on keeps what was seen before its first step.
  static std::string known_before(const ApplyBrief& brief) {
    return brief.apply.steps.empty() ? brief.last_served : brief.apply.served_before;
  }

  bool is_checked() const { return brief_.errand.settings.check.method != events::CheckMethod::none; }

  /// What the node serves before anything is changed: that is what a rollback must bring back.
  Task<Result<>> observe() {
    if (!is_checked() || !brief_.apply.steps.empty()) co_return Result<>{};
    CO_TRY(const auto seen, co_await look_once());
    served_before_ = seen.served_serial;
    CO_TRY_DO(co_await home_.report(ReportNodeChecked{brief_.errand.node, seen}));
    co_return Result<>{};
  }

  Result<InstallPlan> make_plan() {
    TRY(auto plan, plan_for(brief_.errand));
    plan.slot = brief_.apply.slot;
    plan.leaf_pem = brief_.generation.leaf_pem;
    for (const auto& pem : brief_.generation.chain_pem) plan.chain_pem += pem;
    if (brief_.generation.key) {
      TRY(plan.key_pem, brief_.errand.secrets.get(*brief_.generation.key));
    }
    plan.note_host_key = [this](HostKey key) { return make_known(std::move(key)); };
    plan.check_host_key = [this](HostKey key) { return hold_to(std::move(key)); };
    return plan;
  }

  Task<Result<>> make_known(HostKey shown) {
    if (auto report = judge(brief_.errand.access, shown))
      CO_TRY_DO(co_await home_.report(*std::move(report)));
    co_return Result<>{};
  }

  Task<Result<>> hold_to(HostKey shown) {
    CO_TRY_DO(co_await home_.report(trust(brief_.errand.access, shown)));
    co_return Result<>{};
  }

  /// No plan can be made: that ends an apply which has not begun, unless the job tries again.
  Task<Result<JobOutcome>> give_up(const Error& error) {
    if (!brief_.apply.steps.empty() || failure_of(error.code) != Failure::permanent) co_return fail(error);
    co_return co_await refuse(error);
  }

  /// The plan itself was found wanting: nothing was sent, so nothing is undone.
  Task<Result<JobOutcome>> refuse(const Error& error) {
    CO_TRY_DO(co_await report(events::ApplyStarted{brief_.apply.attempt + 1, 0, served_before_}));
    CO_TRY_DO(co_await report(events::ApplyFailed{error_word(error.code), describe(error)}));
    co_return JobDone{};
  }

  SagaWorld saga_world() {
    return {
        .clock = ports_.clock,
        .report = [this](events::ApplyEvent event) { return report(std::move(event)); },
        .note =
            [this](events::ApplyEvent event) { home_.note(ReportApply{brief_.apply.id, std::move(event)}); },
        .look = [this](std::string serial) { return look_for(std::move(serial)); },
        .checked = is_checked(),
        .served_before = served_before_,
        .last_attempt = brief_.last_attempt};
  }

  Task<Result<>> report(events::ApplyEvent event) {
    co_return co_await home_.report(ReportApply{brief_.apply.id, std::move(event)});
  }

  Task<Result<events::NodeChecked>> look_once() {
    co_return co_await check::check_node(check_ports(), brief_.errand.settings.check,
                                         check::expectation(brief_.generation), brief_.errand.general.proxy,
                                         ports_.clock.now() + connect_timeout());
  }

  /// Looks until `serial` is served or the patience ends, and makes what was seen known.
  Task<Result<events::NodeChecked>> look_for(std::string serial) {
    CO_TRY(auto seen, co_await check::check_until_served(
                          check_ports(), brief_.errand.settings.check, check::expectation(brief_.generation),
                          serial, brief_.errand.general.proxy, ports_.clock.now() + check_patience));
    CO_TRY_DO(co_await home_.report(ReportNodeChecked{brief_.errand.node, seen}));
    co_return seen;
  }

  check::CheckPorts check_ports() const { return {ports_.dialer, ports_.probe, ports_.clock}; }
  Duration connect_timeout() const { return std::chrono::seconds(brief_.errand.general.connect_timeout_s); }

  const ApplyPorts& ports_;
  ApplyBrief brief_;
  Home& home_;
  std::string served_before_;
};

}  // namespace

Task<Result<JobOutcome>> run_apply(const ApplyPorts& ports, ApplyBrief brief, Home& home) {
  Run run(ports, std::move(brief), home);
  co_return co_await run.run();
}

}  // namespace kigen::workers::install
