#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "events/core/error.hpp"

namespace kigen {

/// RFC 4648 §4: the standard alphabet, padded.
std::string to_base64(std::span<const std::uint8_t> bytes);
/// Exact: no white space, padding required, unused bits zero.
Result<std::string> from_base64(std::string_view text);

inline std::span<const std::uint8_t> bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace kigen
