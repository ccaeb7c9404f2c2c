#include "api/routes/tile_path.hpp"

#include <algorithm>

namespace kigen::api {
namespace {

constexpr unsigned max_level = 63;
constexpr std::size_t group_digits = 3;
constexpr std::size_t max_groups = 6;  ///< 10^18 tiles are enough for any log
constexpr std::uint64_t full_width = 256;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A decimal number without leading zeros.
std::optional<std::uint64_t> plain_number(std::string_view text, std::uint64_t max) {
  if (text.empty() || text.size() > group_digits || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value <= max ? std::optional(value) : std::nullopt;
}

std::string_view next_part(std::string_view& text) {
  const auto part = text.substr(0, text.find('/'));
  text.remove_prefix(std::min(text.size(), part.size() + 1));
  return part;
}

/// "x001/x234/067" → 1234067: groups of three digits, all but the last marked with an x, the first not zero.
std::optional<std::uint64_t> grouped_number(std::string_view text) {
  if (text.ends_with('/')) return std::nullopt;
  std::uint64_t value = 0;
  for (std::size_t group = 0; group < max_groups; ++group) {
    auto part = next_part(text);
    const bool last = text.empty();
    if (part.starts_with('x') == last) return std::nullopt;
    if (!last) part.remove_prefix(1);
    if (part.size() != group_digits || !std::ranges::all_of(part, is_digit)) return std::nullopt;
    for (const char c : part) value = value * 10 + static_cast<std::uint64_t>(c - '0');
    if (group == 0 && !last && value == 0) return std::nullopt;
    if (last) return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<TilePath> parse_tile_path(std::string_view text) {
  TilePath path;
  const auto kind = next_part(text);
  if (kind != "entries") {
    const auto level = plain_number(kind, max_level);
    if (!level) return std::nullopt;
    path.level = static_cast<std::uint8_t>(*level);
  }
  constexpr std::string_view partial = ".p/";
  if (const auto at = text.find(partial); at != text.npos) {
    const auto width = plain_number(text.substr(at + partial.size()), full_width - 1);
    if (!width || *width == 0) return std::nullopt;
    path.width = static_cast<std::uint16_t>(*width);
    text = text.substr(0, at);
  }
  const auto index = grouped_number(text);
  if (!index) return std::nullopt;
  path.index = *index;
  return path;
}

}  // namespace kigen::api
