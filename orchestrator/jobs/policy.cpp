#include <chrono>

#include "events/core/overloaded.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/erasure/commands.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/node/checks.hpp"
#include "orchestrator/node/commands.hpp"
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

void next_vault_review(Consequences& then) {
  if (is_coming(then.world(), vault_stream, job_kind::vault_review)) return;
  then.queue("next_vault_review", review_vault(then.now() + vault_review_interval));
}

/// Of recurring work the last failure stays in sight, and none once it went well again.
void drop_parked(Consequences& then, const Job& done) {
  for (const auto* job : then.world().jobs_about(done.queued.subject))
    if (job->stage == JobStage::parked && job->queued.kind == done.queued.kind && job->id != done.id)
      then.add("drop_parked", CancelJob{job->id, "a later one has run"});
}

/// Nobody works on an apply any more: it ends, or waits for a person, in plain sight.
void given_up(Consequences& then, const Apply& apply, const std::string& code, const std::string& reason) {
  if (was_live(apply))
    then.add_if_of_use("apply_stuck", ReportApply{apply.id, ApplyStuck{reason}});
  else
    then.add_if_of_use("fail_apply", ReportApply{apply.id, ApplyFailed{code, reason}});
}

const Apply* apply_of(const Consequences& then, const Job& job) {
  const auto id = id_of<ApplyId>(job.queued.subject);
  return id ? then.world().apply(*id) : nullptr;
}

/// A person dropped the work on an order, an apply or a host: that ends in plain sight too, not in silence.
void dropped(Consequences& then, const Job& job, const std::string& reason) {
  if (const auto order = id_of<OrderId>(job.queued.subject))
    then.add_if_of_use("fail_order", ReportOrder{*order, OrderFailed{"job_dropped", reason}});
  if (const auto* apply = apply_of(then, job)) {
    if (may_be_left(then.world(), *apply))
      then.add("cancel_apply", CancelApply{apply->id, reason});
    else
      given_up(then, *apply, "job_dropped", reason);
  }
  if (const auto node = id_of<NodeId>(job.queued.subject); node && job.queued.kind == job_kind::node_clean_up)
    then.add_if_of_use("drop_leftovers", DropLeftovers{*node, reason});
}

/// Its work cannot go on by itself. A parked job would wait for a person whom the apply's end tells all.
void parked(Consequences& then, const Job& job, const JobParked& event) {
  if (const auto* apply = apply_of(then, job)) given_up(then, *apply, event.code, event.detail);
}

/// Of a service that was deleted while it ran: nobody could try it again, or drop it.
bool is_orphan(const Consequences& then, const Job& job) {
  return job.queued.service && !then.world().has(*job.queued.service);
}

void drop_orphan(Consequences& then, const Job& job) {
  if (is_orphan(then, job)) then.add("drop_orphan", CancelJob{job.id, "the service was deleted"});
}

void next_turn(Consequences& then, const Job& done) {
  if (done.queued.kind == job_kind::node_check)
    next_node_check(then, done);
  else if (done.queued.kind == job_kind::expiry_check)
    next_expiry_check(then);
  else if (done.queued.kind == job_kind::vault_review)
    next_vault_review(then);
  else
    return;
  if (done.stage != JobStage::cancelled) drop_parked(then, done);
}

}  // namespace

void react(Consequences& then, const JobEvent& event) {
  visit_some(
      event, [&](const JobSucceeded&) { next_turn(then, *then.world().ended_job()); },
      [&](const JobRetryScheduled&) { drop_orphan(then, *then.world().job(then.id<JobId>())); },
      [&](const JobParked& e) {
        const auto& job = *then.world().job(then.id<JobId>());
        if (is_orphan(then, job)) return drop_orphan(then, job);
        parked(then, job, e);
        next_turn(then, job);
      },
      [&](const JobCancelled& e) {
        dropped(then, *then.world().ended_job(), e.reason);
        next_turn(then, *then.world().ended_job());
      });
}

}  // namespace kigen::orchestrator
