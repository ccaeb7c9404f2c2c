#include "workers/ca/acme/base64url.hpp"

#include <algorithm>

#include "events/core/base64.hpp"

namespace kigen::workers::ca::acme {

std::string to_base64url(std::span<const std::uint8_t> bytes) {
  auto text = to_base64(bytes);
  text.erase(std::min(text.find('='), text.size()));
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::string to_base64url(std::string_view bytes) { return to_base64url(bytes_of(bytes)); }

std::optional<std::string> from_base64url(std::string_view text) {
  const auto bare = text.substr(0, text.find('='));
  if (!bare.empty() && !is_base64url(bare, bare.size())) return std::nullopt;
  const std::string padding((4 - bare.size() % 4) % 4, '=');
  if (bare != text && text.substr(bare.size()) != padding) return std::nullopt;
  std::string standard(bare);
  std::ranges::replace(standard, '-', '+');
  std::ranges::replace(standard, '_', '/');
  auto bytes = from_base64(standard + padding);
  return bytes ? std::optional(*std::move(bytes)) : std::nullopt;
}

bool is_base64url(std::string_view text, std::size_t max) {
  const auto is_of_alphabet = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= max && std::ranges::all_of(text, is_of_alphabet);
}

}  // namespace kigen::workers::ca::acme
