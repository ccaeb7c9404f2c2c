// The client's commands against the API's description: a row of the table that asks for what is not there
// cannot work.
#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tools/kigen/client/commands.hpp"
#include "tools/kigen/client/description.hpp"
#include "tools/kigen/client/options.hpp"
#include "tools/kigen/client/requests.hpp"
#include "tools/kigen/client/verb.hpp"

namespace kigen::tools {
namespace {

namespace json = boost::json;

std::string name_of(const Verb& verb) { return std::string(verb.noun) + " " + std::string(verb.verb); }

TEST(Verbs, AskForWhatTheApiHas) {
  for (const auto& verb : verbs()) EXPECT_NO_THROW(operation_of(verb)) << name_of(verb);
}

TEST(Verbs, SayWhatTheApiLacks) {
  const Verb verb{"moon", "show", "", "GET", "/api/v1/moons/{moon}"};
  try {
    operation_of(verb);
    FAIL() << "there is none";
  } catch (const std::exception& caught) {
    EXPECT_STREQ(caught.what(),
                 "kigen moon show asks for GET /api/v1/moons/{moon}, which this program's description of the "
                 "API lacks");
  }
}

TEST(Verbs, SendIfMatchWhereItIsAMust) {
  for (const auto& verb : verbs()) {
    const auto text = json::serialize(operation_of(verb));
    EXPECT_EQ(text.contains("parameters/ifMatchRequired"), verb.basis != Basis::nothing) << name_of(verb);
  }
}

TEST(Verbs, TakeEachFlagForOnePlace) {
  for (const auto& verb : verbs()) {
    std::map<std::string, std::string> places;
    for (const auto& option : options_of(verb)) {
      const auto& place = places.emplace(option.flag, option.place).first->second;
      EXPECT_EQ(place, option.place) << name_of(verb) << " " << option.flag;
    }
  }
}

TEST(Verbs, ShowColumnsThatAreThere) {
  for (const auto& verb : verbs())
    if (verb.show == Show::table) EXPECT_FALSE(columns_of(verb).empty()) << name_of(verb);
}

const Verb& verb_called(std::string_view noun, std::string_view verb) {
  return *std::ranges::find_if(verbs(),
                               [&](const Verb& each) { return each.noun == noun && each.verb == verb; });
}

std::optional<Option> option_of(std::string_view noun, std::string_view verb, std::string_view flag) {
  const auto options = options_of(verb_called(noun, verb));
  const auto found = std::ranges::find(options, flag, &Option::flag);
  return found == options.end() ? std::nullopt : std::optional(*found);
}

TEST(Verbs, TakeWhatTheDescriptionSays) {
  const auto port = option_of("access", "create", "--port");
  ASSERT_TRUE(port);
  EXPECT_EQ(port->take, Take::number);
  EXPECT_EQ(port->fresh, "22");
  EXPECT_TRUE(port->help.contains("1–65535")) << port->help;
  EXPECT_EQ(option_of("access", "edit", "--port")->fresh, "") << "what is left out stays";
  EXPECT_TRUE(option_of("access", "create", "--host")->required) << "there is one kind only";
  const auto password = option_of("access", "create", "--login-password-file");
  ASSERT_TRUE(password);
  EXPECT_EQ(password->take, Take::secret);
  EXPECT_TRUE(password->help.contains("/dev/null for none")) << password->help;
  const auto account = option_of("service", "edit", "--ca-account");
  ASSERT_TRUE(account);
  EXPECT_EQ(account->refers, "ca_account");
  EXPECT_TRUE(account->may_be_null);
  const auto rule = option_of("service", "create", "--rule");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->words, (std::vector<std::string>{"never", "fraction-of-life", "days-before-expiry"}));
  EXPECT_TRUE(option_of("service", "create", "--name")->required);
  EXPECT_FALSE(option_of("service", "edit", "--name")->required);
  EXPECT_EQ(option_of("service", "create", "--new-key-each-order")->take, Take::truth);
  EXPECT_EQ(option_of("service", "import", "--certificate-file")->take, Take::certificate);
  EXPECT_EQ(option_of("settings", "edit", "--ca-timeout")->place, "caTimeoutS");
  EXPECT_FALSE(option_of("ca", "create", "--account-key-file"));
}

TEST(Verbs, TakeNamesInQueriesToo) {
  const auto group = option_of("service", "list", "--group");
  ASSERT_TRUE(group);
  EXPECT_EQ(group->take, Take::id);
  EXPECT_EQ(group->refers, "user_group");
  const auto service = option_of("job", "list", "--service");
  ASSERT_TRUE(service);
  EXPECT_EQ(service->take, Take::id);
  EXPECT_EQ(service->refers, "service");
}

TEST(Verbs, SayWhatOnlyOneKindHas) {
  const auto user = option_of("applicant", "create", "--user-id");
  ASSERT_TRUE(user);
  EXPECT_TRUE(user->help.ends_with("; with --kind ca-user")) << user->help;
  EXPECT_FALSE(option_of("applicant", "create", "--name")->help.contains("--kind"));
  EXPECT_FALSE(option_of("access", "create", "--port")->help.contains("--kind")) << "there is one kind only";
}

TEST(Verbs, FindThingsWithNamesInTheirLists) {
  EXPECT_EQ(list_of("service"), "/api/v1/services");
  EXPECT_EQ(list_of("access"), "/api/v1/accesses");
  EXPECT_EQ(list_of("ca_account"), "/api/v1/ca-accounts");
  EXPECT_EQ(list_of("user"), "/api/v1/users");
  EXPECT_EQ(list_of("node"), "");
  EXPECT_EQ(list_of("order"), "");
}

TEST(Verbs, ExplainThemselves) {
  for (const auto& verb : verbs()) EXPECT_FALSE(verb.help.empty()) << name_of(verb);
}

/// Every word that a verb takes: each option once, and its positionals.
struct CommandLine {
  std::vector<std::string> options = {};
  std::vector<std::string> positionals = {};
};

CommandLine words_for(const Verb& verb) {
  CommandLine words;
  for (const auto& name : path_names(verb.path)) words.positionals.push_back("the-" + name);
  std::set<std::string> flags;
  for (const auto& option : options_of(verb)) {
    if (!flags.insert(option.flag).second) continue;
    words.options.push_back(option.flag);
    if (option.take != Take::truth)
      words.options.push_back(option.words.empty() ? "1" : option.words.front());
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
          verbs(), [&](const Verb& verb) { return &operation_of(verb) == &operation.as_object(); });
      EXPECT_TRUE(covered) << method << " " << path;
    }
  }
}

}  // namespace
}  // namespace kigen::tools
