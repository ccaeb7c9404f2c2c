#pragma once

#include <string_view>

namespace kigen::events {

/// To be raised when the same events give a state other values; other members are noticed without it. All
/// that is kept of states, by World and views, is made anew then. Where it was forgotten,
/// tests/golden/world says so.
inline constexpr std::string_view evolution = "7";

}  // namespace kigen::events
