#pragma once

#include <cstddef>

#include "events/core/error.hpp"
#include "events/service_events.hpp"

namespace kigen::orchestrator {

class World;

inline constexpr std::size_t max_common_name_bytes = 64;  ///< ub-common-name, RFC 5280 appendix A.1

/// The settings as they are stored: names in lower case, alternative names once each and without the common
/// name. Refused, with the field to blame, when a service may not be set up like this (R7, R13, R20).
Result<events::ServiceSettings> accepted(const World& world, events::ServiceSettings settings);

/// Whether two settings differ in what is locked while an order is open: all but name, group, file
/// style and the number of slots.
bool differ_in_order(const events::ServiceSettings& a, const events::ServiceSettings& b);

}  // namespace kigen::orchestrator
