#include "projections/services/show.hpp"

#include <algorithm>

#include "events/core/overloaded.hpp"
#include "projections/services/derive.hpp"

namespace kigen::projections {
namespace {

using namespace events;

/// What the slot was shown as, if its certificate is the same one.
const ServiceGeneration* find_shown(const ServiceDetail& detail, const Slot& slot) {
  const auto at = std::ranges::find(detail.generations, slot.registered_at, &ServiceGeneration::position);
  return at != detail.generations.end() && at->slot == slot.number ? &*at : nullptr;
}

ServiceGeneration shown(const Slot& slot, const ServiceGeneration* before) {
  ServiceGeneration generation;
  if (before != nullptr) generation = *before;
  generation.slot = slot.number;
  generation.serial = slot.serial;
  generation.not_before = slot.not_before;
  generation.not_after = slot.not_after;
  generation.chain_not_after = slot.chain_not_after;
  generation.has_key = slot.key.has_value();
  generation.leaf_sha256 = slot.leaf_sha256;
  generation.public_key_sha256 = slot.public_key_sha256;
  generation.order = slot.order;
  generation.position = slot.registered_at;
  generation.not_yet_valid = slot.not_yet_valid;
  generation.intermediates = static_cast<std::uint32_t>(slot.chain_length);
  return generation;
}

std::vector<ServiceGeneration> generations_of(const Service& service, const ServiceDetail& before) {
  std::vector<ServiceGeneration> generations;
  const auto* const current = current_slot(service);
  for (const auto& slot : service.slots) {
    generations.push_back(shown(slot, find_shown(before, slot)));
    generations.back().current = &slot == current;
  }
  return generations;
}

void registered(ServiceDetail& detail, const Generation& generation, Instant at) {
  const auto filled = std::ranges::find(detail.generations, generation.slot, &ServiceGeneration::slot);
  filled->issuer = generation.issuer;
  filled->names = generation.names;
  filled->registered_at = at;
}

template <class Csr>
void csr_made(ServiceDetail& detail, const Csr& event, Instant at) {
  detail.csr->csr_pem = event.csr_pem;
  detail.csr->made_at = at;
  detail.key_requested = false;
}

}  // namespace

void show(ServiceDetail& detail, const Service& service) {
  detail.id = service.id;
  detail.version = service.version;
  detail.settings = service.settings;
  detail.enabled = service.enabled;
  detail.expiry_status = service.expiry;
  detail.selected_slot = service.selected;
  detail.generations = generations_of(service, detail);
  detail.renewal_due = service.renewal_due;
  detail.renewal_overdue = service.renewal_overdue;
  if (!service.pending_key) return detail.csr.reset();
  if (!detail.csr) detail.csr.emplace();
  detail.csr->public_key_sha256 = service.pending_key->public_key_sha256;
  detail.csr->has_key = service.pending_key->key.has_value();
}

void fold(ServiceDetail& detail, const Fact& fact, const Service& service) {
  show(detail, service);
  const auto at = fact.time();
  visit_some(
      std::get<ServiceEvent>(fact.event),  //
      [&](const KeyRequested&) { detail.key_requested = true; },
      [&](const KeyCreated& e) { csr_made(detail, e, at); },
      [&](const CsrImported& e) { csr_made(detail, e, at); },
      [&](const GenerationRegistered& e) { registered(detail, e.generation, at); },
      [&](const GenerationUpdated& e) { registered(detail, e.generation, at); });
  derive(detail);
}

}  // namespace kigen::projections
