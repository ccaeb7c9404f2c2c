#pragma once

#include <cstdint>
#include <string_view>

namespace kigen::events {

/// CRC-32C (Castagnoli, RFC 9260 appendix A).
std::uint32_t crc32c(std::string_view bytes);

}  // namespace kigen::events
