#include "events/core/readable.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "events/core/characters.hpp"

namespace kigen {
namespace {

constexpr std::string_view replacement = "\uFFFD";

/// Goes through words character by character.
class Walk {
 public:
  explicit Walk(std::string_view words) : rest_(words) {}

  std::string_view rest() const { return rest_; }
  bool at_end() const { return rest_.empty(); }

  /// Moves behind the next character: what it is, and how it is to be shown.
  std::pair<Character, Show> step() {
    const auto next = first_character(rest_);
    rest_.remove_prefix(next.bytes);
    const auto before = std::exchange(before_, next.code);
    const bool is_character = next.code != Character::malformed;
    return {next, is_character ? how_to_show(next.code, before) : Show::as_it_is};
  }

  /// The next character as people are shown it; good until the next call.
  std::string_view shown() {
    const auto words = rest_;
    const auto [character, show] = step();
    if (character.code == Character::malformed) return replacement;
    if (show == Show::as_space) return " ";
    return show == Show::as_number ? number(character.code) : words.substr(0, character.bytes);
  }

 private:
  std::string_view number(char32_t code) {
    const int size = std::snprintf(number_.data(), number_.size(), "<U+%04X>", static_cast<unsigned>(code));
    return {number_.data(), static_cast<std::size_t>(size)};
  }

  std::string_view rest_;
  char32_t before_ = 0;
  std::array<char, 16> number_ = {};
};

void append_escaped(std::string& json, char32_t code) {
  const auto unit = [&](char32_t value) {
    std::array<char, 8> text;
    std::snprintf(text.data(), text.size(), "\\u%04x", static_cast<unsigned>(value));
    json += text.data();
  };
  if (code < 0x10000) return unit(code);
  unit(0xD7C0 + (code >> 10));
  unit(0xDC00 + (code & 0x3FF));
}

bool is_gap(char c) { return c >= '\0' && c <= ' '; }

}  // namespace

bool is_readable(std::string_view words) {
  for (Walk walk(words); !walk.at_end();) {
    const auto [character, show] = walk.step();
    if (character.code == Character::malformed || show != Show::as_it_is) return false;
  }
  return true;
}

bool is_utf8(std::string_view bytes) {
  for (Walk walk(bytes); !walk.at_end();)
    if (walk.step().first.code == Character::malformed) return false;
  return true;
}

bool is_blank(std::string_view words) {
  for (Walk walk(words); !walk.at_end();)
    if (!is_blank(walk.step().first.code)) return false;
  return true;
}

std::string readable(std::string_view words) { return readable_begin(words, std::string_view::npos); }

std::string readable_begin(std::string_view words, std::size_t max_bytes) {
  std::string text;
  text.reserve(std::min(words.size(), max_bytes));
  for (Walk walk(words); !walk.at_end();) {
    const auto shown = walk.shown();
    if (shown.size() > max_bytes - text.size()) break;
    text += shown;
  }
  return text;
}

std::string readable_end(std::string_view words, std::size_t max_bytes) {
  while (!words.empty() && is_gap(words.back())) words.remove_suffix(1);
  if (words.size() > max_bytes) {
    words.remove_prefix(words.size() - max_bytes);
    while (!words.empty() && (words[0] & 0xC0) == 0x80) words.remove_prefix(1);
  }
  auto text = readable(words);
  if (text.size() <= max_bytes) return text;
  Walk walk(words);  // numbers are longer than what they stand for
  for (auto size = text.size(); size > max_bytes;) size -= walk.shown().size();
  return readable_end(walk.rest(),
                      max_bytes);  // what now begins it may have been seen by what stood in front
}

std::string readable_lines(std::string_view text) {
  std::string lines;
  for (;;) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines += readable(line);
    if (end == std::string_view::npos) return lines;
    lines += '\n';
    text.remove_prefix(end + 1);
  }
}

std::string readable_json(std::string_view json) {
  std::string text;
  text.reserve(json.size());
  for (Walk walk(json); !walk.at_end();) {
    const auto words = walk.rest();
    const auto [character, show] = walk.step();
    const bool stays =
        show == Show::as_it_is || character.code < U' ';  // between values: in a text it is escaped
    if (character.code == Character::malformed)
      text += replacement;
    else if (stays)
      text += words.substr(0, character.bytes);
    else
      append_escaped(text, character.code);
  }
  return text;
}

}  // namespace kigen
