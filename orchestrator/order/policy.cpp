#include "events/core/overloaded.hpp"
#include "orchestrator/apply/commands.hpp"
#include "orchestrator/consequences.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/node/commands.hpp"
#include "orchestrator/service/commands.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

void requested(Consequences& then, const OrderRequested& event) {
  const auto& order = *then.world().order(then.id<OrderId>());
  const auto* account = then.world().ca_account(order.ca_account);
  then.queue("advance_order", advance_order(order, account ? *account : CaAccount{},
                                            event.scheduled_for.value_or(then.now())));
}

void issued(Consequences& then, const OrderIssued& event) {
  const auto& order = *then.world().order(then.id<OrderId>());
  then.add("register_issued", RegisterIssued{order.service, order.id, event.chain_pem, then.now()});
}

/// One that waits for an older certificate makes way; one that is under way, or stuck, does not.
void apply_to(Consequences& then, const Order& order, const Node& node, const Slot& slot) {
  const auto leave_out = [&](LeftOutReason reason) {
    then.add("leave_out", LeaveNodeOut{node.id, {order.id, slot.number, slot.serial, reason}});
  };
  if (!node.enabled) return leave_out(LeftOutReason::disabled);
  if (const auto* open = then.world().open_apply_of(node.id)) {
    if (!may_be_left(then.world(), *open)) return leave_out(LeftOutReason::busy);
    then.add("supersede_apply", CancelApply{open->id, "a newer certificate is there: " + slot.serial});
  }
  then.add("apply_issued", apply_when_valid(then.fresh_id<ApplyId>("apply_issued"), node, slot, then.now()));
}

void registered(Consequences& then, const OrderRegistered& event) {
  const auto& world = then.world();
  const auto& order = *world.ended_order();
  if (!order.apply_when_issued) return;
  const auto& service = *world.service(order.service);
  for (const auto id : world.nodes_of(order.service))
    apply_to(then, order, *world.node(id), *find_slot(service, event.slot));
}

/// A renewal is not given up while the certificate is needed.
void failed(Consequences& then) {
  const auto& order = *then.world().ended_order();
  if (order.reason == OrderReason::renewal)
    then.add_if_of_use("retry_renewal", PlanRenewalRetry{order.service, then.now()});
}

/// Whatever it waits for.
void cancel_requested(Consequences& then) {
  for (const auto* job : idle_jobs(then.world(), then.stream()))
    then.add_if_of_use("end_order", RetryJob{job->id, then.now()});
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
      [&](const OrderCancelRequested&) { cancel_requested(then); },
      [&](const OrderCancelled&) { given_up(then); });
}

}  // namespace kigen::orchestrator
