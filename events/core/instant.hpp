#pragma once

#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/time.hpp"

namespace kigen {

/// "2026-11-22T20:46:19.000123Z": RFC 3339, always six decimals, always Z.
std::string to_text(Instant instant);
/// Reads RFC 3339 in UTC ("Z" only) with zero to six decimals.
Result<Instant> parse_instant(std::string_view text);

}  // namespace kigen
