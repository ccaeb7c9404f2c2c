// The client's commands against the API's description: a row of the table that asks for what is not there
// cannot work.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/support/places.hpp"
#include "tools/kigen/client/commands.hpp"
#include "tools/kigen/client/requests.hpp"
#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

const json::value& description() {
  static const json::value parsed = [] {
    std::ifstream file(tests::source_folder() / "api/openapi.json");
    std::stringstream text;
    text << file.rdbuf();
    return json::parse(text.str());
  }();
  return parsed;
}

std::string name_of(const Verb& verb) { return std::string(verb.noun) + " " + std::string(verb.verb); }

/// The operation that a verb asks for; null when the API has none.
const json::object* operation_of(const Verb& verb) {
  const auto path = verb.path.substr(0, verb.path.find('?'));
  auto method = std::string(verb.method);
  std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  const auto* operations = description().at("paths").as_object().if_contains(path);
  const auto* operation = operations == nullptr ? nullptr : operations->as_object().if_contains(method);
  return operation == nullptr ? nullptr : &operation->as_object();
}

const json::object* resolved(const json::object& object) {
  const auto* reference = object.if_contains("$ref");
  if (reference == nullptr) return &object;
  return &description().at_pointer(std::string(reference->as_string()).substr(1)).as_object();
}

bool takes_parameter(const json::object& operation, std::string_view name) {
  const auto* parameters = operation.if_contains("parameters");
  return parameters != nullptr && std::ranges::any_of(parameters->as_array(), [&](const json::value& each) {
           return resolved(each.as_object())->at("name") == json::value(name);
         });
}

/// Whether a body of `schema` has the field at the dotted path.
bool has_field(const json::value& schema, std::string_view path) {
  const auto& here = *resolved(schema.as_object());
  for (const auto* const either : {"anyOf", "oneOf", "allOf"})
    if (const auto* schemas = here.if_contains(either))
      return std::ranges::any_of(schemas->as_array(),
                                 [&](const json::value& each) { return has_field(each, path); });
  const auto* properties = here.if_contains("properties");
  if (properties == nullptr) return false;
  const auto dot = path.find('.');
  const auto* field = properties->as_object().if_contains(path.substr(0, dot));
  return field != nullptr && (dot == path.npos || has_field(*field, path.substr(dot + 1)));
}

bool is_taken(const json::object& operation, const Option& option) {
  if (option.json.starts_with('?')) return takes_parameter(operation, option.json.substr(1));
  const auto* body = operation.if_contains("requestBody");
  return body != nullptr && has_field(body->at_pointer("/content/application~1json/schema"), option.json);
}

TEST(Verbs, AskForWhatTheApiHas) {
  for (const auto& verb : verbs()) {
    const auto* operation = operation_of(verb);
    ASSERT_NE(operation, nullptr) << name_of(verb) << ": " << verb.method << " " << verb.path;
    for (const auto& option : verb.options)
      EXPECT_TRUE(is_taken(*operation, option)) << name_of(verb) << " " << option.flag;
  }
}

TEST(Verbs, SendIfMatchWhereItIsAMust) {
  for (const auto& verb : verbs()) {
    const auto* operation = operation_of(verb);
    ASSERT_NE(operation, nullptr) << name_of(verb);
    const auto text = json::serialize(*operation);
    EXPECT_EQ(text.find("parameters/ifMatchRequired") != text.npos, verb.basis != Basis::nothing)
        << name_of(verb);
  }
}

TEST(Verbs, ExplainThemselvesAndTheirOptions) {
  for (const auto& verb : verbs()) {
    EXPECT_FALSE(verb.help.empty()) << name_of(verb);
    for (const auto& option : verb.options)
      EXPECT_FALSE(option.help.empty()) << name_of(verb) << " " << option.flag;
  }
}

/// Every word that a verb takes: each option once, and its positionals.
struct Words {
  std::vector<std::string> options = {};
  std::vector<std::string> positionals = {};
};

Words words_for(const Verb& verb) {
  Words words;
  for (const auto& name : path_names(verb.path)) words.positionals.push_back("the-" + name);
  for (const auto& option : verb.options) {
    const bool is_positional = !option.flag.starts_with('-');
    if (!is_positional) words.options.emplace_back(option.flag);
    if (option.take != Take::flag) (is_positional ? words.positionals : words.options).emplace_back("1");
  }
  return words;
}

/// The exit code of a command line; 2 when it is not understood.
int exit_code_of(const Verb& verb, const std::vector<std::string>& first,
                 const std::vector<std::string>& then) {
  CLI::App app;
  int exit_code = 0;
  add_client_commands(app, exit_code);
  std::vector<std::string> line{"kigen", std::string(verb.noun), std::string(verb.verb)};
  line.insert(line.end(), first.begin(), first.end());
  line.insert(line.end(), then.begin(), then.end());
  std::vector<const char*> arguments;
  for (const auto& word : line) arguments.push_back(word.c_str());
  try {
    app.parse(static_cast<int>(arguments.size()), arguments.data());
  } catch (const CLI::ParseError& error) {
    ADD_FAILURE() << name_of(verb) << ": " << error.what();
    return 2;
  }
  return exit_code;
}

TEST(Verbs, UnderstandAllTheyTakeInAnyOrder) {
  ::setenv("KIGEN_URL", "https://127.0.0.1:1", 1);
  ::unsetenv("KIGEN_TRUST");
  for (const auto& verb : verbs()) {
    const auto words = words_for(verb);
    testing::internal::CaptureStderr();
    // Understood; then there is no server, or a file of that name.
    EXPECT_NE(exit_code_of(verb, words.options, words.positionals), 0) << name_of(verb);
    EXPECT_NE(exit_code_of(verb, words.positionals, words.options), 0) << name_of(verb);
    testing::internal::GetCapturedStderr();
  }
}

/// What nobody does by hand, or what another command does.
constexpr std::string_view left_out[] = {
    "/api/v1/session",
    "/api/v1/session/password",
    "/api/v1/session/proof",
    "/api/v1/bootstrap",
    "/api/v1/calendar",
    "/api/v1/orders",
    "/api/v1/applies",
    "/api/v1/events",
    "/api/v1/events/stream",
    "/api/v1/openapi.json",
    "/api/v1/log/tile/{tile}",
    "/api/v1/nodes/{node}/applies",
    "/healthz",
    "/readyz",
    "/metrics",
};

TEST(Verbs, CoverTheApi) {
  for (const auto& [path, operations] : description().at("paths").as_object()) {
    if (std::ranges::find(left_out, std::string_view(path)) != std::end(left_out)) continue;
    for (const auto& [method, operation] : operations.as_object()) {
      const bool covered = std::ranges::any_of(
          verbs(), [&](const Verb& verb) { return operation_of(verb) == &operation.as_object(); });
      EXPECT_TRUE(covered) << method << " " << path;
    }
  }
}

}  // namespace
}  // namespace kigen::tools
