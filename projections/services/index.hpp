#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/page.hpp"
#include "projections/services/filter.hpp"
#include "projections/services/order.hpp"

namespace kigen::projections {

/// One page's services, in order; valid until the index changes.
struct ServiceMatches {
  std::uint64_t total = 0;
  std::vector<const ServiceEntry*> entries = {};
  std::optional<std::string> next = {};
};

/// Services with the same facets, in every order.
class ServiceGroup {
 public:
  const SortedServices& by(ServiceSort sort) const { return orders_[static_cast<std::size_t>(sort)]; }
  std::size_t size() const { return orders_.front().size(); }
  void add(const ServiceEntry& entry);
  void remove(const ServiceEntry& entry);

 private:
  std::array<SortedServices, 3> orders_{SortedServices({ServiceSort::name}),
                                        SortedServices({ServiceSort::common_name}),
                                        SortedServices({ServiceSort::not_after})};
};
using ServiceGroups = std::map<ServiceFacets, ServiceGroup>;

/// All services in memory, grouped by facets, each group sorted: a page is merged from the groups that a
/// filter admits, and its total is the sum of their sizes. Only a search and a range of time look at each
/// service of those groups. Not thread-safe.
class ServiceIndex {
 public:
  void set(ServiceEntry entry);
  void erase(ServiceId id);
  Result<ServiceMatches> find(const ServiceFilter& filter, const Paging& paging) const;
  std::size_t size() const { return entries_.size(); }
  const ServiceGroups& groups() const { return groups_; }

 private:
  void leave_group(const ServiceEntry& entry);

  std::unordered_map<ServiceId, ServiceEntry> entries_;  // groups point into it
  ServiceGroups groups_;                                 // none is empty
};

}  // namespace kigen::projections
