#pragma once

#include <string>
#include <string_view>

#include "events/core/error.hpp"

namespace kigen::events {

/// The same JSON as our writer writes it: no white space, shortest escapes. Refuses anything that is not one
/// well-formed object in UTF-8 (codec_errc::malformed_json), and fractions, which no event has.
Result<std::string> canonical_object(std::string_view json);

/// Whether `json` is a canonical object for sure, seen in one pass without a copy. False says nothing: rare
/// escapes, long numbers and deep nesting are left to canonical_object.
bool is_plainly_canonical(std::string_view json);

}  // namespace kigen::events
