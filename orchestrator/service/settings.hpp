#pragma once

#include <cstddef>
#include <cstdint>

#include "events/core/error.hpp"
#include "events/service_events.hpp"

namespace kigen::orchestrator {

class World;

inline constexpr std::size_t max_common_name_bytes = 64;  ///< ub-common-name, RFC 5280 appendix A.1
inline constexpr std::size_t max_sans = 100;
inline constexpr std::uint32_t min_percent_of_life = 10;
inline constexpr std::uint32_t max_percent_of_life = 95;
inline constexpr std::uint32_t max_days_before = 365;
inline constexpr std::uint32_t min_slots = 2;
inline constexpr std::uint32_t max_slots = 10;

/// The settings as they are stored: names in lower case, alternative names once each and without the common
/// name. Refused, with the field to blame, when a service may not be set up like this (R7, R13, R20).
Result<events::ServiceSettings> accepted(const World& world, events::ServiceSettings settings);

/// Whether two settings differ in what is locked while an order is open: all but name, file style
/// and the number of slots.
bool differ_in_order(const events::ServiceSettings& a, const events::ServiceSettings& b);

}  // namespace kigen::orchestrator
