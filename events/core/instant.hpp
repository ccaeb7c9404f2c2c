#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "events/core/error.hpp"

namespace kigen {

using Duration = std::chrono::microseconds;
/// A moment in UTC, to the microsecond. Comes from the Clock port only.
using Instant = std::chrono::sys_time<Duration>;

/// "2026-11-22T20:46:19.000123Z": RFC 3339, always six decimals, always Z.
std::string to_text(Instant instant);
/// Reads RFC 3339 in UTC ("Z" only) with zero to six decimals.
Result<Instant> parse_instant(std::string_view text);

}  // namespace kigen
