#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "projections/page.hpp"
#include "projections/services/rows.hpp"

namespace kigen::projections {

/// Which services, in which order. All conditions must hold.
struct ServiceFilter {
  std::string search = {};  ///< part of name, common name or a SAN; ASCII letters in either case
  std::optional<Level> level = {};
  std::optional<OrderState> order_state = {};
  std::optional<ApplyState> apply_state = {};
  std::optional<events::ExpiryStatus> expiry_status = {};
  std::optional<bool> enabled = {};
  std::optional<Instant> expires_from = {};    ///< current generation's not_after, inclusive
  std::optional<Instant> expires_before = {};  ///< exclusive
  ServiceSort sort = ServiceSort::name;
  bool descending = false;
};

/// What the index knows of a service: enough to filter, sort and count. About 200 bytes a service.
struct ServiceEntry {
  ServiceId id = {};
  std::optional<Instant> not_after = {};
  events::ExpiryStatus expiry_status = events::ExpiryStatus::none;
  Level level = Level::ok;
  OrderState order_state = OrderState::none;
  ApplyState apply_state = ApplyState::none;
  bool enabled = true;
  bool served_elsewise = false;  ///< a node serves another certificate
  std::uint16_t name_size = 0;
  std::uint16_t common_name_size = 0;
  std::string text = {};  ///< lower case: name, common name, SANs, each ended by a line feed

  std::string_view name() const { return std::string_view(text).substr(0, name_size); }
  std::string_view common_name() const {
    return std::string_view(text).substr(name_size + 1, common_name_size);
  }
};

/// One page's services, in order.
struct ServiceMatches {
  std::uint64_t total = 0;
  std::vector<ServiceId> ids = {};
  std::optional<std::string> next = {};
};

/// All services in memory, compact. One pass over 100,000 takes a few milliseconds. Not thread-safe.
class ServiceIndex {
 public:
  void set(const ServiceDetail& detail);
  void erase(ServiceId id);
  Result<ServiceMatches> find(const ServiceFilter& filter, const Paging& paging) const;
  const std::vector<ServiceEntry>& entries() const { return entries_; }

 private:
  std::vector<ServiceEntry> entries_;
  std::unordered_map<ServiceId, std::uint32_t> places_;
};

}  // namespace kigen::projections
