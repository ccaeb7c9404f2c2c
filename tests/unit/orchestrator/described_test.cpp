#include "orchestrator/described.hpp"

#include <gtest/gtest.h>

#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/company_events.hpp"
#include "events/node_events.hpp"
#include "events/service_events.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/node/apache_paths.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;

enum class Taste : std::uint8_t { plain, sweet };

/// Two kinds of one thing.
struct Pot {
  static constexpr std::string_view kind = "pot";
  std::uint32_t litres = 1;
  static constexpr auto fields = field_list(field("litres", &Pot::litres).within(1, 3));
};
struct Leaf {
  static constexpr std::string_view kind = "leaf";
  std::string garden = {};
  static constexpr auto fields = field_list(field("garden", &Leaf::garden).required());
};

struct Guest {
  std::string mail = {};
  static constexpr auto fields = field_list(field("mail", &Guest::mail).text(TextKind::mail));
};

struct Tea {
  std::string name = {};
  std::string remark = {};
  Taste taste = Taste::plain;
  std::uint32_t spoons = 1;
  OneOf<Pot, Leaf> source = {};
  std::vector<Guest> guests = {};
  std::optional<std::uint32_t> degrees = {};

  static constexpr auto fields = field_list(
      field("name", &Tea::name).required().text(TextKind::name), field("remark", &Tea::remark).at_most(5),
      field("taste", &Tea::taste), field("spoons", &Tea::spoons).within(1, 2).when("taste", "sweet sour"),
      field("source", &Tea::source).required(), field("guests", &Tea::guests).at_most(2),
      field("degrees", &Tea::degrees).within(40, 100));
};

}  // namespace
}  // namespace kigen::orchestrator

template <>
struct kigen::events::EnumWords<kigen::orchestrator::Taste> {
  static constexpr std::array<std::string_view, 2> words{"plain", "sweet"};
};

namespace kigen::orchestrator {
namespace {

void expect_refused(const Tea& tea, input_errc code, const std::string& field) {
  const auto checked = check_described(tea);
  ASSERT_FALSE(checked) << field;
  EXPECT_EQ(checked.error().code, code) << field;
  EXPECT_EQ(checked.error().field, field);
}

TEST(Described, says_all_that_a_field_asks) {
  EXPECT_TRUE(check_described(Tea{.name = "Sencha"}));
  expect_refused({}, input_errc::missing, "settings.name");
  expect_refused({.name = " "}, input_errc::missing, "settings.name");
  expect_refused({.name = "a\nb"}, input_errc::not_printable, "settings.name");
  expect_refused({.name = "Sencha", .remark = "longer"}, input_errc::too_long, "settings.remark");
  EXPECT_TRUE(check_described(Tea{.name = "Sencha", .remark = "煎茶と菓子"})) << "characters, not bytes";
  expect_refused({.name = "Sencha", .degrees = 101}, input_errc::out_of_range, "settings.degrees");
  EXPECT_TRUE(check_described(Tea{.name = "Sencha", .degrees = 40}));
}

TEST(Described, knows_what_a_country_and_digits_are) {
  const auto refused = [](TextKind kind, std::string_view text) {
    const auto checked = check_described_text({.text = kind}, text, "field");
    return checked ? std::error_code() : checked.error().code;
  };
  for (const auto* text : {"", "JP"}) EXPECT_FALSE(refused(TextKind::country, text)) << text;
  for (const auto* text : {"jp", "J", "JPN", "J1", "日本"})
    EXPECT_EQ(refused(TextKind::country, text), input_errc::malformed_country) << text;
  for (const auto* text : {"", "0", "0312345678"}) EXPECT_FALSE(refused(TextKind::digits, text)) << text;
  for (const auto* text :
       {"03-1234-5678", "+81312345678", "1 2", "１２", "123456789012345678901234567890123"})
    EXPECT_EQ(refused(TextKind::digits, text), input_errc::malformed_digits) << text;
}

TEST(Described, asks_nothing_of_a_field_that_these_settings_do_not_have) {
  EXPECT_TRUE(check_described(Tea{.name = "Sencha", .spoons = 9}));
  expect_refused({.name = "Sencha", .taste = Taste::sweet, .spoons = 9}, input_errc::out_of_range,
                 "settings.spoons");
}

TEST(Described, names_the_place_in_a_list) {
  expect_refused({.name = "Sencha", .guests = {{"a@example.com"}, {"nobody"}}}, input_errc::malformed_mail,
                 "settings.guests.1.mail");
  expect_refused({.name = "Sencha", .guests = {{}, {}, {}}}, input_errc::too_many, "settings.guests");
}

TEST(Described, looks_at_the_kind_that_is_there_alone) {
  expect_refused({.name = "Sencha", .source = Pot{.litres = 4}}, input_errc::out_of_range,
                 "settings.source.litres");
  expect_refused({.name = "Sencha", .source = Leaf{}}, input_errc::missing, "settings.source.garden");
  EXPECT_TRUE(check_described(Tea{.name = "Sencha", .source = Leaf{.garden = "Uji"}}));
}

/// As the check of a server's settings: an overload for each kind.
using kigen::orchestrator::check;
Result<> check(const Pot&) { return fail(input_errc::out_of_range); }
Result<> check(const Leaf&) { return {}; }

TEST(Described, the_rules_of_one_kind_never_judge_another) {
  const auto judged = [](const OneOf<Pot, Leaf>& source) {
    return source.visit([](const auto& kind) { return check(kind); });
  };
  EXPECT_FALSE(judged(Pot{}));
  EXPECT_TRUE(judged(Leaf{}));
  const OneOf<ApacheSettings, Leaf> server = Leaf{};
  EXPECT_TRUE(server.visit([](const auto& kind) { return check(kind); }))
      << "no paths of an Apache are asked";
}

/// The fields that `when` looks at are there, with those words.
template <class S>
void expect_conditions_can_hold() {
  for_each_field<S>([](const auto& asking) {
    const auto& asked = asking.asked;
    if (asked.when_field.empty()) return;
    bool found = false;
    for_each_field<S>([&]<class Value>(const Field<S, Value>& other) {
      if (other.name != asked.when_field) return;
      if constexpr (Worded<Value>)
        for (const auto word : EnumWords<Value>::words) found = found || has_word(asked.when_words, word);
    });
    EXPECT_TRUE(found) << asking.name << " exists when " << asked.when_field;
  });
}

TEST(Described, conditions_of_settings_name_what_there_is) {
  expect_conditions_can_hold<SshAccess>();
  expect_conditions_can_hold<AcmeCa>();
  expect_conditions_can_hold<CheckSettings>();
  expect_conditions_can_hold<RenewalPolicy>();
  expect_conditions_can_hold<ServiceSettings>();
  expect_conditions_can_hold<ApacheSettings>();
}

}  // namespace
}  // namespace kigen::orchestrator
