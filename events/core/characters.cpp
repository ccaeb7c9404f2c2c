#include "events/core/characters.hpp"

#include <algorithm>
#include <span>

namespace kigen {
namespace {

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

struct Range {
  char32_t first;
  char32_t last;
};

bool is_in(std::span<const Range> sorted, char32_t code) {
  const auto behind = std::ranges::upper_bound(sorted, code, {}, &Range::first);
  return behind != sorted.begin() && code <= std::prev(behind)->last;
}

constexpr Range line_spaces[]{
    {0x0009, 0x000D},  // TAB, LF, VT, FF, CR
    {0x0085, 0x0085},  // NEL
    {0x2028, 0x2029},  // line and paragraph separator
};

/// General categories Cc, Cs, Co, Zl, Zp, Cf without the number signs of Arabic, Syriac and Kaithi, which
/// show; Default_Ignorable_Code_Point, which holds every place where a later Unicode may put more of them;
/// noncharacters and the planes that hold nothing. Single places that are not assigned yet are left out: they
/// show as a box.
constexpr Range hidden[]{
    {0x0000, 0x001F},     // C0
    {0x007F, 0x009F},     // DEL, C1
    {0x00AD, 0x00AD},     // soft hyphen
    {0x034F, 0x034F},     // combining grapheme joiner
    {0x061C, 0x061C},     // Arabic letter mark
    {0x115F, 0x1160},     // Hangul fillers
    {0x17B4, 0x17B5},     // Khmer inherent vowels
    {0x180B, 0x180F},     // Mongolian selectors and vowel separator
    {0x200B, 0x200F},     // zero width space, (non-)joiner, direction marks
    {0x2028, 0x202E},     // separators, embeddings and overrides of direction
    {0x2060, 0x206F},     // word joiner, invisible operators, isolates of direction
    {0x3164, 0x3164},     // Hangul filler
    {0xD800, 0xF8FF},     // surrogates, private use
    {0xFDD0, 0xFDEF},     // noncharacters
    {0xFE00, 0xFE0F},     // variation selectors
    {0xFEFF, 0xFEFF},     // zero width no-break space, byte order mark
    {0xFFA0, 0xFFA0},     // halfwidth Hangul filler
    {0xFFF0, 0xFFFB},     // interlinear annotation
    {0xFFFE, 0xFFFF},     // noncharacters
    {0x13430, 0x1343F},   // joiners of Egyptian hieroglyphs
    {0x1BCA0, 0x1BCA3},   // shorthand format controls
    {0x1D173, 0x1D17A},   // beams and slurs of music
    {0x1FFFE, 0x1FFFF},   // noncharacters
    {0x2FFFE, 0x2FFFF},   // noncharacters
    {0x3FFFE, 0x10FFFF},  // noncharacters, empty planes, tags, selectors, private use
};

constexpr Range blanks[]{
    {0x0020, 0x0020}, {0x00A0, 0x00A0}, {0x1680, 0x1680}, {0x2000, 0x200A},
    {0x202F, 0x202F}, {0x205F, 0x205F}, {0x2800, 0x2800}, {0x3000, 0x3000},
};

/// One selector behind one of these says which form of it is meant, and is seen by it. More of them, or one
/// elsewhere, only hide something.
struct Selectors {
  Range selectors;
  Range bases;
};
constexpr Selectors forms[]{
    {{0xFE00, 0xFE02}, {0x3400, 0x9FFF}},      // ideographs of the Han script: compatibility forms
    {{0xFE00, 0xFE02}, {0xF900, 0xFAFF}},      //
    {{0xE0100, 0xE01EF}, {0x3400, 0x9FFF}},    // the forms that Japanese names are written in
    {{0xE0100, 0xE01EF}, {0xF900, 0xFAFF}},    //
    {{0xE0100, 0xE01EF}, {0x20000, 0x323AF}},  //
    {{0xFE0E, 0xFE0F}, {0x2100, 0x2BFF}},      // signs and symbols: as text or as picture
    {{0xFE0E, 0xFE0F}, {0x3297, 0x3299}},      //
    {{0xFE0E, 0xFE0F}, {0x1F000, 0x1FAFF}},    //
    {{0x180B, 0x180D}, {0x1820, 0x18AA}},      // Mongolian letters
};

bool holds(const Range& range, char32_t code) { return range.first <= code && code <= range.last; }

bool selects_a_form(char32_t code, char32_t before) {
  return std::ranges::any_of(
      forms, [&](const Selectors& form) { return holds(form.selectors, code) && holds(form.bases, before); });
}

}  // namespace

Character first_character(std::string_view text) {
  const auto length = length_after(byte(text[0]));
  if (length == 0 || length > text.size()) return {};
  if (!std::ranges::all_of(text.substr(1, length - 1), is_continuation)) return {};
  if (length > 1 && !fits(byte(text[0]), byte(text[1]))) return {};
  char32_t code = length == 1 ? byte(text[0]) : byte(text[0]) & (0x7Fu >> length);
  for (const char c : text.substr(1, length - 1)) code = code << 6 | (byte(c) & 0x3Fu);
  return {code, length};
}

Show how_to_show(char32_t code, char32_t before) {
  if (code >= U' ' && code < 0x7F) return Show::as_it_is;
  if (is_in(line_spaces, code)) return Show::as_space;
  return is_in(hidden, code) && !selects_a_form(code, before) ? Show::as_number : Show::as_it_is;
}

bool is_blank(char32_t code) { return is_in(blanks, code); }

}  // namespace kigen
