#include "projections/store/keys.hpp"

#include <algorithm>

namespace kigen::projections {
namespace {

constexpr std::string_view digits = "0123456789abcdef";

}  // namespace

std::string key_of(std::uint64_t value) {
  std::string key(8, '\0');
  for (int i = 7; i >= 0; --i, value >>= 8) key[static_cast<std::size_t>(i)] = static_cast<char>(value);
  return key;
}

// Shifted by half the range, so that times before 1970 sort first.
std::string key_of(Instant value) {
  return key_of(static_cast<std::uint64_t>(value.time_since_epoch().count()) ^ (std::uint64_t{1} << 63));
}

std::string key_of(std::string_view text) {
  std::string key(text);
  std::erase(key, '\0');
  key += '\0';
  return key;
}

std::uint64_t number_in(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

std::string lower(std::string_view text) {
  std::string low(text);
  for (auto& c : low)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return low;
}

std::string to_cursor(std::string_view key) {
  std::string cursor;
  cursor.reserve(key.size() * 2);
  for (const auto c : key) {
    const auto byte = static_cast<unsigned char>(c);
    cursor += digits[byte >> 4];
    cursor += digits[byte & 15];
  }
  return cursor;
}

std::optional<std::string> from_cursor(std::string_view cursor) {
  if (cursor.size() % 2 != 0) return std::nullopt;
  std::string key;
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    const auto high = digits.find(cursor[i]);
    const auto low = digits.find(cursor[i + 1]);
    if (high == digits.npos || low == digits.npos) return std::nullopt;
    key += static_cast<char>(high << 4 | low);
  }
  return key;
}

}  // namespace kigen::projections
