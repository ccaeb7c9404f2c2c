#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/core/instant.hpp"

namespace kigen::orchestrator::net {

/// "Sun, 22 Nov 2026 20:46:19 GMT" (RFC 9110 §5.6.7).
std::string http_date(Instant instant);
/// Reads exactly that form, the day of the week included; the obsolete ones are not understood. A leap second
/// is the second after it.
std::optional<Instant> parse_http_date(std::string_view text);

/// What a Retry-After header says (RFC 9110 §10.2.3): seconds from now or a date. From now to `limit` later;
/// none for anything else.
std::optional<Instant> retry_after(std::string_view text, Instant now, Duration limit);

}  // namespace kigen::orchestrator::net
