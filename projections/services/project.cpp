#include "projections/services/derive.hpp"
#include "projections/services/evolve.hpp"
#include "projections/services/pem_key.hpp"
#include "projections/services/query.hpp"

namespace kigen::projections {
namespace {

using namespace events;

const Generation* filled(const ServiceEvent& event) {
  if (const auto* const e = std::get_if<GenerationRegistered>(&event)) return &e->generation;
  if (const auto* const e = std::get_if<GenerationUpdated>(&event)) return &e->generation;
  return nullptr;
}

}  // namespace

Services::Services(Store& store) : store_(store), details_(store, "service"), pems_(store, "service-pem") {}

Result<> Services::keep_pem(ServiceId id, const ServiceEvent& event) {
  if (const auto* const generation = filled(event))
    TRY_DO(pems_.put(pem_key(id, generation->slot),
                     {generation->serial, generation->leaf_pem, generation->chain_pem}));
  if (const auto* const removed = std::get_if<GenerationRemoved>(&event))
    TRY_DO(pems_.erase(pem_key(id, removed->slot)));
  return {};
}

Result<> Services::remove(ServiceId id) {
  TRY(const auto* const detail, details_.find(key_of(id)));
  if (detail == nullptr) return {};
  for (const auto& generation : detail->generations) TRY_DO(pems_.erase(pem_key(id, generation.slot)));
  return details_.erase(key_of(id));
}

Result<> Services::fold_service(ServiceId id, const ServiceEvent& event) {
  if (std::holds_alternative<ServiceDeleted>(event)) return remove(id);
  if (const auto* const created = std::get_if<ServiceCreated>(&event))
    TRY_DO(details_.put(key_of(id), {.id = id, .settings = created->settings}));
  return keep_pem(id, event);
}

/// Services, and what of nodes, orders and applies shows on their pages.
Result<> Services::fold(const Fact& fact) {
  if (!fact.about.service) return {};
  if (const auto* const apply = std::get_if<ApplyEvent>(&fact.event); apply != nullptr && !shows(*apply))
    return {};
  const auto id = *fact.about.service;
  if (const auto* const event = std::get_if<ServiceEvent>(&fact.event)) TRY_DO(fold_service(id, *event));
  return std::visit(
      [&](const auto& event) -> Result<> {
        if constexpr (requires(ServiceDetail& detail) { evolve(detail, fact, event); }) {
          TRY(auto* const detail, details_.edit(key_of(id)));
          if (detail == nullptr) return {};
          evolve(*detail, fact, event);
          derive(*detail);
        }
        return {};
      },
      fact.event);
}

Result<> Services::write(Batch& batch) {
  TRY_DO(details_.write(batch));
  return pems_.write(batch);
}

void Services::commit() {
  details_.for_each_change([&](const std::string& key, const ServiceDetail* detail) {
    if (detail != nullptr)
      index_.set(ServiceEntry(*detail));
    else
      index_.erase(id_in<ServiceId>(key));
  });
  details_.commit();
  pems_.commit();
}

Result<> Services::load() {
  return details_.for_each([&](const ServiceDetail& detail) { index_.set(ServiceEntry(detail)); });
}

}  // namespace kigen::projections
