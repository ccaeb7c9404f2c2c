#include "projections/services/query.hpp"

#include "projections/services/pem_key.hpp"

namespace kigen::projections {

using events::Scope;

Result<Page<ServiceRow>> Services::list(const Scope& scope, const ServiceFilter& filter,
                                        const Paging& paging) const {
  const auto reading = store_.reading();
  TRY(auto found, index_.find(scope, filter, paging));
  Page<ServiceRow> page{.position = store_.position(), .total = found.total, .next = std::move(found.next)};
  for (const auto* const entry : found.entries) page.rows.push_back(entry->row());
  return page;
}

Result<ServiceDetail> Services::stored(const Scope& scope, ServiceId id) const {
  return details_.require(key_of(id), "service " + to_text(id),
                          [&](const ServiceDetail&) { return owners_.holds(scope, id); });
}

Result<Seen<ServiceDetail>> Services::detail(const Scope& scope, ServiceId id) const {
  const auto reading = store_.reading();
  TRY(auto detail, stored(scope, id));
  return Seen<ServiceDetail>{store_.position(), std::move(detail)};
}

Result<Seen<ServicePem>> Services::pem(const Scope& scope, ServiceId id, std::uint8_t slot) const {
  const auto reading = store_.reading();
  TRY(auto pem,
      pems_.require(pem_key(id, slot), "slot " + std::to_string(slot) + " of service " + to_text(id),
                    [&](const ServicePem&) { return owners_.holds(scope, id); }));
  return Seen<ServicePem>{store_.position(), std::move(pem)};
}

}  // namespace kigen::projections
