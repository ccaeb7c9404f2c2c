#pragma once

#include <optional>
#include <string>

#include "projections/page.hpp"
#include "projections/services/index.hpp"
#include "projections/services/rows.hpp"
#include "projections/store/table.hpp"
#include "projections/view.hpp"

namespace kigen::projections {

/// The service list and the service's page (R7–R9, R12, R21, R26). Queries: any thread.
class Services final : public View {
 public:
  explicit Services(Store& store);

  /// From an index in memory. `bad_cursor` when it is not ours.
  Result<Page<ServiceRow>> list(const ServiceFilter& filter, const Paging& paging) const;
  Result<Seen<ServiceDetail>> detail(ServiceId id) const;
  /// not_found when the slot is empty.
  Result<Seen<ServicePem>> pem(ServiceId id, std::uint8_t slot) const;

  // For views made of this one; under Store::reading().
  const ServiceIndex& index() const { return index_; }
  Result<ServiceDetail> stored(ServiceId id) const;

  Result<> fold(const Fact& fact) override;
  Result<> write(Batch& batch) override;
  void commit() override;
  Result<> load() override;

 private:
  Result<> fold_service(ServiceId id, const events::ServiceEvent& event);
  Result<> keep_pem(ServiceId id, const events::ServiceEvent& event);
  Result<> remove(ServiceId id);

  Store& store_;
  Table<ServiceDetail> details_;
  Table<ServicePem> pems_;
  ServiceIndex index_;
};

}  // namespace kigen::projections
