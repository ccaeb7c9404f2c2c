#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "projections/services/rows.hpp"

namespace kigen::projections {

/// What services are counted by. There are few different ones, however many services.
struct ServiceFacets {
  bool enabled = true;
  bool served_elsewise =
      false;              ///< a node serves another certificate than it should, and no apply is under way
  bool left_out = false;  ///< the current certificate was not installed on a node by itself
  std::uint8_t apply_states = 0;  ///< of the enabled nodes: the bit of each
  Severity severity = Severity::ok;
  events::ExpiryStatus expiry_status = events::ExpiryStatus::none;
  OrderState order_state = OrderState::none;
  ApplyState apply_state = ApplyState::none;

  friend auto operator<=>(const ServiceFacets&, const ServiceFacets&) = default;
};

/// A service as the index keeps it: enough to filter, sort and count, and to show as a row. About 250 bytes.
class ServiceEntry {
 public:
  explicit ServiceEntry(const ServiceDetail& detail);

  ServiceId id() const { return id_; }
  const ServiceFacets& facets() const { return facets_; }
  const std::optional<Instant>& not_after() const { return not_after_; }
  std::string_view name() const { return name_in(names()); }
  std::string_view common_name() const { return common_name_in(names()); }
  // In lower case.
  std::string_view sort_name() const { return name_in(search_text()); }
  std::string_view sort_common_name() const { return common_name_in(search_text()); }
  /// Name, common name, SANs, each ended by a line feed.
  std::string_view search_text() const { return lowered_.empty() ? names() : lowered_; }
  ServiceRow row() const;

 private:
  std::string_view names() const { return std::string_view(text_).substr(serial_size_); }
  std::string_view name_in(std::string_view names) const { return names.substr(0, name_size_); }
  std::string_view common_name_in(std::string_view names) const {
    return names.substr(name_size_ + 1, common_name_size_);
  }

  ServiceId id_;
  UserGroupId group_;
  std::optional<Instant> not_after_;
  ServiceFacets facets_;
  std::uint16_t serial_size_;
  std::uint16_t name_size_;
  std::uint16_t common_name_size_;
  std::uint32_t san_count_;
  std::uint32_t nodes_;
  std::uint32_t nodes_served_;
  std::string text_;     // current serial, then what search_text() says, in its own case
  std::string lowered_;  // the same without serial in lower case; empty when it is already
};

}  // namespace kigen::projections
