#include "projections/services/entry.hpp"

#include <algorithm>

#include "projections/services/derive.hpp"
#include "projections/store/keys.hpp"

namespace kigen::projections {
namespace {

std::uint8_t apply_states_of(const ServiceDetail& detail) {
  unsigned states = 0;
  for (const auto& node : detail.nodes)
    if (node.enabled) states |= 1u << static_cast<unsigned>(node.apply_state);
  return static_cast<std::uint8_t>(states);
}

ServiceFacets facets_of(const ServiceDetail& detail) {
  return {.enabled = detail.enabled,
          .served_elsewise = std::ranges::any_of(detail.nodes, is_told_served_elsewise),
          .left_out = std::ranges::any_of(detail.nodes, is_left_out),
          .apply_states = apply_states_of(detail),
          .severity = detail.severity,
          .expiry_status = detail.expiry_status,
          .order_state = detail.order_state,
          .apply_state = detail.apply_state};
}

std::string text_of(std::string_view serial, const events::ServiceSettings& settings) {
  std::size_t size = serial.size() + settings.name.size() + settings.common_name.size() + 2;
  for (const auto& san : settings.sans) size += san.size() + 1;
  std::string text;
  text.reserve(size);
  text.append(serial).append(settings.name).append(1, '\n').append(settings.common_name).append(1, '\n');
  for (const auto& san : settings.sans) text.append(san).append(1, '\n');
  return text;
}

std::string lowered_unless_same(std::string_view text) {
  auto lowered = lower(text);
  return lowered == text ? std::string() : lowered;
}

}  // namespace

ServiceEntry::ServiceEntry(const ServiceDetail& detail)
    : id_(detail.id),
      group_(detail.settings.group),
      facets_(facets_of(detail)),
      name_size_(static_cast<std::uint16_t>(detail.settings.name.size())),
      common_name_size_(static_cast<std::uint16_t>(detail.settings.common_name.size())),
      san_count_(static_cast<std::uint32_t>(detail.settings.sans.size())),
      nodes_(static_cast<std::uint32_t>(detail.nodes.size())),
      nodes_served_(static_cast<std::uint32_t>(std::ranges::count_if(detail.nodes, &ServiceNode::served))) {
  const auto* const current = current_generation(detail);
  const std::string_view serial = current != nullptr ? std::string_view(current->serial) : "";
  if (current != nullptr) not_after_ = current->not_after;
  serial_size_ = static_cast<std::uint16_t>(serial.size());
  text_ = text_of(serial, detail.settings);
  lowered_ = lowered_unless_same(names());
}

ServiceRow ServiceEntry::row() const {
  return {.id = id_,
          .name = std::string(name()),
          .common_name = std::string(common_name()),
          .san_count = san_count_,
          .enabled = facets_.enabled,
          .expiry_status = facets_.expiry_status,
          .not_after = not_after_,
          .current_serial = text_.substr(0, serial_size_),
          .nodes = nodes_,
          .nodes_served = nodes_served_,
          .order_state = facets_.order_state,
          .apply_state = facets_.apply_state,
          .severity = facets_.severity,
          .group = group_};
}

}  // namespace kigen::projections
