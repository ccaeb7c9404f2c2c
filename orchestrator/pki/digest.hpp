#pragma once

#include <string>
#include <string_view>

namespace kigen::orchestrator::pki {

/// Lower-case hex of the SHA-256 of `bytes`.
std::string sha256_hex(std::string_view bytes);
std::string to_hex(std::string_view bytes);

}  // namespace kigen::orchestrator::pki
