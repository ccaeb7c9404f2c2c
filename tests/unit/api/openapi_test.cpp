#include "api/openapi.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "api/routes/certificate_bodies.hpp"
#include "api/routes/required_settings.hpp"
#include "api/routes/run_bodies.hpp"
#include "api/routes/session_answer.hpp"
#include "api/routes/session_bodies.hpp"
#include "api/routes/settings_forms.hpp"
#include "api/server/execute.hpp"
#include "api/server/problem.hpp"
#include "tests/support/places.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using Names = std::set<std::string>;

class Description : public testing::Test {
 protected:
  Description() { document = parser.parse(openapi_json).value(); }

  Names names_at(const std::string& pointer) {
    Names names;
    simdjson::dom::object object;
    if (document.at_pointer(pointer).get(object)) return names;
    for (const auto member : object) names.emplace(member.key);
    return names;
  }
  Names required_of(const std::string& schema) {
    Names names;
    simdjson::dom::array array;
    if (document.at_pointer("/components/schemas/" + schema + "/required").get(array)) return names;
    for (const auto name : array) names.emplace(std::string_view(name));
    return names;
  }
  template <class T>
  void expect_fields(const std::string& schema) {
    Names fields;
    events::for_each_field<T>([&](const auto& field) { fields.emplace(field.name); });
    EXPECT_EQ(names_at("/components/schemas/" + schema + "/properties"), fields) << schema;
  }
  /// What a request sends as T.
  template <class T>
  void expect_body(const std::string& schema) {
    expect_fields<T>(schema);
    EXPECT_EQ(required_of(schema), Names(Required<T>::names.begin(), Required<T>::names.end())) << schema;
  }

  simdjson::dom::parser parser;
  simdjson::dom::element document;
};

std::string without_rest_mark(std::string_view pattern) {
  std::string text(pattern);
  if (const auto at = text.find("...}"); at != std::string::npos) text.erase(at, 3);
  return text;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return static_cast<char>(c | 0x20); });
  return result;
}

TEST_F(Description, IsTheFileOfTheSourceTree) {
  std::ifstream file(tests::source_folder() / "api/openapi.json");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_EQ(openapi_json, text.str());
}

TEST_F(Description, HasTheOperationsAndRolesOfTheRouteTable) {
  constexpr std::array<std::string_view, 4> words{"public", "viewer", "auditor", "admin"};
  std::map<std::string, std::string> described;
  simdjson::dom::object paths;
  ASSERT_FALSE(document.at_pointer("/paths").get(paths));
  for (const auto path : paths)
    for (const auto operation : simdjson::dom::object(path.value))
      described[std::string(operation.key) + " " + std::string(path.key)] =
          std::string_view(operation.value["x-role"]);

  tests::Installation kigen;
  std::map<std::string, std::string> routed;
  for (const auto& route : kigen.server->router().routes())
    routed[lower(route.method) + " " + without_rest_mark(route.pattern)] =
        words[static_cast<std::size_t>(route.need)];
  EXPECT_EQ(described, routed);
}

TEST_F(Description, MarksWhatAsksForThePasswordAgain) {
  Names described;
  for (const auto path : simdjson::dom::object(document["paths"]))
    for (const auto operation : simdjson::dom::object(path.value))
      if (bool marked = false; !operation.value["x-proof"].get(marked) && marked)
        described.insert(std::string(operation.key) + " " + std::string(path.key));
  tests::Installation kigen;
  Names asked;
  for (const auto& route : kigen.server->router().routes())
    if (route.proof == Proof::recent) asked.insert(lower(route.method) + " " + std::string(route.pattern));
  EXPECT_EQ(described, asked);
}

/// The parameters in one place ("path", "query", "header") that an operation says it takes.
Names parameters_of(simdjson::dom::element document, simdjson::dom::element operation, std::string_view in) {
  Names names;
  simdjson::dom::array parameters;
  if (operation["parameters"].get(parameters)) return names;
  for (auto parameter : parameters) {
    std::string_view reference;
    if (!parameter["$ref"].get(reference)) parameter = document.at_pointer(reference.substr(1));
    if (std::string_view(parameter["in"]) == in) names.emplace(std::string_view(parameter["name"]));
  }
  return names;
}

/// The path with an id for each name, and the names.
std::string filled(std::string path, Names& names) {
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
    const auto close = path.find('}');
    names.insert(path.substr(open + 1, close - open - 1));
    path.replace(open, close - open + 1, "019a9b3c-0000-7000-8000-0000000000ff");
  }
  return path;
}

/// What a refusal of an unknown parameter says is known.
Names known_in(const tests::ApiAnswer& refused) {
  Names names;
  if (refused.status() != 400 || refused.code() != "unknown_parameter") return names;
  std::stringstream words(refused.at("/detail").substr(sizeof("known:") - 1));
  for (std::string word; words >> word;) names.insert(word.substr(0, word.find(',')));
  return names;
}

TEST_F(Description, HasTheParametersThatAreRead) {
  tests::Installation kigen;
  for (const auto path : simdjson::dom::object(document["paths"]))
    for (const auto operation : simdjson::dom::object(path.value)) {
      const auto name = std::string(operation.key) + " " + std::string(path.key);
      Names in_path;
      const auto target = filled(std::string(path.key), in_path);
      EXPECT_EQ(parameters_of(document, operation.value, "path"), in_path) << name;
      if (operation.key != "get") continue;
      const auto described = parameters_of(document, operation.value, "query");
      auto known = known_in(kigen.as_admin("GET", target + "?serach=x"));
      if (described.contains("stream"))  // it may ask for another kind of page
        known.merge(known_in(kigen.as_admin("GET", target + "?stream=system&serach=x")));
      EXPECT_EQ(described, known) << name;
    }
}

/// All that is not a read of some kind runs a command, which can be repeated.
TEST_F(Description, CommandsTakeAnIdempotencyKey) {
  const Names no_commands{"post /api/v1/session", "delete /api/v1/session", "post /api/v1/session/proof",
                          "delete /api/v1/sessions/{session}"};
  for (const auto path : simdjson::dom::object(document["paths"]))
    for (const auto operation : simdjson::dom::object(path.value)) {
      const auto name = std::string(operation.key) + " " + std::string(path.key);
      const bool is_command = operation.key != "get" && !no_commands.contains(name);
      EXPECT_EQ(parameters_of(document, operation.value, "header").contains("Idempotency-Key"), is_command)
          << name;
    }
}

TEST_F(Description, BodiesHaveTheFieldsThatAreRead) {
  expect_body<LoginBody>("Login");
  expect_body<BootstrapBody>("Bootstrap");
  expect_body<OwnPasswordBody>("OwnPassword");
  expect_body<ProofBody>("Proof");
  expect_body<NewUserBody>("NewUser");
  expect_body<UserEditBody>("UserEdit");
  expect_body<NewPasswordBody>("NewPassword");
  expect_body<NewTokenBody>("NewToken");
  expect_body<AccessForm>("AccessInput");
  expect_body<CaAccountForm>("CaAccountInput");
  expect_body<events::ServiceSettings>("ServiceSettings");
  expect_body<events::KeyParameters>("KeyParameters");
  expect_body<events::Subject>("Subject");
  expect_body<events::RenewalPolicy>("RenewalPolicy");
  expect_body<events::NodeSettings>("NodeSettings");
  expect_body<events::ApacheSettings>("ApacheSettings");
  expect_body<events::CheckSettings>("CheckSettings");
  expect_body<events::GeneralSettings>("GeneralSettings");
  expect_body<CsrBody>("Csr");
  expect_body<CertificateBody>("CertificateImport");
  expect_body<GenerationBody>("GenerationChoice");
  expect_body<ExportBody>("ExportRequest");
  expect_body<OrderBody>("OrderRequest");
  expect_body<ApplyBody>("ApplyRequest");
  expect_body<ReasonBody>("Reason");
}

TEST_F(Description, AnswersHaveTheFieldsThatAreWritten) {
  namespace views = projections;
  expect_fields<Problem>("Problem");
  expect_fields<Receipt>("Receipt");
  expect_fields<SessionAnswer>("Session");
  expect_fields<SessionRow>("SessionRow");
  expect_fields<SessionList>("SessionList");
  expect_fields<AccessAnswer>("Access");
  expect_fields<AccessPlain>("AccessSettings");
  expect_fields<CaAccountAnswer>("CaAccount");
  expect_fields<CaAccountPlain>("CaAccountSettings");
  expect_fields<views::AccessDetail>("AccessRow");
  expect_fields<views::CaAccountDetail>("CaAccountRow");
  expect_fields<views::UserDetail>("User");
  expect_fields<views::TokenRow>("TokenRow");
  expect_fields<views::CompanyDetail>("Company");
  expect_fields<views::SiteRow>("Site");
  expect_fields<views::ServiceRow>("ServiceRow");
  expect_fields<views::ServiceDetail>("Service");
  expect_fields<views::ServiceGeneration>("Generation");
  expect_fields<views::ServiceCsr>("ServiceCsr");
  expect_fields<views::ServiceNode>("NodeRow");
  expect_fields<views::ServiceOrder>("ServiceOrder");
  expect_fields<views::NodeDetail>("Node");
  expect_fields<views::NodeCheck>("NodeCheck");
  expect_fields<views::NodeApply>("NodeApply");
  expect_fields<events::AddressSeen>("AddressSeen");
  expect_fields<views::OrderRow>("OrderRow");
  expect_fields<views::OrderDetail>("Order");
  expect_fields<views::ApplyRow>("ApplyRow");
  expect_fields<views::ApplyDetail>("Apply");
  expect_fields<views::ApplyStep>("ApplyStep");
  expect_fields<views::TimelineEntry>("TimelineEntry");
  expect_fields<views::JobRow>("JobRow");
  expect_fields<views::JobAttempt>("JobAttempt");
  expect_fields<views::JobCounts>("JobCounts");
  expect_fields<views::DashboardPage>("Dashboard");
  expect_fields<views::DashboardLine>("DashboardLine");
  expect_fields<views::DashboardCount>("DashboardCount");
  expect_fields<views::CalendarPage>("Calendar");
  expect_fields<views::LogRow>("LogLine");
}

}  // namespace
}  // namespace kigen::api
