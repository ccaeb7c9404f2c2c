#include <gtest/gtest.h>

#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"
#include "events/core/readable.hpp"

namespace kigen {
namespace {

TEST(Instant, text_and_back) {
  const auto instant = parse_instant("2026-11-22T20:46:19.000123Z");
  ASSERT_TRUE(instant);
  EXPECT_EQ(to_text(*instant), "2026-11-22T20:46:19.000123Z");
  EXPECT_EQ(to_text(parse_instant("2028-02-29T00:00:00.5Z").value()), "2028-02-29T00:00:00.500000Z");
}

TEST(Instant, refuses_what_is_no_utc_time) {
  for (const auto* text :
       {"", "2026-11-22", "2026-02-30T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T20:46:19+09:00",
        "2026-11-22T20:46:19.Z", "2026-11-22T20:46:19.1234567Z", "2026-1a-22T20:46:19Z"})
    EXPECT_FALSE(parse_instant(text)) << text;
}

TEST(Uuid, version_7_sorts_by_time) {
  std::array<std::uint8_t, 10> random{};
  random.fill(0xff);
  const auto early = make_uuid_v7(Instant(std::chrono::seconds(1)), random);
  const auto late = make_uuid_v7(Instant(std::chrono::seconds(2)), random);
  EXPECT_LT(early, late);
  EXPECT_EQ(to_text(early)[14], '7');
  EXPECT_EQ(parse_uuid(to_text(late)).value(), late);
}

TEST(Uuid, refuses_other_text) {
  for (const auto* text : {"", "0", "018f0000-0000-7000-8000-00000000000G",
                           "018F0000-0000-7000-8000-000000000000", "018f0000+0000-7000-8000-000000000000"})
    EXPECT_FALSE(parse_uuid(text)) << text;
}

TEST(StreamId, names_its_aggregate) {
  const ServiceId id{make_uuid_v7(Instant{}, std::array<std::uint8_t, 10>{})};
  EXPECT_EQ(aggregate_of(stream_of(id)), "service");
  EXPECT_EQ(id_of<ServiceId>(stream_of(id)).value(), id);
  EXPECT_EQ(aggregate_of(StreamId{"company"}), "company");
  EXPECT_FALSE(id_of<ServiceId>(StreamId{"company"}));
}

TEST(Readable, keeps_what_is_utf8) {
  for (const std::string text :
       {"", "plain", "期限", "\u00e9\U0001F512", "\uFFFD", "\uD7FF\uE000\U0010FFFF"}) {
    EXPECT_TRUE(is_readable(text));
    EXPECT_EQ(readable(text), text);
  }
}

TEST(Readable, replaces_what_is_not) {
  EXPECT_EQ(readable("a\xff z"), "a\uFFFD z");
  EXPECT_EQ(readable("\xc0\xaf"), "\uFFFD\uFFFD") << "overlong";
  EXPECT_EQ(readable("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD") << "a surrogate";
  EXPECT_EQ(readable("\xf4\x90\x80\x80"), "\uFFFD\uFFFD\uFFFD\uFFFD") << "above U+10FFFF";
  EXPECT_EQ(readable("\xe6\x9c"), "\uFFFD\uFFFD") << "cut off";
  EXPECT_EQ(readable(std::string_view("a\0b\r\n\x1b[31m\x7f", 11)), "a b   [31m ");
  EXPECT_EQ(readable("a\u009b31m\u0080\u00a0"), "a 31m \u00a0") << "a terminal obeys U+009B as it does ESC [";
}

TEST(Readable, ends_between_characters) {
  EXPECT_EQ(readable_end("期限 \n", 6), "期限");
  EXPECT_EQ(readable_end("期限", 5), "限");
  EXPECT_EQ(readable_end("\x9c\x9c", 1), "") << "nothing but the middle of a character";
}

TEST(Readable, begins_with_whole_characters) {
  EXPECT_EQ(readable_begin("期限", 6), "期限");
  EXPECT_EQ(readable_begin("期限", 5), "期");
  EXPECT_EQ(readable_begin("期限\n", 100), "期限 ");
  EXPECT_EQ(readable_begin(std::string(99, 'a') + "\U0001f511", 100), std::string(99, 'a'));
  EXPECT_EQ(readable_begin("a\xff\xff\xff", 5), "a\uFFFD") << "never longer than allowed";
  EXPECT_EQ(readable_begin("\u0080\u0080\u0080\u0080\u0080\u0080期", 8), "      ")
      << "what is replaced is shorter";
  EXPECT_EQ(readable_begin("期", 0), "");
}

TEST(Error, is_described_readably_whatever_a_host_said) {
  const Error error{std::make_error_code(std::errc::io_error), "host: \xa5\xa8\xa5\xe9"};
  EXPECT_TRUE(describe(error).ends_with("host: \uFFFD\uFFFD\uFFFD\uFFFD")) << describe(error);
}

}  // namespace
}  // namespace kigen
