#include "workers/install/apply_handler.hpp"

#include "orchestrator/apply/commands.hpp"
#include "orchestrator/apply/saga.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/world.hpp"
#include "workers/check/node_check.hpp"
#include "workers/generation_reader.hpp"
#include "workers/install/host_identity.hpp"
#include "workers/install/plan.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;

/// How long a node may take to serve the new certificate after its restart.
constexpr auto check_patience = std::chrono::seconds(20);
/// Together some 30 seconds.
constexpr std::uint32_t attempts_while_watched = 4;

struct Brief {
  Apply apply;
  Node node;
  Access access;
  Slot slot;
  std::string service;
  events::GeneralSettings settings;
};

class Run {
 public:
  Run(const ApplyPorts& ports, Brief brief, JobContext& job)
      : ports_(ports), brief_(std::move(brief)), job_(job), served_before_(known_before(brief_)) {}

  Task<Result<JobOutcome>> run() {
    CO_TRY(generation_, co_await read_generation(ports_.log, brief_.slot.registered_at));
    CO_TRY_DO(co_await observe());
    auto plan = co_await make_plan();
    if (!plan) co_return co_await give_up(plan.error());
    const auto installer = ports_.installers.find(brief_.node.settings.kind);
    ensure(installer != ports_.installers.end(), "a node kind without installer");
    auto procedure = installer->second->prepare(*std::move(plan));
    if (!procedure) co_return co_await refuse(procedure.error());
    CO_TRY_DO(co_await run_saga(brief_.apply, std::move(*procedure), saga_world()));
    co_return JobDone{};
  }

 private:
  /// An apply that goes on keeps what was seen before its first step.
  static std::string known_before(const Brief& brief) {
    return brief.apply.steps.empty() ? served_serial(brief.node) : brief.apply.served_before;
  }

  bool is_checked() const { return brief_.node.settings.check.method != events::CheckMethod::none; }

  /// What the node serves before anything is changed: that is what a rollback must bring back.
  Task<Result<>> observe() {
    if (!is_checked() || !brief_.apply.steps.empty()) co_return Result<>{};
    CO_TRY(const auto seen, co_await look_once(generation_));
    served_before_ = seen.served_serial;
    CO_TRY_DO(co_await job_.report(as_command(ReportNodeChecked{brief_.node.id, seen})));
    co_return Result<>{};
  }

  Task<Result<InstallPlan>> make_plan() {
    CO_TRY(auto plan, co_await plan_for({.apply = brief_.apply.id,
                                         .serial = generation_.serial,
                                         .node = brief_.node,
                                         .node_settings = brief_.node.settings,
                                         .access = brief_.access,
                                         .service = brief_.service,
                                         .settings = brief_.settings},
                                        ports_.vault));
    plan.slot = brief_.apply.slot;
    plan.leaf_pem = generation_.leaf_pem;
    for (const auto& pem : generation_.chain_pem) plan.chain_pem += pem;
    if (generation_.key) {
      CO_TRY(plan.key_pem, co_await ports_.vault.get(*generation_.key));
    }
    plan.note_host_key = [this](HostKey key) { return make_known(std::move(key)); };
    plan.check_host_key = [this](HostKey key) { return hold_to(std::move(key)); };
    co_return plan;
  }

  Task<Result<>> make_known(HostKey shown) {
    if (auto command = judge(brief_.access, shown)) CO_TRY_DO(co_await job_.report(std::move(*command)));
    co_return Result<>{};
  }

  Task<Result<>> hold_to(HostKey shown) {
    CO_TRY_DO(co_await job_.report(trust(brief_.access, shown)));
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
    return {.clock = ports_.clock,
            .report = [this](events::ApplyEvent event) { return report(std::move(event)); },
            .note = [this](events::ApplyEvent event) { job_.note(command_of(std::move(event))); },
            .look = [this](std::string serial) { return look_for(std::move(serial)); },
            .checked = is_checked(),
            .served_before = served_before_,
            .last_attempt = is_last_attempt()};
  }

  /// Nobody waits before the console for one that the schedule began: it may take longer.
  bool is_last_attempt() const {
    const bool is_watched = brief_.apply.reason == events::ApplyReason::requested;
    return job_.last_attempt() || (is_watched && job_.job().attempt >= attempts_while_watched);
  }

  Task<Result<>> report(events::ApplyEvent event) {
    CO_TRY_DO(co_await job_.report(command_of(std::move(event))));
    co_return Result<>{};
  }

  Command command_of(events::ApplyEvent event) const {
    return as_command(ReportApply{brief_.apply.id, std::move(event)});
  }

  Task<Result<events::NodeChecked>> look_once(const events::Generation& expected) {
    co_return co_await check::check_node(check_ports(), brief_.node.settings.check,
                                         check::expectation(expected), brief_.settings.proxy,
                                         ports_.clock.now() + connect_timeout());
  }

  /// Looks until `serial` is served or the patience ends, and makes what was seen known.
  Task<Result<events::NodeChecked>> look_for(std::string serial) {
    CO_TRY(auto seen, co_await check::check_until_served(
                          check_ports(), brief_.node.settings.check, check::expectation(generation_), serial,
                          brief_.settings.proxy, ports_.clock.now() + check_patience));
    CO_TRY_DO(co_await job_.report(as_command(ReportNodeChecked{brief_.node.id, seen})));
    co_return seen;
  }

  check::CheckPorts check_ports() const { return {ports_.dialer, ports_.probe, ports_.clock}; }
  Duration connect_timeout() const { return std::chrono::seconds(brief_.settings.connect_timeout_s); }

  const ApplyPorts& ports_;
  Brief brief_;
  JobContext& job_;
  std::string served_before_;
  events::Generation generation_;
};

Work nothing_to_do() {
  return [](JobContext&) -> Task<Result<JobOutcome>> { co_return JobDone{}; };
}

Task<Result<JobOutcome>> run_apply(const ApplyPorts& ports, Brief brief, JobContext& context) {
  Run run(ports, std::move(brief), context);
  co_return co_await run.run();
}

}  // namespace

std::string_view ApplyHandler::kind() const { return job_kind::apply_run; }

JobRules ApplyHandler::rules() const {
  return {.max_attempts = 12,  // together some three hours
          .backoff_base = std::chrono::seconds(5),
          .backoff_cap = std::chrono::minutes(30),
          .lease = std::chrono::minutes(15)};
}

Result<Work> ApplyHandler::prepare(const World& world, const Job& job) {
  TRY(const auto id, id_of<ApplyId>(job.queued.subject));
  const auto* apply = world.apply(id);
  if (apply == nullptr || apply->stage == ApplyStage::stuck) return nothing_to_do();
  const auto* node = world.node(apply->node);
  const auto* service = world.service(apply->service);
  const auto* access = node == nullptr ? nullptr : world.access(node->settings.access);
  if (node == nullptr || service == nullptr || access == nullptr)
    return fail(apply_handler_errc::plan_gone, to_text(apply->node));
  const auto* slot = find_slot(*service, apply->slot);
  if (slot == nullptr || slot->serial != apply->serial)
    return fail(apply_handler_errc::plan_gone, apply->serial);
  Brief brief{*apply, *node, *access, *slot, service->settings.name, world.company().settings};
  return Work(
      [this, brief = std::move(brief)](JobContext& context) { return run_apply(ports_, brief, context); });
}

std::error_code make_error_code(apply_handler_errc code) {
  static const TableCategory table(
      "apply_run", {{int(apply_handler_errc::plan_gone), "plan_gone",
                     "the node, its access or the generation was removed since the apply was requested", 1814,
                     Failure::permanent, Answer::conflict}});
  return {int(code), table};
}

}  // namespace kigen::workers::install
