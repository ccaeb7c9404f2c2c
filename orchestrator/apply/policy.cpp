#include "events/core/overloaded.hpp"
#include "orchestrator/consequences.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/node/commands.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

void requested(Consequences& then, const ApplyRequested& event) {
  const auto& apply = *then.world().apply(then.id<ApplyId>());
  then.queue("run_apply", run_apply(apply, event.scheduled_for.value_or(then.now())));
}

void succeeded(Consequences& then) {
  const auto& apply = *then.world().ended_apply();
  then.add_if_of_use("note_installed", ReportNodeInstalled{apply.node, {apply.id, apply.slot, apply.serial}});
}

void rollback_retried(Consequences& then) {
  then.queue("run_apply", run_apply(*then.world().apply(then.id<ApplyId>()), then.now()));
}

void cancelled(Consequences& then) {
  then.cancel_jobs("cancel_jobs", then.stream(), "the apply was cancelled");
}

}  // namespace

void react(Consequences& then, const ApplyEvent& event) {
  visit_some(
      event, [&](const ApplyRequested& e) { requested(then, e); },
      [&](const ApplySucceeded&) { succeeded(then); },
      [&](const RollbackRetried&) { rollback_retried(then); },
      [&](const ApplyCancelled&) { cancelled(then); });
}

}  // namespace kigen::orchestrator
