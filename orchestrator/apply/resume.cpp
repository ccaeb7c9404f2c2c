#include "orchestrator/apply/resume.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "orchestrator/apply/saga.hpp"

namespace kigen::orchestrator {
namespace {

/// Whether it matters that it runs before the steps behind it and after those before it.
bool has_its_place(const Step& step) {
  return !step.session && !step.read_only && !step.cleanup && step.name != look_step;
}

}  // namespace

Result<> check_names(const std::vector<Step>& plan) {
  std::set<std::string_view> names{look_step};
  for (const auto& step : plan)
    if (!names.insert(step.name).second) return fail(saga_errc::doubled_step, step.name);
  return {};
}

const Step* find_step(const std::vector<Step>& plan, std::string_view name) {
  const auto at = std::ranges::find(plan, name, &Step::name);
  return at == plan.end() ? nullptr : &*at;
}

bool leaves_something(const StepProgress& begun, const std::vector<Step>& plan) {
  if (begun.name == look_step || !may_have_changed(begun)) return false;
  const auto* step = find_step(plan, begun.name);
  if (step != nullptr && step->undo) return true;
  return begun.undoable.value_or(step == nullptr);
}

bool was_live(const StepProgress& begun, const std::vector<Step>& plan) {
  if (begun.name == look_step || !may_have_changed(begun)) return false;
  const auto* step = find_step(plan, begun.name);
  if (step != nullptr && step->live) return true;
  return begun.live.value_or(step == nullptr);
}

bool was_served(const Apply& apply, const std::vector<Step>& plan) {
  return std::ranges::any_of(apply.steps, [&](const StepProgress& begun) {
    if (begun.name == look_step) return begun.state == StepState::succeeded;
    const auto* step = find_step(plan, begun.name);
    return step != nullptr && step->cleanup;
  });
}

Result<> check_fit(const Apply& apply, const std::vector<Step>& plan) {
  if (was_served(apply, plan)) return {};
  auto next = plan.begin();
  for (const auto& begun : apply.steps) {
    const auto* step = find_step(plan, begun.name);
    if (step == nullptr && leaves_something(begun, plan)) return fail(saga_errc::unknown_step, begun.name);
    if (step == nullptr || !has_its_place(*step)) continue;
    next = std::find_if(next, plan.end(), has_its_place);  // this one at the latest: no name comes twice
    if (&*next != step) return fail(saga_errc::steps_changed, next->name);
    ++next;
  }
  return {};
}

}  // namespace kigen::orchestrator
