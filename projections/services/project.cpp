#include "events/state/job.hpp"
#include "projections/services/derive.hpp"
#include "projections/services/pem_key.hpp"
#include "projections/services/query.hpp"
#include "projections/services/show.hpp"

namespace kigen::projections {
namespace {

using namespace events;

const Generation* filled(const ServiceEvent& event) {
  if (const auto* const e = std::get_if<GenerationRegistered>(&event)) return &e->generation;
  if (const auto* const e = std::get_if<GenerationUpdated>(&event)) return &e->generation;
  return nullptr;
}

}  // namespace

Services::Services(Store& store, const Owners& owners)
    : View("service", 1),
      store_(store),
      owners_(owners),
      details_(store, "service/row"),
      pems_(store, "service/pem") {}

/// The texts of what the slots hold, and of nothing else.
Result<> Services::keep_pems(const Fact& fact, const Service& service) {
  TRY(const auto* const before, details_.find(key_of(service.id)));
  if (before != nullptr)
    for (const auto& generation : before->generations)
      if (service.deleted || find_slot(service, generation.slot) == nullptr)
        TRY_DO(pems_.erase(pem_key(service.id, generation.slot)));
  if (const auto* const generation = filled(std::get<ServiceEvent>(fact.event)))
    TRY_DO(pems_.put(pem_key(service.id, generation->slot),
                     {generation->serial, generation->leaf_pem, generation->chain_pem}));
  return {};
}

Result<> Services::fold_service(const Fact& fact, const Service& service) {
  TRY_DO(keep_pems(fact, service));
  if (service.deleted) return details_.erase(key_of(service.id));
  TRY(auto* const detail, details_.at(key_of(service.id)));
  projections::fold(*detail, fact, service);
  return {};
}

/// What of nodes, orders and applies shows on their service's page.
template <class State>
Result<> Services::fold_part(const Fact& fact, const State& state) {
  const auto key = key_of(state.service);
  TRY(const auto* const known, details_.find(key));
  if (known == nullptr) return {};
  if constexpr (requires { concerns(*known, state); })
    if (!concerns(*known, state)) return {};
  TRY(auto* const detail, details_.edit(key));
  projections::fold(*detail, fact, state);
  return {};
}

Result<> Services::fold_order_job(const std::string& key, OrderId id, const JobEvent& event) {
  TRY(const auto* const known, details_.find(key));
  if (known == nullptr) return {};
  auto order = after_attempt(*known, id, event);
  if (!order) return {};
  TRY(auto* const detail, details_.edit(key));
  detail->open_order = std::move(order);
  derive(*detail);
  return {};
}

Result<> Services::fold_apply_job(const std::string& key, ApplyId id, const JobEvent& event) {
  const auto* const failed = std::get_if<JobRetryScheduled>(&event);
  if (failed == nullptr) return {};
  TRY(auto* const detail, details_.edit(key));
  if (detail != nullptr) fold_failed_attempt(*detail, id, *failed);
  return {};
}

Result<> Services::fold_job(const Fact& fact, const Job& job) {
  if (!job.queued.service) return {};
  const auto key = key_of(*job.queued.service);
  const auto& event = std::get<JobEvent>(fact.event);
  if (const auto order = id_of<OrderId>(job.queued.subject)) return fold_order_job(key, *order, event);
  if (const auto apply = id_of<ApplyId>(job.queued.subject)) return fold_apply_job(key, *apply, event);
  return {};
}

Result<> Services::fold(const Fact& fact) {
  if (const auto* const service = fact.state<Service>()) return fold_service(fact, *service);
  if (const auto* const node = fact.state<Node>()) return fold_part(fact, *node);
  if (const auto* const order = fact.state<Order>()) return fold_part(fact, *order);
  if (const auto* const apply = fact.state<Apply>()) return fold_part(fact, *apply);
  if (const auto* const job = fact.state<Job>()) return fold_job(fact, *job);
  return {};
}

/// Under the group that it is in; while whose services are is not known yet, the one that its settings say.
void Services::list(const ServiceDetail& detail) {
  index_.set(ServiceEntry(detail), owners_.group_of(detail.id).value_or(detail.settings.group));
}

void Services::commit() {
  details_.for_each_change([&](const std::string& key, const ServiceDetail* detail) {
    if (detail != nullptr)
      list(*detail);
    else
      index_.erase(id_in<ServiceId>(key));
  });
  View::commit();
}

Result<> Services::load() {
  return details_.for_each([&](const ServiceDetail& detail) { list(detail); });
}

}  // namespace kigen::projections
