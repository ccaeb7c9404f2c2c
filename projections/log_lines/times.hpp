#pragma once

#include <string>

#include "events/core/instant.hpp"

namespace kigen::projections {

// Times inside messages.

/// "2026-11-22"
inline std::string date_of(Instant instant) { return kigen::to_text(instant).substr(0, 10); }
/// "2026-11-22 20:46:19 UTC"
inline std::string moment_of(Instant instant) {
  const auto text = kigen::to_text(instant);
  return text.substr(0, 10) + ' ' + text.substr(11, 8) + " UTC";
}

}  // namespace kigen::projections
