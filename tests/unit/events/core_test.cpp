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
       {"", "plain", "期限", "\u00e9\U0001F512", "\uFFFD", "\uD7FF\uF900\U0003FFFD", "\u845B\U000E0100城市",
        "☎\uFE0E", "\U0001F512\uFE0F", "שלום", "กำหนด", "\u1820\u180B"}) {
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
}

TEST(Readable, keeps_words_on_one_line) {
  EXPECT_EQ(readable("a\tb\nc\vd\fe\rf\u0085g\u2028h\u2029i"), "a b c d e f g h i");
  EXPECT_EQ(readable_lines("a\r\n\u2028b\x1b\n"), "a\n b<U+001B>\n");
}

TEST(Readable, marks_what_terminals_obey) {
  EXPECT_EQ(readable(std::string_view("a\0b\x1b[31m\x7f", 9)), "a<U+0000>b<U+001B>[31m<U+007F>");
  EXPECT_EQ(readable("a\u009b31m\u0080\u00a0"), "a<U+009B>31m<U+0080>\u00a0") << "U+009B is ESC [";
}

/// Unicode TR 36 §3: each of them, and each in a name.
TEST(Readable, marks_what_does_not_show) {
  const std::pair<const char*, const char*> all[]{
      {"\u061C", "<U+061C>"},      {"\u200B", "<U+200B>"},       {"\u200C", "<U+200C>"},
      {"\u200D", "<U+200D>"},      {"\u200E", "<U+200E>"},       {"\u200F", "<U+200F>"},
      {"\u202A", "<U+202A>"},      {"\u202E", "<U+202E>"},       {"\u2060", "<U+2060>"},
      {"\u2064", "<U+2064>"},      {"\u2066", "<U+2066>"},       {"\u2069", "<U+2069>"},
      {"\uFEFF", "<U+FEFF>"},      {"\u00AD", "<U+00AD>"},       {"\u034F", "<U+034F>"},
      {"\u3164", "<U+3164>"},      {"\uE000", "<U+E000>"},       {"\uFFFE", "<U+FFFE>"},
      {"\uFDD0", "<U+FDD0>"},      {"\U000E0001", "<U+E0001>"},  {"\U000E007F", "<U+E007F>"},
      {"\U000F0000", "<U+F0000>"}, {"\U0010FFFF", "<U+10FFFF>"}, {"\U00050000", "<U+50000>"}};
  for (const auto& [hidden, mark] : all) {
    EXPECT_FALSE(is_readable(std::string("www") + hidden)) << mark;
    EXPECT_EQ(readable(std::string("a") + hidden + "b"), std::string("a") + mark + "b");
  }
}

TEST(Readable, lets_a_selector_choose_a_form_and_hide_nothing) {
  EXPECT_EQ(readable("a\uFE0F"), "a<U+FE0F>") << "a letter has no other form";
  EXPECT_EQ(readable("1\uFE0F"), "1<U+FE0F>");
  EXPECT_EQ(readable("\U0001F512\uFE0F\uFE0F"), "\U0001F512\uFE0F<U+FE0F>") << "one is enough";
  EXPECT_EQ(readable("\U000E0100"), "<U+E0100>");
}

TEST(Readable, escapes_json_without_changing_what_it_means) {
  EXPECT_EQ(readable_json("{\"a\": \"x\u202Ey\u009b\U000E0041\",\n\"b\": \"期\"}"),
            "{\"a\": \"x\\u202ey\\u009b\\udb40\\udc41\",\n\"b\": \"期\"}");
}

TEST(Readable, tells_text_from_other_bytes) {
  EXPECT_TRUE(is_utf8("a\u200D\u202E\n\x1b期"));
  EXPECT_FALSE(is_utf8("a\xff"));
}

TEST(Readable, knows_what_leaves_no_trace) {
  for (const auto* const blank : {"", " ", "\u00A0\u3000", "\u2003", "\u2800"})
    EXPECT_TRUE(is_blank(blank)) << blank;
  EXPECT_FALSE(is_blank("\u3000期"));
}

TEST(Readable, ends_between_characters) {
  EXPECT_EQ(readable_end("期限 \n", 6), "期限");
  EXPECT_EQ(readable_end("期限", 5), "限");
  EXPECT_EQ(readable_end("\x9c\x9c", 1), "") << "nothing but the middle of a character";
  EXPECT_EQ(readable_end("a\u0080\u0080", 12), "<U+0080>") << "never longer than allowed";
  EXPECT_EQ(readable_end("\x1b\x1b\x1b\U0001F512\uFE0F", 15), "<U+001B>\U0001F512\uFE0F");
}

TEST(Readable, begins_with_whole_characters) {
  EXPECT_EQ(readable_begin("期限", 6), "期限");
  EXPECT_EQ(readable_begin("期限", 5), "期");
  EXPECT_EQ(readable_begin("期限\n", 100), "期限 ");
  EXPECT_EQ(readable_begin(std::string(99, 'a') + "\U0001f511", 100), std::string(99, 'a'));
  EXPECT_EQ(readable_begin("a\xff\xff\xff", 5), "a\uFFFD") << "never longer than allowed";
  EXPECT_EQ(readable_begin("\u0080\u0080期", 15), "<U+0080>") << "a mark is whole, or it is not there";
  EXPECT_EQ(readable_begin("期", 0), "");
}

TEST(Error, is_described_readably_whatever_a_host_said) {
  const Error error{std::make_error_code(std::errc::io_error), "host: \xa5\xa8\xa5\xe9"};
  EXPECT_TRUE(describe(error).ends_with("host: \uFFFD\uFFFD\uFFFD\uFFFD")) << describe(error);
  const Error flood{std::make_error_code(std::errc::io_error), std::string(60'000, '\x1b')};
  EXPECT_LT(describe(flood).size(), 9'000U) << "an event of it fits into a record of the log";
}

}  // namespace
}  // namespace kigen
