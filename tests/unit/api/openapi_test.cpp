// The description of the API is what the code says of itself.
#include "api/openapi.hpp"

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "api/routes/routes.hpp"
#include "api/schema/document.hpp"
#include "api/schema/words.hpp"
#include "tests/support/places.hpp"
#include "tests/unit/api/support/description.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

namespace json = boost::json;
using Names = std::set<std::string>;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(tests::source_folder() / file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

json::object json_in(const std::filesystem::path& file) { return json::parse(text_of(file)).as_object(); }

schema::Document made_of_the_code(const std::vector<Route>& routes) {
  const auto words = json_in("api/console/static/words/en.json");
  const auto remarks = json_in("api/schema/remarks.json");
  const auto settings = described_settings();
  const auto kept = kept_things();
  return schema::describe_api({routes, settings, kept, words, remarks});
}

class Description : public testing::Test {
 protected:
  const std::vector<Route>& routes() const { return kigen.server->router().routes(); }
  tests::Installation kigen;
};

std::string name_of(const Route& route) {
  return std::string(route.method) + " " + std::string(route.pattern);
}

TEST_F(Description, IsWhatTheCodeSays) {
  const auto made = made_of_the_code(routes());
  if (std::getenv("KIGEN_WRITE_GOLDEN") != nullptr)
    std::ofstream(tests::source_folder() / "api/openapi.json") << made.text;
  EXPECT_EQ(text_of("api/openapi.json"), made.text)
      << "run this test with KIGEN_WRITE_GOLDEN=1, look at the change, commit api/openapi.json";
}

TEST_F(Description, HasNoRemarkOnWhatIsNotThere) {
  EXPECT_EQ(made_of_the_code(routes()).unused_remarks, Names());
}

TEST_F(Description, EveryRouteSaysWhatItDoesAndAnswers) {
  for (const auto& route : routes()) {
    EXPECT_FALSE(route.summary.empty()) << name_of(route);
    EXPECT_FALSE(route.answers.empty()) << name_of(route);
  }
}

/// All that is not a read of some kind runs a command, which can be repeated.
TEST_F(Description, CommandsTakeAnIdempotencyKey) {
  const Names no_commands{"POST /api/v1/session", "DELETE /api/v1/session", "POST /api/v1/session/proof",
                          "DELETE /api/v1/sessions/{session}"};
  for (const auto& route : routes())
    EXPECT_EQ(route.keyed, route.method != "GET" && !no_commands.contains(name_of(route))) << name_of(route);
}

TEST_F(Description, RoutesRefuseWhatTheyDoNotTake) {
  for (const auto& route : routes()) {
    if (route.method != "GET") continue;
    const auto answer = kigen.as_admin("GET", tests::filled(route.pattern) + "?serach=x");
    EXPECT_EQ(answer.code(), "unknown_parameter") << name_of(route);
    EXPECT_EQ(answer.at("/field"), "serach") << name_of(route);
  }
}

/// The path of a route with something in place of its names.
std::string filled(const Route& route) {
  std::string path(route.pattern);
  for (const auto& parameter : route.path) {
    const auto name = "{" + std::string(parameter.name);
    const auto at = path.find(name);
    const auto word =
        parameter.type->words.empty() ? std::string("1") : std::string(parameter.type->words.front());
    path.replace(at, path.find('}', at) - at + 1, word);
  }
  return tests::filled(path);
}

bool is_checked(const Parameter& parameter) {
  const auto shape = parameter.type->shape;
  return shape != schema::Shape::text || parameter.name == "at";
}

TEST_F(Description, RoutesReadWhatTheyTake) {
  for (const auto& route : routes())
    for (const auto& parameter : route.query) {
      if (!is_checked(parameter)) continue;
      auto query = "?" + std::string(parameter.name) + "=nonsense";
      if (parameter.name == "fromVersion") query += "&stream=company";
      const auto answer = kigen.as_admin(std::string(route.method), filled(route) + query);
      EXPECT_EQ(answer.code(), "malformed_parameter") << name_of(route) << query;
      EXPECT_EQ(answer.at("/field"), parameter.name) << name_of(route) << query;
    }
}

/// The words that a catalogue has, in the form in which they are wanted.
schema::Places::Wanted words_in(const json::object& catalogue) {
  schema::Places::Wanted words;
  for (const auto& [path, said] : catalogue.at("fields").as_object()) words.fields.emplace(path);
  for (const auto& [name, said] : catalogue.at("sections").as_object()) words.sections.emplace(name);
  for (const auto& [path, said] : catalogue.at("choices").as_object())
    for (const auto& [word, text] : said.as_object()) words.choices[path].emplace(word);
  return words;
}

class WordsForPeople : public testing::TestWithParam<std::string> {
 protected:
  const json::object catalogue = json_in("api/console/static/words/" + GetParam() + ".json");
};

TEST_P(WordsForPeople, AreThereForAllSettingsAndForNothingElse) {
  const auto settings = described_settings();
  const schema::Places places(settings);
  const auto& wanted = places.wanted();
  const auto there = words_in(catalogue);
  EXPECT_EQ(there.fields, wanted.fields);
  EXPECT_EQ(there.sections, wanted.sections);
  EXPECT_EQ(there.choices, wanted.choices);
}

TEST_P(WordsForPeople, AreThereForAllThings) {
  Names wanted, there;
  for (const auto& each : described_settings()) wanted.emplace(each.word);
  for (const auto& [word, said] : catalogue.at("things").as_object()) {
    there.emplace(word);
    for (const auto* const what : {"one", "many", "text"})
      EXPECT_TRUE(said.as_object().contains(what)) << word << " " << what;
  }
  EXPECT_EQ(there, wanted);
}

TEST_P(WordsForPeople, HintAtWordsThatAreThere) {
  const auto& choices = catalogue.at("choices").as_object();
  for (const auto& [path, said] : catalogue.at("fields").as_object()) {
    EXPECT_FALSE(said.at("label").as_string().empty()) << path;
    if (const auto* hints = said.as_object().if_contains("hints"))
      for (const auto& [word, hint] : hints->as_object())
        EXPECT_TRUE(choices.at(path).as_object().contains(word)) << path << " " << word;
  }
}

INSTANTIATE_TEST_SUITE_P(Languages, WordsForPeople, testing::Values("en", "ja"),
                         [](const auto& named) { return named.param; });

TEST(Exchanges, AreComparedWithTheDescription) {
  const auto& receipt = tests::description().at_pointer("/components/schemas/Receipt").as_object();
  EXPECT_EQ(
      tests::faults_of(
          json::parse(R"({"id":null,"stream":"company","position":1,"version":1,"changed":true})"), receipt),
      std::vector<std::string>());
  EXPECT_EQ(
      tests::faults_of(json::parse(R"({"id":7,"position":-1,"version":1,"changed":true,"x":1})"), receipt)
          .size(),
      4u);
}

}  // namespace
}  // namespace kigen::api
