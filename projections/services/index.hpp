#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "events/scope.hpp"
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
class ServicesAlike {
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
using ServicesByFacets = std::map<ServiceFacets, ServicesAlike>;

/// All services in memory, those alike in facets together and sorted, once over all and once in each user
/// group: a page is merged from those that scope and filter admit, and its total is the sum of their sizes.
/// Only a search and a range of time look at each service of those. Not thread-safe.
class ServiceIndex {
 public:
  /// `owner`: the user group that the service is in.
  void set(ServiceEntry entry, UserGroupId owner);
  void erase(ServiceId id);
  Result<ServiceMatches> find(const events::Scope& scope, const ServiceFilter& filter,
                              const Paging& paging) const;
  /// Those in the scope, in parts: all of them, or one a user group. Valid until the index changes.
  std::vector<const ServicesByFacets*> within(const events::Scope& scope) const;
  std::size_t size() const { return entries_.size(); }

 private:
  struct Owned {
    ServiceEntry entry;
    UserGroupId owner;
  };
  void put(const Owned& service);
  void take_out(const Owned& service);

  std::unordered_map<ServiceId, Owned> entries_;  // the rest points into it
  ServicesByFacets all_;                          // nothing is empty here
  std::map<UserGroupId, ServicesByFacets> by_user_group_;
};

}  // namespace kigen::projections
