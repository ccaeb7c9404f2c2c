#include "events/core/overloaded.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/node/checks.hpp"
#include "orchestrator/order/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/slots.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

const Service& service_of(const Consequences& then) { return *then.world().service(then.id<ServiceId>()); }

/// Chooses the next renewal anew, or drops the one that is no longer wanted.
void plan_renewal(Consequences& then) {
  const auto& service = service_of(then);
  then.add_if_of_use("plan_renewal", ScheduleRenewal{service.id});
  if (!service.renewal_due)
    then.cancel_jobs("cancel_renewal", then.stream(), "no renewal is planned", job_kind::service_renew);
}

/// Other certificates in the slots: another renewal, another expiry status.
void generations_changed(Consequences& then) {
  plan_renewal(then);
  then.add_if_of_use("review_expiry", ReviewExpiry{then.id<ServiceId>(), then.now()});
}

/// Another certificate; if it is early, its time is awaited.
void registered(Consequences& then, const Generation& generation) {
  if (generation.not_before > then.now())
    then.queue("await_validity", review(service_of(then), generation.not_before));
  generations_changed(then);
}

/// It may have fewer slots than before.
void edited(Consequences& then) {
  plan_renewal(then);
  drop_abandoned(then, service_of(then));
}

void enabled(Consequences& then) {
  generations_changed(then);
  const auto& world = then.world();
  for (const auto id : world.nodes_of(then.id<ServiceId>()))
    if (wants_checks(world, *world.node(id))) ensure_checked(then, *world.node(id), then.now());
}

void disabled(Consequences& then) {
  const std::string reason = "the service was disabled";
  const auto& world = then.world();
  const auto id = then.id<ServiceId>();
  if (const auto* order = world.open_order_of(id))
    then.add_if_of_use("cancel_order", CancelOrder{order->id, reason});
  for (const auto node : world.nodes_of(id)) {
    const auto* apply = world.open_apply_of(node);
    if (apply && may_be_left(world, *apply)) then.add("cancel_apply", CancelApply{apply->id, reason});
    then.cancel_jobs("cancel_checks", stream_of(node), reason, job_kind::node_check);
  }
  then.cancel_jobs("cancel_jobs", then.stream(), reason);
}

/// One renewal job per service: the new moment's.
void renew_at(Consequences& then, Instant due) {
  then.queue("renew", renew(service_of(then), due));
  then.cancel_jobs("cancel_renewal", then.stream(), "the renewal was moved", job_kind::service_renew);
}

}  // namespace

void react(Consequences& then, const ServiceEvent& event) {
  visit_some(
      event, [&](const ServiceEdited&) { edited(then); }, [&](const ServiceEnabled&) { enabled(then); },
      [&](const ServiceDisabled&) { disabled(then); },
      [&](const ServiceDeleted&) {
        then.cancel_jobs("cancel_jobs", then.stream(), "the service was deleted");
      },
      [&](const KeyRequested&) { then.queue("make_key", make_key(service_of(then), then.now())); },
      [&](const GenerationRegistered& e) { registered(then, e.generation); },
      [&](const GenerationUpdated& e) { registered(then, e.generation); },
      [&](const GenerationBecameValid&) { generations_changed(then); },
      [&](const GenerationRemoved&) { generations_changed(then); },
      [&](const GenerationSelected&) { generations_changed(then); },
      [&](const RenewalScheduled& e) { renew_at(then, e.due); },
      [&](const RenewalRetryPlanned& e) { renew_at(then, e.due); });
}

}  // namespace kigen::orchestrator
