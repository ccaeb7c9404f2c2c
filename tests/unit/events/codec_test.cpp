#include <gtest/gtest.h>

#include "events/any_event.hpp"
#include "events/codec/canonical.hpp"
#include "events/log/record.hpp"

namespace kigen::events {
namespace {

enum class Colour { red, green };

struct Inner {
  std::string text;
  std::uint32_t coats = 1;
  static constexpr auto fields =
      field_list(field("text", &Inner::text), field("coats", &Inner::coats).added_in(2));
  friend bool operator==(const Inner&, const Inner&) = default;
};

struct Painted {
  std::string name;
  std::uint32_t count = 0;
  std::optional<Instant> at;
  std::vector<Inner> inner;
  bool wet = true;

  static constexpr EventType type{.name = "wall.painted", .schema = 2};
  static constexpr auto fields =
      field_list(field("name", &Painted::name), field("count", &Painted::count), field("at", &Painted::at),
                 field("inner", &Painted::inner), field("wet", &Painted::wet).added_in(2));
  friend bool operator==(const Painted&, const Painted&) = default;
};

/// Schema 1 counted centimetres as text; today they are millimetres.
struct Measured {
  std::uint32_t length_mm = 0;
  static constexpr EventType type{.name = "wall.measured", .schema = 2};
  static constexpr auto fields = field_list(field("lengthMm", &Measured::length_mm));
  static Result<std::string> upcast(std::uint16_t, std::string_view payload) {
    const auto digits = payload.substr(payload.find(':') + 1);
    return to_json(Measured{static_cast<std::uint32_t>(std::stoul(std::string(digits))) * 10});
  }
};

TEST(Codec, equal_events_have_equal_bytes_and_come_back) {
  const Painted event{"北 \"wall\"\n", 7, Instant(std::chrono::seconds(1)), {{"a"}, {"b", 2}}, false};
  const auto encoded = encode(event);
  EXPECT_EQ(encoded.payload,
            "{\"name\":\"北 \\\"wall\\\"\\n\",\"count\":7,\"at\":\"1970-01-01T00:00:01.000000Z\","
            "\"inner\":[{\"text\":\"a\",\"coats\":1},{\"text\":\"b\",\"coats\":2}],\"wet\":false}");
  const auto decoded = decode_as<Painted>(encoded.schema, encoded.payload);
  ASSERT_TRUE(decoded) << describe(decoded.error());
  EXPECT_EQ(*decoded, event);
}

TEST(Codec, a_newer_field_takes_its_default_also_in_a_nested_structure) {
  const auto decoded = decode_as<Painted>(1, R"({"name":"n","count":1,"at":null,"inner":[{"text":"a"}]})");
  ASSERT_TRUE(decoded) << describe(decoded.error());
  EXPECT_TRUE(decoded->wet);
  EXPECT_EQ(decoded->inner, (std::vector<Inner>{{"a", 1}}));
}

TEST(Codec, an_older_meaning_goes_through_its_upcaster) {
  const auto decoded = decode_as<Measured>(1, R"({"lengthCm":12})");
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded->length_mm, 120u);
}

struct Refused {
  const char* payload;
  codec_errc code;
  const char* field;
};
class CodecRefuses : public testing::TestWithParam<Refused> {};
TEST_P(CodecRefuses, anything_inexact) {
  const auto decoded = decode_as<Painted>(2, GetParam().payload);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().code, GetParam().code) << describe(decoded.error());
  EXPECT_EQ(decoded.error().field, GetParam().field);
}
INSTANTIATE_TEST_SUITE_P(
    Codec, CodecRefuses,
    testing::Values(
        Refused{"", codec_errc::malformed_json, ""}, Refused{"[]", codec_errc::malformed_json, ""},
        Refused{R"({"name":"n"})", codec_errc::missing_field, "count"},
        Refused{R"({"name":1,"count":1,"at":null,"inner":[],"wet":true})", codec_errc::wrong_type, "name"},
        Refused{R"({"name":"n","count":-1,"at":null,"inner":[],"wet":true})", codec_errc::wrong_type,
                "count"},
        Refused{R"({"name":"n","count":4294967296,"at":null,"inner":[],"wet":true})", codec_errc::wrong_type,
                "count"},
        Refused{R"({"name":"n","count":1,"at":"soon","inner":[],"wet":true})", codec_errc::wrong_type, "at"},
        Refused{R"({"name":"n","count":1,"at":"1970-01-01T00:00:01Z","inner":[],"wet":true})",
                codec_errc::wrong_type, "at"},
        Refused{R"({"name":"n","count":1,"at":null,"inner":[{"text":2}],"wet":true})", codec_errc::wrong_type,
                "inner.text"},
        Refused{R"({"name":"n","count":1,"at":null,"inner":[],"wet":true,"x":1})", codec_errc::unknown_field,
                "x"},
        Refused{R"({"count":1,"name":"n","at":null,"inner":[],"wet":true})", codec_errc::unknown_field,
                "count"}));

TEST(Codec, names_what_it_does_not_know) {
  EXPECT_EQ(decode_event("wall.fell", 1, "{}").error().code, codec_errc::unknown_event);
  EXPECT_EQ(decode_as<Painted>(3, "{}").error().code, codec_errc::newer_schema);
  EXPECT_EQ(decode_as<Painted>(0, "{}").error().code, codec_errc::wrong_type);
}

TEST(Canonical, is_the_same_text_whatever_the_writer) {
  EXPECT_EQ(canonical_object(R"( {"a" : [1, "\u00e9\ud83d\ude00\/"]} )").value(), R"({"a":[1,"é😀/"]})");
}

TEST(Canonical, refuses_what_no_record_may_hold) {
  for (const auto* json : {"", "[]", "{", "{} {}", R"({"a":1.5})", "{\"a\":\"\xc3\"}", R"({"a":"\ud83d"})",
                           R"({"a":"\udd01"})", R"({"\udd01":1})"})
    EXPECT_EQ(canonical_object(json).error().code, codec_errc::malformed_json) << json;
}

TEST(Canonical, what_is_plainly_so_is_seen_at_once) {
  for (const auto* json :
       {"{}", R"({"a":[],"b":{},"c":[0,-1,123456789012345678],"d":true,"e":false,"f":null})",
        R"({"é😀":"/\"\\\n\r\t"})"}) {
    EXPECT_TRUE(is_plainly_canonical(json)) << json;
    EXPECT_EQ(canonical_object(json).value(), json);
  }
  for (const auto* json : {"",
                           "[]",
                           "{",
                           "{}x",
                           "{} ",
                           R"({"a":1.5})",
                           R"({"a":1e5})",
                           R"({"a":-0})",
                           R"({"a":01})",
                           R"({"a":})",
                           R"({"a":1,})",
                           R"({"a":[1,]})",
                           R"({"a" :1})",
                           R"({a:1})",
                           R"({"a":"\/"})",
                           R"({"a":"\u000a"})",
                           R"({"a":"\)",
                           "{\"a\":\"\xc3\"}",
                           "{\"a\":\"\n\"}",
                           R"({"a":nul})"})
    EXPECT_FALSE(is_plainly_canonical(json)) << json;
  // Canonical, but left to the one who looks closely.
  EXPECT_FALSE(is_plainly_canonical(R"({"a":"\u0001"})"));
  EXPECT_FALSE(is_plainly_canonical(R"({"a":1234567890123456789})"));
}

TEST(Record, bytes_and_back) {
  Record record;
  record.position = 41;
  record.stream = {"company"};
  record.version = 3;
  record.previous = 40;
  record.type = "company.named";
  record.meta.actor = {ActorKind::user, "a,\"payload\":b@example.com"};
  record.meta.command_id = "c-1";
  record.payload = R"({"name":"x,\"payload\":y"})";
  const auto bytes = encode_record(record);
  const auto back = decode_record(bytes);
  ASSERT_TRUE(back) << describe(back.error());
  EXPECT_EQ(encode_record(*back), bytes);
  EXPECT_EQ(back->payload, record.payload);
  EXPECT_EQ(back->meta.actor, record.meta.actor);
}

}  // namespace
}  // namespace kigen::events
