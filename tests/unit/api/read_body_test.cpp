#include "api/server/read_body.hpp"

#include <gtest/gtest.h>

#include "api/errors.hpp"
#include "events/codec/json_in.hpp"

namespace kigen::api {

enum class Colour : std::uint8_t { red, green };

struct Inner {
  std::uint8_t small = 7;
  std::optional<std::string> note = {};
  static constexpr auto fields =
      events::field_list(events::field("small", &Inner::small), events::field("note", &Inner::note));
};

struct Outer {
  std::string name = {};
  std::vector<std::string> list = {};
  bool flag = true;
  Colour colour = Colour::red;
  std::int32_t number = -1;
  std::optional<Instant> when = {};
  std::optional<ServiceId> service = {};
  Secret secret = {};
  Inner inner = {};
  static constexpr auto fields =
      events::field_list(events::field("name", &Outer::name).required(), events::field("list", &Outer::list),
                         events::field("flag", &Outer::flag), events::field("colour", &Outer::colour),
                         events::field("number", &Outer::number), events::field("when", &Outer::when),
                         events::field("service", &Outer::service), events::field("secret", &Outer::secret),
                         events::field("inner", &Outer::inner));
};

}  // namespace kigen::api

template <>
struct kigen::events::EnumWords<kigen::api::Colour> {
  static constexpr std::array<std::string_view, 2> words{"red", "green"};
};

namespace kigen::api {
namespace {

using events::codec_errc;

TEST(ReadBody, TakesFieldsInAnyOrder) {
  const auto read = read_body<Outer>(
      R"({"inner":{"note":"n"},"service":"019a9b3c-0000-7000-8000-000000000001","when":"2026-11-22T20:46:19Z",)"
      R"("number":12,"colour":"green","flag":false,"list":["a","b"],"secret":"s","name":"x"})");
  ASSERT_TRUE(read) << describe(read.error()) << " " << read.error().field;
  EXPECT_EQ(read->name, "x");
  EXPECT_EQ(read->list, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(read->flag);
  EXPECT_EQ(read->colour, Colour::green);
  EXPECT_EQ(read->number, 12);
  EXPECT_EQ(to_text(*read->when), "2026-11-22T20:46:19.000000Z");
  EXPECT_EQ(to_text(*read->service), "019a9b3c-0000-7000-8000-000000000001");
  EXPECT_EQ(read->secret.reveal(), "s");
  EXPECT_EQ(read->inner.note, "n");
}

TEST(ReadBody, LeavesDefaultsToWhatIsLeftOut) {
  const auto read = read_body<Outer>(R"({"name":"x","inner":{}})");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->flag);
  EXPECT_EQ(read->inner.small, 7);
  EXPECT_FALSE(read->when);
}

TEST(ReadBody, NullEmptiesAnOptional) {
  const auto read = read_body<Outer>(R"({"name":"x","when":null,"inner":{"note":null}})");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->when);
  EXPECT_FALSE(read->inner.note);
}

struct Bad {
  const char* name;
  std::string body;
  std::error_code code;
  const char* field;
};
void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }

class BadBody : public testing::TestWithParam<Bad> {};

TEST_P(BadBody, IsRefusedByField) {
  const auto read = read_body<Outer>(GetParam().body);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, GetParam().code) << describe(read.error());
  EXPECT_EQ(read.error().field, GetParam().field);
  EXPECT_EQ(answer_of(read.error().code), Answer::bad_request);
}

std::string nested(std::size_t depth) {
  return R"({"name":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
}

INSTANTIATE_TEST_SUITE_P(
    All, BadBody,
    testing::Values(
        Bad{"Empty", "", codec_errc::malformed_json, ""},
        Bad{"Cut", R"({"name":"x")", codec_errc::malformed_json, ""},
        Bad{"Trailing", R"({"name":"x"} {})", codec_errc::malformed_json, ""},
        Bad{"Comma", R"({"name":"x",})", codec_errc::malformed_json, ""},
        Bad{"NotUtf8", "{\"name\":\"\xff\"}", codec_errc::malformed_json, ""},
        Bad{"Array", "[]", codec_errc::wrong_type, ""}, Bad{"Text", R"("name")", codec_errc::wrong_type, ""},
        Bad{"TooDeep", nested(40), codec_errc::malformed_json, ""},
        Bad{"Missing", "{}", codec_errc::missing_field, "name"},
        Bad{"Unknown", R"({"name":"x","nmae":1})", codec_errc::unknown_field, "nmae"},
        Bad{"UnknownInside", R"({"name":"x","inner":{"smal":1}})", codec_errc::unknown_field, "inner.smal"},
        Bad{"Twice", R"({"name":"x","name":"y"})", api_errc::duplicate_field, "name"},
        Bad{"TwiceInside", R"({"name":"x","inner":{"small":1,"small":2}})", api_errc::duplicate_field,
            "inner.small"},
        Bad{"NumberForText", R"({"name":1})", codec_errc::wrong_type, "name"},
        Bad{"NullForText", R"({"name":null})", codec_errc::wrong_type, "name"},
        Bad{"Nul", R"({"name":"a\u0000b"})", codec_errc::wrong_type, "name"},
        Bad{"TextForFlag", R"({"name":"x","flag":"true"})", codec_errc::wrong_type, "flag"},
        Bad{"TextForNumber", R"({"name":"x","number":"1"})", codec_errc::wrong_type, "number"},
        Bad{"Fraction", R"({"name":"x","number":1.5})", codec_errc::wrong_type, "number"},
        Bad{"TooLarge", R"({"name":"x","number":2147483648})", codec_errc::wrong_type, "number"},
        Bad{"TooLargeForByte", R"({"name":"x","inner":{"small":256}})", codec_errc::wrong_type,
            "inner.small"},
        Bad{"Negative", R"({"name":"x","inner":{"small":-1}})", codec_errc::wrong_type, "inner.small"},
        Bad{"Huge", R"({"name":"x","number":99999999999999999999999})", codec_errc::malformed_json, ""},
        Bad{"UnknownWord", R"({"name":"x","colour":"blue"})", codec_errc::wrong_type, "colour"},
        Bad{"NotATime", R"({"name":"x","when":"tomorrow"})", codec_errc::wrong_type, "when"},
        Bad{"NotAnId", R"({"name":"x","service":"7"})", codec_errc::wrong_type, "service"},
        Bad{"WrongInList", R"({"name":"x","list":["a",2]})", codec_errc::wrong_type, "list.1"},
        Bad{"ObjectForList", R"({"name":"x","list":{}})", codec_errc::wrong_type, "list"},
        Bad{"NumberForSecret", R"({"name":"x","secret":1})", codec_errc::wrong_type, "secret"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ReadBody, NeverShowsMoreThanAPieceOfAnUnknownName) {
  const auto read = read_body<Outer>(R"({")" + std::string(5'000, 'a') + R"(":1})");
  ASSERT_FALSE(read);
  EXPECT_LE(read.error().field.size(), 100u);
}

TEST(ReadBody, ShowsWholeCharactersOfAnUnknownName) {
  const auto name = std::string(99, 'a') + "期";
  EXPECT_EQ(read_body<Outer>("{\"" + name + "\":1}").error().field, std::string(99, 'a'));
  EXPECT_EQ(read_body<Outer>("{\"" + name + "\":1,\"" + name + "\":1}").error().field, std::string(99, 'a'));
}

}  // namespace
}  // namespace kigen::api
