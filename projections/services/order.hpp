#pragma once

#include <set>
#include <string>
#include <string_view>
#include <tuple>

#include "events/core/error.hpp"
#include "projections/services/entry.hpp"

namespace kigen::projections {

/// Where a service stands in an order: no two stand at one place.
struct ServiceRank {
  Instant time = {};
  std::string_view text = {};  ///< lives as long as what it was taken from
  ServiceId id = {};

  friend bool operator<(const ServiceRank& a, const ServiceRank& b) {
    return std::tie(a.time, a.text, a.id) < std::tie(b.time, b.text, b.id);
  }
};
/// By expiry: without certificate last, at the same time by name.
ServiceRank rank_of(const ServiceEntry& entry, ServiceSort sort);

/// A rank as the `next` of a page.
std::string to_cursor(const ServiceRank& rank);
/// And back; `bytes` keeps what the rank looks into. `bad_cursor` when it is not ours.
Result<ServiceRank> rank_in(const std::string& cursor, std::string& bytes);

/// Compares entries and ranks in one order.
struct ServiceBefore {
  using is_transparent = void;
  ServiceSort sort = ServiceSort::name;

  bool operator()(const ServiceEntry* a, const ServiceEntry* b) const { return rank(a) < rank(b); }
  bool operator()(const ServiceEntry* a, const ServiceRank& b) const { return rank(a) < b; }
  bool operator()(const ServiceRank& a, const ServiceEntry* b) const { return a < rank(b); }

 private:
  ServiceRank rank(const ServiceEntry* entry) const { return rank_of(*entry, sort); }
};
using SortedServices = std::set<const ServiceEntry*, ServiceBefore>;

}  // namespace kigen::projections
