#include "events/codec/layout.hpp"

#include <gtest/gtest.h>

namespace kigen::events {

enum class Hue : std::uint8_t { red, green };
template <>
struct EnumWords<Hue> {
  static constexpr std::array<std::string_view, 2> words{"red", "green"};
};

namespace {

struct Coat {
  std::uint32_t litres = 1;
  bool wet = true;
  static constexpr auto fields = field_list(field("litres", &Coat::litres), field("wet", &Coat::wet));
};

struct Wall {
  std::string name = {};
  std::optional<Instant> painted = {};
  std::vector<Coat> coats = {};
  std::map<std::string, std::int16_t> marks = {};
  std::array<bool, 2> sides = {};
};

TEST(Layout, says_all_members_down_to_the_last) {
  EXPECT_EQ(layout_of<Wall>(), "{text time? [{litres u32 wet truth }] [text:i16] [truth 2] }");
}

struct Renamed {
  std::uint32_t gallons = 1;
  bool wet = true;
  static constexpr auto fields = field_list(field("gallons", &Renamed::gallons), field("wet", &Renamed::wet));
};
struct Swapped {
  std::optional<Instant> painted = {};
  std::string name = {};
};

TEST(Layout, differs_where_bytes_would_be_misread) {
  EXPECT_NE(layout_of<Renamed>(), layout_of<Coat>());
  EXPECT_EQ(layout_of<Swapped>(), "{time? text }");
}

TEST(Layout, holds_the_words_of_an_enumeration) { EXPECT_EQ(layout_of<Hue>(), "word(red green )"); }

}  // namespace
}  // namespace kigen::events
