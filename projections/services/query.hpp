#pragma once

#include <optional>
#include <string>

#include "projections/basis/owners.hpp"
#include "projections/page.hpp"
#include "projections/services/index.hpp"
#include "projections/services/rows.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// The service list and the service's page (R7–R9, R12, R21, R26). Queries: any thread.
class Services final : public View {
 public:
  Services(Store& store, const Owners& owners);

  /// From an index in memory. `bad_cursor` when it is not ours.
  Result<Page<ServiceRow>> list(const events::Scope& scope, const ServiceFilter& filter,
                                const Paging& paging) const;
  Result<Seen<ServiceDetail>> detail(const events::Scope& scope, ServiceId id) const;
  /// not_found when the slot is empty.
  Result<Seen<ServicePem>> pem(const events::Scope& scope, ServiceId id, std::uint8_t slot) const;

  // For views made of this one; under Store::reading().
  const ServiceIndex& index() const { return index_; }
  Result<ServiceDetail> stored(const events::Scope& scope, ServiceId id) const;

  Result<> fold(const Fact& fact) override;
  void commit() override;
  Result<> load() override;

 private:
  std::vector<AnyTable*> tables() override { return {&details_, &pems_}; }
  void list(const ServiceDetail& detail);
  Result<> keep_pems(const Fact& fact, const events::Service& service);
  Result<> fold_service(const Fact& fact, const events::Service& service);
  Result<> fold_job(const Fact& fact, const events::Job& job);
  Result<> fold_order_job(const std::string& key, OrderId id, const events::JobEvent& event);
  Result<> fold_apply_job(const std::string& key, ApplyId id, const events::JobEvent& event);
  template <class State>
  Result<> fold_part(const Fact& fact, const State& state);

  Store& store_;
  const Owners& owners_;
  Table<ServiceDetail> details_;
  Table<ServicePem> pems_;
  ServiceIndex index_;
};

}  // namespace kigen::projections
