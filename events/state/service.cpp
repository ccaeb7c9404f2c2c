#include "events/state/service.hpp"

#include <algorithm>
#include <tuple>

#include "events/core/overloaded.hpp"

namespace kigen::events {
namespace {

void forget_renewal(Service& service) {
  service.renewal_due.reset();
  service.renewal_serial.clear();
  service.renewal_overdue = false;
}

/// No order can use a CSR that asks for something else. Without rule or account nothing is renewed by itself.
void edited(Service& service, const ServiceSettings& settings) {
  auto& pending = service.pending_key;
  if (pending && !csr_still_fits(service.settings, settings, pending->key.has_value())) pending.reset();
  service.settings = settings;
  if (settings.renewal.rule == RenewalRule::never || !settings.ca_account) forget_renewal(service);
}

/// Once enabled again, the renewal is planned anew.
void disabled(Service& service) {
  service.enabled = false;
  forget_renewal(service);
}

void empty_slot(Service& service, std::uint8_t number) {
  std::erase_if(service.slots, [number](const Slot& slot) { return slot.number == number; });
}

void fill_slot(Service& service, const Generation& generation, const Stamp& stamp) {
  empty_slot(service, generation.slot);
  const auto place = std::ranges::lower_bound(service.slots, generation.slot, {}, &Slot::number);
  service.slots.insert(place, {.number = generation.slot,
                               .serial = generation.serial,
                               .not_before = generation.not_before,
                               .not_after = generation.not_after,
                               .chain_not_after = generation.chain_not_after,
                               .leaf_sha256 = generation.leaf_sha256,
                               .public_key_sha256 = generation.public_key_sha256,
                               .chain_length = generation.chain_pem.size(),
                               .key = generation.key,
                               .order = generation.order,
                               .registered_at = stamp.position,
                               .not_yet_valid = generation.not_before > stamp.time});
}

void became_valid(Service& service, std::uint8_t number) {
  const auto slot = std::ranges::find(service.slots, number, &Slot::number);
  if (slot != service.slots.end()) slot->not_yet_valid = false;
}

/// A new certificate: it is current by its expiry, and the key that waited for it is used up.
void registered(Service& service, const Generation& generation, const Stamp& stamp) {
  fill_slot(service, generation, stamp);
  service.selected.reset();
  if (service.pending_key && service.pending_key->public_key_sha256 == generation.public_key_sha256)
    service.pending_key.reset();
  forget_renewal(service);
}

void removed(Service& service, const GenerationRemoved& event) {
  empty_slot(service, event.slot);
  if (service.selected == event.slot) service.selected.reset();
  if (service.renewal_serial == event.serial) forget_renewal(service);
}

void renewal_scheduled(Service& service, const RenewalScheduled& event) {
  service.renewal_due = event.due;
  service.renewal_serial = event.serial;
  service.renewal_overdue = false;
}

}  // namespace

const Slot* find_slot(const Service& service, std::uint8_t number) {
  const auto found = std::ranges::find(service.slots, number, &Slot::number);
  return found == service.slots.end() ? nullptr : &*found;
}

bool is_older(const Slot& one, const Slot& other) {
  return std::tie(one.not_after, one.registered_at) < std::tie(other.not_after, other.registered_at);
}

const Slot* current_slot(const Service& service) {
  if (service.selected) return find_slot(service, *service.selected);
  const Slot* current = nullptr;
  for (const auto& slot : service.slots)
    if (!slot.not_yet_valid && (current == nullptr || is_older(*current, slot))) current = &slot;
  return current;
}

const Slot* newest_slot(const Service& service) {
  if (service.selected) return find_slot(service, *service.selected);
  const auto newest = std::ranges::max_element(service.slots, is_older);
  return newest == service.slots.end() ? nullptr : &*newest;
}

Service evolve(Service service, const ServiceEvent& event, const Stamp& stamp) {
  const auto at = stamp.position;
  std::visit(overloaded{
                 [&](const ServiceCreated& e) { service.settings = e.settings; },
                 [&](const ServiceEdited& e) { edited(service, e.settings); },
                 [&](const ServiceEnabled&) { service.enabled = true; },
                 [&](const ServiceDisabled&) { disabled(service); },
                 [&](const ServiceDeleted&) { service.deleted = true; },
                 [&](const KeyCreated& e) { service.pending_key = {e.key, e.public_key_sha256, at}; },
                 [&](const CsrImported& e) { service.pending_key = {{}, e.public_key_sha256, at}; },
                 [&](const GenerationRegistered& e) { registered(service, e.generation, stamp); },
                 [&](const GenerationUpdated& e) { fill_slot(service, e.generation, stamp); },
                 [&](const GenerationBecameValid& e) { became_valid(service, e.slot); },
                 [&](const GenerationRemoved& e) { removed(service, e); },
                 [&](const GenerationSelected& e) { service.selected = e.slot; },
                 [&](const ExpiryStatusChanged& e) { service.expiry = e.status; },
                 [&](const RenewalScheduled& e) { renewal_scheduled(service, e); },
                 [&](const RenewalOverdue&) { service.renewal_overdue = true; },
                 unchanged_by<KeyRequested, RenewalRetryPlanned, KeyExported, ServiceHandedOver>,
             },
             event);
  service.version = stamp.version;
  return service;
}

}  // namespace kigen::events
