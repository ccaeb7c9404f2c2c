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
/// A time as people and programs write it: RFC 3339 §5.6 with any offset; T may be a space, letters small,
/// and the '+' of an offset a space, as a query makes of it. Beyond microseconds nothing is kept.
Result<Instant> parse_rfc3339(std::string_view text);

}  // namespace kigen
