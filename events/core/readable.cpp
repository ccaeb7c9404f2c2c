#include "events/core/readable.hpp"

#include <algorithm>

namespace kigen {
namespace {

constexpr std::string_view replacement = "\uFFFD";

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

/// C0, DEL, and C1 (U+0080 to U+009F): a terminal obeys those too.
bool is_control(std::string_view character) {
  const auto first = byte(character[0]);
  return first < ' ' || first == 0x7F || (first == 0xC2 && byte(character[1]) < 0xA0);
}

struct Piece {
  std::string_view text;  ///< readable
  std::size_t bytes;      ///< of the words that it stands for
};
Piece front(std::string_view words) {
  const auto length = character(words);
  if (length == 0) return {replacement, 1};
  const auto itself = words.substr(0, length);
  return {is_control(itself) ? " " : itself, length};
}

}  // namespace

bool is_readable(std::string_view words) {
  while (!words.empty()) {
    const auto piece = front(words);
    if (piece.text.data() != words.data()) return false;
    words.remove_prefix(piece.bytes);
  }
  return true;
}

std::string readable(std::string_view words) { return readable_begin(words, std::string_view::npos); }

std::string readable_begin(std::string_view words, std::size_t max_bytes) {
  std::string text;
  text.reserve(std::min(words.size(), max_bytes));
  while (!words.empty()) {
    const auto piece = front(words);
    if (piece.text.size() > max_bytes - text.size()) break;
    text += piece.text;
    words.remove_prefix(piece.bytes);
  }
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
