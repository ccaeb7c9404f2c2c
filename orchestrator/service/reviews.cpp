#include <chrono>

#include "orchestrator/pki/expiry.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/find.hpp"
#include "orchestrator/service/slots.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

/// A renewal that starts within this time after its moment is not overdue.
constexpr auto renewal_grace = std::chrono::hours(1);

/// Its moment has passed and no order is under way (R12).
bool is_overdue(const World& world, const Service& service, Instant now) {
  return service.renewal_due && *service.renewal_due + renewal_grace < now &&
         !world.open_order_of(service.id);
}

/// The whole chain counts: what runs out first ends the certificate's use.
ExpiryStatus status_of(const Slot* slot, Instant now, bool overdue) {
  if (!slot) return ExpiryStatus::none;
  return pki::expiry_status(slot->not_before, slot->chain_not_after, now, overdue);
}

ExpiryStatusChanged status_changed(ExpiryStatus status, const Slot* slot) {
  if (!slot) return {.status = status};
  return {.status = status, .serial = slot->serial, .not_after = slot->chain_not_after};
}

/// Their policy reviews the rest, with another current generation.
Changes became_valid(const Service& service, Instant now) {
  Changes changes;
  for (const auto& slot : service.slots)
    if (slot.not_yet_valid && slot.not_before <= now)
      changes.add(stream_of(service.id), service.version, GenerationBecameValid{slot.number, slot.serial});
  return changes;
}

}  // namespace

Result<Changes> decide(const World& world, const ReviewExpiry& command) {
  TRY(const auto* service, find_service(world, command.id));
  if (auto valid = became_valid(*service, command.now); !valid.empty()) return valid;
  if (!service->enabled) return Changes{};
  const auto* slot = current_slot(*service);
  const bool overdue = is_overdue(world, *service, command.now);
  const auto status = status_of(slot, command.now, overdue);
  Changes changes;
  if (overdue && !service->renewal_overdue)
    changes.add(
        command.stream(), service->version,
        RenewalOverdue{service->renewal_serial, "due " + to_text(*service->renewal_due) + ", no order open"});
  if (status != service->expiry)
    changes.add(command.stream(), service->version, status_changed(status, slot));
  return changes;
}

Result<Changes> decide(const World& world, const ScheduleRenewal& command) {
  TRY(const auto* service, find_service(world, command.id));
  const auto& settings = service->settings;
  const auto* slot = newest_slot(*service);
  const bool renews = service->enabled && settings.ca_account && settings.renewal.rule != RenewalRule::never;
  if (!renews || !slot) return Changes{};
  const auto due =
      pki::renewal_due(slot->not_before, slot->not_after, settings.renewal, to_text(service->id));
  if (service->renewal_due == due && service->renewal_serial == slot->serial) return Changes{};
  return change(*service, RenewalScheduled{slot->serial, due});
}

Result<Changes> decide(const World& world, const PlanRenewalRetry& command) {
  TRY(const auto* service, find_service(world, command.id));
  const auto* slot = newest_slot(*service);
  const bool is_due = service->enabled && service->renewal_due && *service->renewal_due <= command.now;
  if (!is_due || !slot) return Changes{};
  const auto pause = pki::renewal_pause(slot->not_after, command.now);
  return change(*service, RenewalRetryPlanned{slot->serial, command.now + pause});
}

}  // namespace kigen::orchestrator
