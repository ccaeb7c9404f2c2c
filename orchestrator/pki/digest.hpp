#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace kigen::orchestrator::pki {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);
/// Of who does not know the key, nobody tells it from chance (RFC 2104).
std::array<std::uint8_t, 32> hmac_sha256(std::string_view key, std::string_view bytes);
/// Lower-case hex of the SHA-256 of `bytes`.
std::string sha256_hex(std::string_view bytes);
std::string to_hex(std::string_view bytes);

}  // namespace kigen::orchestrator::pki
