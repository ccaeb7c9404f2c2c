#include "projections/services/evolve.hpp"

#include <algorithm>

#include "events/core/overloaded.hpp"

namespace kigen::projections {
namespace {

using namespace events;

void forget_renewal(ServiceDetail& detail) {
  detail.renewal_due.reset();
  detail.renewal_overdue = false;
}

void disabled(ServiceDetail& detail) {
  detail.enabled = false;
  forget_renewal(detail);
}

void edited(ServiceDetail& detail, const ServiceSettings& settings) {
  if (detail.csr && !csr_still_fits(detail.settings, settings, detail.csr->has_key)) detail.csr.reset();
  detail.settings = settings;
  if (settings.renewal.rule == RenewalRule::never || !settings.ca_account) forget_renewal(detail);
}

void fill_slot(ServiceDetail& detail, const Fact& fact, const Generation& generation) {
  ServiceGeneration filled{.slot = generation.slot,
                           .serial = generation.serial,
                           .issuer = generation.issuer,
                           .not_before = generation.not_before,
                           .not_after = generation.not_after,
                           .chain_not_after = generation.chain_not_after,
                           .names = generation.names,
                           .has_key = generation.key.has_value(),
                           .leaf_sha256 = generation.leaf_sha256,
                           .public_key_sha256 = generation.public_key_sha256,
                           .order = generation.order,
                           .registered_at = fact.time(),
                           .position = fact.position()};
  auto place = std::ranges::lower_bound(detail.generations, generation.slot, {}, &ServiceGeneration::slot);
  if (place != detail.generations.end() && place->slot == generation.slot)
    *place = std::move(filled);
  else
    detail.generations.insert(place, std::move(filled));
}

/// A new certificate is current by its expiry, and the CSR that waited for it is used up.
void registered(ServiceDetail& detail, const Fact& fact, const Generation& generation) {
  fill_slot(detail, fact, generation);
  detail.selected_slot.reset();
  if (detail.csr && detail.csr->public_key_sha256 == generation.public_key_sha256) detail.csr.reset();
  forget_renewal(detail);
}

void removed(ServiceDetail& detail, const GenerationRemoved& event) {
  std::erase_if(detail.generations, [&](const auto& generation) { return generation.slot == event.slot; });
  if (detail.selected_slot == event.slot) detail.selected_slot.reset();
}

template <class Csr>
void csr_made(ServiceDetail& detail, const Csr& event, bool has_key, Instant at) {
  detail.csr = ServiceCsr{event.csr_pem, event.public_key_sha256, has_key, at};
  detail.key_requested = false;
}

void renewal_scheduled(ServiceDetail& detail, const RenewalScheduled& event) {
  detail.renewal_due = event.due;
  detail.renewal_overdue = false;
}

}  // namespace

void evolve(ServiceDetail& detail, const Fact& fact, const ServiceEvent& event) {
  const auto at = fact.time();
  std::visit(overloaded{
                 [](const ServiceCreated&) {},
                 [&](const ServiceEdited& e) { edited(detail, e.settings); },
                 [&](const ServiceEnabled&) { detail.enabled = true; },
                 [&](const ServiceDisabled&) { disabled(detail); },
                 [](const ServiceDeleted&) {},
                 [&](const KeyRequested&) { detail.key_requested = true; },
                 [&](const KeyCreated& e) { csr_made(detail, e, true, at); },
                 [&](const CsrImported& e) { csr_made(detail, e, false, at); },
                 [&](const GenerationRegistered& e) { registered(detail, fact, e.generation); },
                 [&](const GenerationUpdated& e) { fill_slot(detail, fact, e.generation); },
                 [&](const GenerationRemoved& e) { removed(detail, e); },
                 [&](const GenerationSelected& e) { detail.selected_slot = e.slot; },
                 [&](const ExpiryStatusChanged& e) { detail.expiry_status = e.status; },
                 [&](const RenewalScheduled& e) { renewal_scheduled(detail, e); },
                 [&](const RenewalOverdue&) { detail.renewal_overdue = true; },
                 [](const RenewalRetryPlanned&) {},
                 [](const KeyExported&) {},
             },
             event);
  detail.version = fact.record.version;
}

}  // namespace kigen::projections
