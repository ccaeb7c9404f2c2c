#include <string>
#include <string_view>
#include <utility>

#include "orchestrator/apply/commands.hpp"
#include "orchestrator/apply/errors.hpp"
#include "orchestrator/world.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// Decides about one report of the saga runner, by where the apply and the step stand.
class Report {
 public:
  explicit Report(const Apply& apply) : apply_(apply) {}

  /// First run, or a later attempt at one that was interrupted.
  Result<Changes> operator()(const ApplyStarted& event) const {
    if (event.attempt > apply_.attempt && apply_.stage != ApplyStage::stuck) return accept(event);
    if (event.attempt == apply_.attempt && is_running()) return Changes{};
    return wrong_stage(event);
  }
  /// Steps that open a session start again after an interruption, also on the way back.
  Result<Changes> operator()(const StepStarted& event) const {
    if (!is_running()) return wrong_stage(event);
    if (is(event.name, StepState::started)) return Changes{};
    return accept(event);
  }
  Result<Changes> operator()(const StepSucceeded& event) const {
    return outcome(event, StepState::started, StepState::succeeded);
  }
  Result<Changes> operator()(const StepFailed& event) const {
    return outcome(event, StepState::started, StepState::failed);
  }
  Result<Changes> operator()(const RollbackStarted& event) const {
    if (apply_.stage == ApplyStage::running) return accept(event);
    if (apply_.stage == ApplyStage::rolling_back) return Changes{};
    return wrong_stage(event);
  }
  Result<Changes> operator()(const StepUndoStarted& event) const {
    const auto* step = find_step(apply_, event.name);
    if (apply_.stage != ApplyStage::rolling_back || !step || step->state == StepState::undone)
      return wrong_stage(event);
    if (step->state == StepState::undo_started) return Changes{};
    return accept(event);
  }
  Result<Changes> operator()(const StepUndone& event) const {
    return outcome(event, StepState::undo_started, StepState::undone);
  }
  Result<Changes> operator()(const StepUndoFailed& event) const {
    return outcome(event, StepState::undo_started, StepState::undo_failed);
  }
  Result<Changes> operator()(const ApplySucceeded& event) const {
    if (apply_.stage != ApplyStage::running || event.serial != apply_.serial) return wrong_stage(event);
    return accept(event);
  }
  /// Nothing that the server reads was changed.
  Result<Changes> operator()(const ApplyFailed& event) const {
    const bool never_began = apply_.stage == ApplyStage::requested;
    if ((!never_began && !is_running()) || was_live(apply_)) return wrong_stage(event);
    return accept(event);
  }
  Result<Changes> operator()(const ApplyRolledBack& event) const {
    if (apply_.stage != ApplyStage::rolling_back) return wrong_stage(event);
    return accept(event);
  }
  Result<Changes> operator()(const ApplyStuck& event) const {
    if (is_running()) return accept(event);
    if (apply_.stage == ApplyStage::stuck) return Changes{};
    return wrong_stage(event);
  }
  Result<Changes> operator()(const ApplyRequested& event) const { return not_a_report(event); }
  Result<Changes> operator()(const RollbackRetried& event) const { return not_a_report(event); }
  Result<Changes> operator()(const ApplyCancelled& event) const { return not_a_report(event); }

 private:
  bool is_running() const {
    return apply_.stage == ApplyStage::running || apply_.stage == ApplyStage::rolling_back;
  }
  bool is(std::string_view name, StepState state) const {
    const auto* step = find_step(apply_, name);
    return step && step->state == state;
  }
  /// A step's outcome: `before` must be its state; with `after` it was reported already.
  template <Event E>
  Result<Changes> outcome(const E& event, StepState before, StepState after) const {
    if (is_running() && is(event.name, before)) return accept(event);
    if (is_running() && is(event.name, after)) return Changes{};
    return wrong_stage(event);
  }
  template <Event E>
  Result<Changes> accept(const E& event) const {
    return std::move(Changes{}.add(stream_of(apply_.id), apply_.version, event));
  }
  template <Event E>
  Result<Changes> wrong_stage(const E& event) const {
    std::string detail(E::type.name);
    if constexpr (requires { event.name; }) detail += " of step " + event.name;
    return fail(apply_errc::wrong_stage, detail);
  }
  template <Event E>
  Result<Changes> not_a_report(const E&) const {
    return fail(apply_errc::not_a_report, std::string(E::type.name));
  }

  const Apply& apply_;
};

}  // namespace

Result<Changes> decide(const World& world, const ReportApply& command) {
  const auto* apply = world.apply(command.id);
  if (!apply) return fail(apply_errc::unknown_apply, to_text(command.id));
  return std::visit(Report(*apply), command.event);
}

}  // namespace kigen::orchestrator
