#include "events/core/overloaded.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/consequences.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/service/commands.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

void requested(Consequences& then, const OrderRequested& event) {
  const auto& order = *then.world().order(then.id<OrderId>());
  then.queue("advance_order", advance_order(order, event.scheduled_for.value_or(then.now())));
}

void issued(Consequences& then, const OrderIssued& event) {
  const auto& order = *then.world().order(then.id<OrderId>());
  then.add("register_issued", RegisterIssued{order.service, order.id, event.chain_pem});
}

void registered(Consequences& then, const OrderRegistered& event) {
  const auto& world = then.world();
  const auto& order = *world.ended_order();
  if (!order.apply_when_issued) return;
  for (const auto node : world.nodes_of(order.service))
    if (world.node(node)->enabled)
      then.add("apply_issued", RequestApply{.id = then.fresh_id<ApplyId>("apply_issued"),
                                            .node = node,
                                            .slot = event.slot,
                                            .reason = ApplyReason::issued,
                                            .now = then.now()});
}

/// A renewal is not given up while the certificate is needed.
void failed(Consequences& then) {
  const auto& order = *then.world().ended_order();
  if (order.reason == OrderReason::renewal)
    then.add_if_of_use("retry_renewal", PlanRenewalRetry{order.service, then.now()});
}

void given_up(Consequences& then) { then.cancel_jobs("cancel_jobs", then.stream(), "the order has ended"); }

}  // namespace

void react(Consequences& then, const OrderEvent& event) {
  visit_some(
      event, [&](const OrderRequested& e) { requested(then, e); },
      [&](const OrderIssued& e) { issued(then, e); }, [&](const OrderRegistered& e) { registered(then, e); },
      [&](const OrderFailed&) {
        given_up(then);
        failed(then);
      },
      [&](const OrderCancelled&) { given_up(then); });
}

}  // namespace kigen::orchestrator
