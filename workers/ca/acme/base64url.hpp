#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace kigen::workers::ca::acme {

/// RFC 4648 §5 without padding, as JOSE wants it (RFC 7515 §2).
std::string to_base64url(std::span<const std::uint8_t> bytes);
std::string to_base64url(std::string_view bytes);
/// None unless it is exactly that form; padding is taken as well, as CAs hand out keys in both forms.
std::optional<std::string> from_base64url(std::string_view text);
/// 1 to `max` characters of the alphabet: what a token or nonce must look like.
bool is_base64url(std::string_view text, std::size_t max);

}  // namespace kigen::workers::ca::acme
