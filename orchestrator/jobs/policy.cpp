#include <chrono>

#include "events/core/overloaded.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/node/checks.hpp"
#include "orchestrator/order/commands.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

void next_node_check(Consequences& then, const Job& done) {
  const auto& world = then.world();
  const auto id = id_of<NodeId>(done.queued.subject);
  const auto* node = id ? world.node(*id) : nullptr;
  if (!node || !wants_checks(world, *node)) return;
  ensure_checked(then, *node,
                 then.now() + std::chrono::seconds(world.company().settings.node_check_interval_s));
}

void next_expiry_check(Consequences& then) {
  const auto& world = then.world();
  if (is_coming(world, system_stream, job_kind::expiry_check)) return;
  then.queue(
      "next_expiry_check",
      check_expiries(then.now() + std::chrono::seconds(world.company().settings.expiry_check_interval_s)));
}

/// Of recurring work the last failure stays in sight, and none once it went well again.
void drop_parked(Consequences& then, const Job& done) {
  for (const auto* job : then.world().jobs_about(done.queued.subject))
    if (job->stage == JobStage::parked && job->queued.kind == done.queued.kind && job->id != done.id)
      then.add("drop_parked", CancelJob{job->id, "a later one has run"});
}

/// A person dropped the work on an order or apply: that ends in plain sight too, not in silence.
void dropped(Consequences& then, const Job& job, const std::string& reason) {
  if (const auto order = id_of<OrderId>(job.queued.subject))
    then.add_if_of_use("fail_order", ReportOrder{*order, OrderFailed{"job_dropped", reason}});
  const auto id = id_of<ApplyId>(job.queued.subject);
  const auto* apply = id ? then.world().apply(*id) : nullptr;
  if (!apply) return;
  if (apply->stage == ApplyStage::requested)
    then.add("cancel_apply", CancelApply{apply->id, reason});
  else
    then.add_if_of_use("apply_stuck", ReportApply{apply->id, ApplyStuck{reason}});
}

void next_turn(Consequences& then, const Job& done) {
  if (done.queued.kind == job_kind::node_check)
    next_node_check(then, done);
  else if (done.queued.kind == job_kind::expiry_check)
    next_expiry_check(then);
  else
    return;
  if (done.stage != JobStage::cancelled) drop_parked(then, done);
}

}  // namespace

void react(Consequences& then, const JobEvent& event) {
  visit_some(
      event, [&](const JobSucceeded&) { next_turn(then, *then.world().ended_job()); },
      [&](const JobParked&) { next_turn(then, *then.world().job(then.id<JobId>())); },
      [&](const JobCancelled& e) {
        dropped(then, *then.world().ended_job(), e.reason);
        next_turn(then, *then.world().ended_job());
      });
}

}  // namespace kigen::orchestrator
