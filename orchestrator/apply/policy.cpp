#include <utility>

#include "events/core/overloaded.hpp"
#include "orchestrator/consequences.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/node/catch_up.hpp"
#include "orchestrator/node/clean_up.hpp"
#include "orchestrator/node/commands.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

void requested(Consequences& then, const ApplyRequested& event) {
  const auto& apply = *then.world().apply(then.id<ApplyId>());
  then.queue("run_apply", run_apply(apply, event.scheduled_for.value_or(then.now())));
}

/// Steps that nobody undid are no leftovers of an apply that went well: its copies are to stay.
void succeeded(Consequences& then) {
  const auto& apply = *then.world().ended_apply();
  then.add_if_of_use("note_installed", ReportNodeInstalled{apply.node, {apply.id, apply.slot, apply.serial}});
  if (const auto* node = then.world().node(apply.node)) catch_up(then, *node, apply.serial);
}

/// Also sees to what earlier ones left, which nobody touches while an apply is open.
void ended_without(Consequences& then) {
  const auto& apply = *then.world().ended_apply();
  then.cancel_jobs("cancel_jobs", then.stream(), "the apply has ended");
  auto steps = left_over(apply);
  const auto* node = then.world().node(apply.node);
  if (!node) return;
  const bool goes_on = catch_up(then, *node, apply.serial);
  if (steps.empty() && goes_on) return;
  if (steps.empty()) return ensure_cleaned_up(then, *node);
  NodeLeftoversNoted noted{apply.id, apply.serial, std::move(steps), is_live_left(apply), node->settings};
  then.add_if_of_use("note_leftovers", NoteLeftovers{apply.node, std::move(noted)});
}

void rollback_retried(Consequences& then) {
  then.queue("run_apply", run_apply(*then.world().apply(then.id<ApplyId>()), then.now()));
}

}  // namespace

void react(Consequences& then, const ApplyEvent& event) {
  visit_some(
      event, [&](const ApplyRequested& e) { requested(then, e); },
      [&](const ApplySucceeded&) { succeeded(then); }, [&](const ApplyFailed&) { ended_without(then); },
      [&](const ApplyRolledBack&) { ended_without(then); },
      [&](const RollbackRetried&) { rollback_retried(then); },
      [&](const ApplyCancelled&) { ended_without(then); });
}

}  // namespace kigen::orchestrator
