#include "events/core/overloaded.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/jobs/kinds.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/node/catch_up.hpp"
#include "orchestrator/node/checks.hpp"
#include "orchestrator/node/clean_up.hpp"
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

void enabled(Consequences& then) {
  set_up(then);
  if (!catch_up(then, node_of(then))) ensure_cleaned_up(then, node_of(then));
}

void disabled(Consequences& then) {
  const auto* apply = then.world().open_apply_of(then.id<NodeId>());
  if (apply && may_be_left(then.world(), *apply))
    then.add("cancel_apply", CancelApply{apply->id, "the node was disabled"});
  then.cancel_jobs("cancel_jobs", then.stream(), "the node was disabled", job_kind::node_check);
}

void check_requested(Consequences& then, const NodeCheckRequested& event) {
  check_now(then, node_of(then), event.by_schedule ? job_priority::by_schedule : job_priority::by_person);
}

/// What a node has or serves changed: perhaps nobody needs an older generation any more (R9).
void moved(Consequences& then) { drop_abandoned(then, *then.world().service(node_of(then).service)); }

void installed(Consequences& then) {
  moved(then);
  ensure_cleaned_up(then, node_of(then));
}

/// A person who sees to the host needs no job for it.
void leftovers_dropped(Consequences& then, const NodeLeftoversDropped& event) {
  then.cancel_jobs("cancel_clean_up", then.stream(), event.reason, job_kind::node_clean_up);
}

}  // namespace

bool catch_up(Consequences& then, const Node& node, std::string_view tried) {
  const auto* service = then.world().service(node.service);
  const auto* slot = service ? newest_slot(*service) : nullptr;
  const bool wants = node.enabled && service && service->enabled && slot && !node.left_out_serial.empty() &&
                     node.left_out_serial == slot->serial && node.left_out_serial != tried &&
                     !then.world().open_apply_of(node.id);
  if (wants)
    then.add("catch_up", apply_when_valid(then.fresh_id<ApplyId>("catch_up"), node, *slot, then.now()));
  return wants;
}

void ensure_cleaned_up(Consequences& then, const Node& node) {
  const auto& world = then.world();
  if (!node.enabled || !has_leftovers(node) || world.open_apply_of(node.id)) return;
  if (!is_coming(world, stream_of(node.id), job_kind::node_clean_up))
    then.queue("clean_up", clean_up_node(node, then.now()));
}

void react(Consequences& then, const NodeEvent& event) {
  visit_some(
      event, [&](const NodeCreated&) { set_up(then); }, [&](const NodeEdited&) { set_up(then); },
      [&](const NodeEnabled&) { enabled(then); }, [&](const NodeDisabled&) { disabled(then); },
      [&](const NodeDeleted&) { then.cancel_jobs("cancel_jobs", then.stream(), "the node was deleted"); },
      [&](const NodeCheckRequested& e) { check_requested(then, e); },
      [&](const NodeInstalled&) { installed(then); },
      [&](const NodeLeftoversNoted&) { ensure_cleaned_up(then, node_of(then)); },
      [&](const NodeLeftoversDropped& e) { leftovers_dropped(then, e); },
      [&](const NodeChecked&) { moved(then); });
}

}  // namespace kigen::orchestrator
