#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kigen {

/// A character in front of a text, or one byte that is none.
struct Character {
  static constexpr char32_t malformed = 0xFFFF'FFFF;

  char32_t code = malformed;
  std::size_t bytes = 1;
};
/// The first character of `text`, which is not empty: UTF-8 as RFC 3629 has it.
Character first_character(std::string_view text);

/// What becomes of a character that is shown to people.
enum class Show : std::uint8_t {
  as_it_is,
  as_space,   ///< it breaks a line or moves to a column
  as_number,  ///< it does not show, or changes how others do
};
/// `before` is the character in front: behind some, a variation selector has its place.
Show how_to_show(char32_t code, char32_t before);

/// Whether it leaves no trace on paper.
bool is_blank(char32_t code);

}  // namespace kigen
