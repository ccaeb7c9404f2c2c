#include "events/core/readable.hpp"

#include <algorithm>

namespace kigen {
namespace {

constexpr std::string_view replacement = "\uFFFD";
constexpr std::size_t max_character_bytes = 4;

unsigned char byte(char c) { return static_cast<unsigned char>(c); }
bool is_continuation(char c) { return (byte(c) & 0xC0) == 0x80; }

/// Bytes of a sequence that begins so; 0 when none does.
std::size_t length_after(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

/// Neither overlong, nor a surrogate, nor above U+10FFFF: the second byte decides.
bool fits(unsigned char first, unsigned char second) {
  switch (first) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second <= 0x9F;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second <= 0x8F;
    default:
      return true;
  }
}

/// Bytes of the character in front of `text`; 0 when there is none.
std::size_t character(std::string_view text) {
  const auto length = length_after(byte(text[0]));
  if (length == 0 || length > text.size()) return 0;
  if (!std::ranges::all_of(text.substr(1, length - 1), is_continuation)) return 0;
  return length == 1 || fits(byte(text[0]), byte(text[1])) ? length : 0;
}

bool is_control(char c) { return byte(c) < ' ' || byte(c) == 0x7F; }

}  // namespace

std::string readable(std::string_view words) {
  std::string text;
  text.reserve(words.size());
  while (!words.empty()) {
    const auto length = character(words);
    if (length == 0)
      text += replacement;
    else if (is_control(words[0]))
      text += ' ';
    else
      text += words.substr(0, length);
    words.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text;
}

std::string readable_begin(std::string_view words, std::size_t max_bytes) {
  // What the first cut may tear is made longer, never shorter, so the second cut takes it off.
  auto text = readable(words.substr(0, max_bytes + max_character_bytes));
  if (text.size() <= max_bytes) return text;
  auto end = max_bytes;
  while (end > 0 && is_continuation(text[end])) --end;
  text.resize(end);
  return text;
}

std::string readable_end(std::string_view words, std::size_t max_bytes) {
  while (!words.empty() && byte(words.back()) <= ' ') words.remove_suffix(1);
  if (words.size() > max_bytes) {
    words.remove_prefix(words.size() - max_bytes);
    while (!words.empty() && is_continuation(words[0])) words.remove_prefix(1);
  }
  return readable(words);
}

}  // namespace kigen
