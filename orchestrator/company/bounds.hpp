#pragma once

#include <cstdint>

/// What the general settings (R5) may be set to; seconds, both ends included.
namespace kigen::orchestrator::settings_bounds {

struct Bounds {
  std::uint32_t low;
  std::uint32_t high;
};

inline constexpr Bounds ca_timeout_s{5, 600};
inline constexpr Bounds connect_timeout_s{1, 300};
inline constexpr Bounds command_timeout_s{1, 3'600};
inline constexpr Bounds order_poll_s{1, 86'400};
inline constexpr Bounds node_check_interval_s{10, 30 * 86'400};
inline constexpr Bounds expiry_check_interval_s{10, 7 * 86'400};

}  // namespace kigen::orchestrator::settings_bounds
