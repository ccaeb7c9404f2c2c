#include "events/core/overloaded.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/node/checks.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/slots.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

const Node& node_of(const Consequences& then) { return *then.world().node(then.id<NodeId>()); }

void set_up(Consequences& then) {
  const auto& node = node_of(then);
  if (wants_checks(then.world(), node))
    check_now(then, node, job_priority::by_schedule);
  else
    then.cancel_jobs("stop_checks", then.stream(), "the node is not checked", job_kind::node_check);
}

void disabled(Consequences& then) {
  const auto* apply = then.world().open_apply_of(then.id<NodeId>());
  if (apply && apply->stage == ApplyStage::requested)
    then.add("cancel_apply", CancelApply{apply->id, "the node was disabled"});
  then.cancel_jobs("cancel_jobs", then.stream(), "the node was disabled");
}

void check_requested(Consequences& then, const NodeCheckRequested& event) {
  check_now(then, node_of(then), event.by_schedule ? job_priority::by_schedule : job_priority::by_person);
}

/// What a node has or serves changed: perhaps nobody needs an older generation any more (R9).
void moved(Consequences& then) { drop_abandoned(then, *then.world().service(node_of(then).service)); }

}  // namespace

void react(Consequences& then, const NodeEvent& event) {
  visit_some(
      event, [&](const NodeCreated&) { set_up(then); }, [&](const NodeEdited&) { set_up(then); },
      [&](const NodeEnabled&) { set_up(then); }, [&](const NodeDisabled&) { disabled(then); },
      [&](const NodeDeleted&) { then.cancel_jobs("cancel_jobs", then.stream(), "the node was deleted"); },
      [&](const NodeCheckRequested& e) { check_requested(then, e); },
      [&](const NodeInstalled&) { moved(then); }, [&](const NodeChecked&) { moved(then); });
}

}  // namespace kigen::orchestrator
