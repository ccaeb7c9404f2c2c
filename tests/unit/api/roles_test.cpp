// Every operation that the API describes, asked for by everybody there is.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "api/openapi.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using tests::Headers;

constexpr std::string_view some_id = "019a9b3c-0000-7000-8000-0000000000ff";

/// In the order of their rights; each may do what those before it may.
constexpr std::array<std::string_view, 4> roles{"public", "viewer", "auditor", "admin"};

std::size_t rank_of(std::string_view role) {
  return static_cast<std::size_t>(std::ranges::find(roles, role) - roles.begin());
}

/// An operation of the description.
struct Operation {
  std::string method = {};
  std::string path = {};  ///< with something in place of its names
  std::string role = {};
  bool needs_proof = false;  ///< that one gave the password a short while ago
  bool in_whole = false;     ///< not for tokens that may less than their user

  std::string name() const { return method + " " + path; }
};

std::string filled(std::string_view pattern) {
  std::string path;
  while (!pattern.empty()) {
    const auto open = pattern.find('{');
    path += pattern.substr(0, open);
    if (open == pattern.npos) break;
    path += some_id;
    pattern.remove_prefix(pattern.find('}') + 1);
  }
  return path;
}

std::string upper(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) { return static_cast<char>(c & ~0x20); });
  return result;
}

std::vector<Operation> described() {
  std::vector<Operation> all;
  simdjson::dom::parser parser;
  const simdjson::dom::element document = parser.parse(openapi_json);
  for (const auto path : simdjson::dom::object(document["paths"]))
    for (const auto operation : simdjson::dom::object(path.value)) {
      bool proof = false;
      bool whole = false;
      std::ignore = operation.value["x-proof"].get(proof);
      std::ignore = operation.value["x-whole"].get(whole);
      all.push_back({upper(operation.key), filled(path.key),
                     std::string(std::string_view(operation.value["x-role"])), proof, whole});
    }
  return all;
}

struct RolesTest : testing::Test {
  /// What `headers` of somebody with `role` lead to.
  void expect_for(const Operation& operation, std::string_view role, const Headers& headers) {
    const auto answer = kigen.send(operation.method, operation.path, {}, headers);
    const auto told = operation.name() + " as " + std::string(role) + ": " + std::to_string(answer.status()) +
                      " " + answer.body();
    if (rank_of(role) >= rank_of(operation.role))
      EXPECT_TRUE(answer.status() != 401 && answer.status() != 403) << told;
    else
      EXPECT_EQ(answer.status(), role == "public" ? 401u : 403u) << told;
  }
  void expect_for_everybody(const Operation& operation) {
    expect_for(operation, "public", {});
    for (const auto role : roles) {
      if (role == "public") continue;
      expect_for(operation, role, session_of(role));
      if (operation.in_whole && role != "admin")  // the tokens are an admin's
        expect_refused(operation, tests::bearer(token_of(role)));
      else
        expect_for(operation, role, tests::bearer(token_of(role)));
    }
  }
  void expect_refused(const Operation& operation, const Headers& headers) {
    const auto code = kigen.send(operation.method, operation.path, {}, headers).code();
    EXPECT_TRUE(code == "token_too_narrow" || code == "role_too_low") << operation.name() << ": " << code;
  }
  /// Some operations end it.
  const Headers& session_of(std::string_view role) {
    auto& session = sessions[std::string(role)];
    if (kigen.send("GET", "/api/v1/session", {}, session).status() != 200) session = kigen.log_in_as(role);
    return session;
  }
  const std::string& token_of(std::string_view role) {
    auto& token = tokens[std::string(role)];
    if (token.empty())
      token =
          kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"walk","role":")" + std::string(role) + R"("})")
              .at("/token");
    return token;
  }

  tests::Installation kigen;
  std::map<std::string, Headers> sessions;
  std::map<std::string, std::string> tokens;
};

TEST_F(RolesTest, EveryOperationAsksForItsOwn) {
  const auto operations = described();
  ASSERT_EQ(operations.size(), kigen.server->router().routes().size());
  for (const auto& operation : operations) {
    ASSERT_LT(rank_of(operation.role), roles.size()) << operation.name() << ": " << operation.role;
    expect_for_everybody(operation);
  }
}

TEST_F(RolesTest, OnlyTheseAreForAnyone) {
  std::set<std::string> open;
  for (const auto& operation : described())
    if (operation.role == "public") open.insert(operation.name());
  EXPECT_EQ(open, (std::set<std::string>{"POST /api/v1/session", "POST /api/v1/bootstrap",
                                         "GET /api/v1/openapi.json", "GET /healthz", "GET /readyz"}));
}

TEST_F(RolesTest, WhatIsNotReadIsForAdmins) {
  const std::set<std::string> of_ones_own{"/api/v1/session",
                                          "/api/v1/session/password",
                                          "/api/v1/session/proof",
                                          filled("/api/v1/sessions/{session}"),
                                          "/api/v1/tokens",  // an auditor's, for who verifies the log
                                          filled("/api/v1/tokens/{token}")};
  for (const auto& operation : described())
    if (operation.method != "GET" && operation.role != "admin" && operation.role != "public")
      EXPECT_TRUE(of_ones_own.contains(operation.path)) << operation.name();
}

/// Who found a token shall not become somebody who may more.
TEST_F(RolesTest, PeopleAndSessionsAreNotForTokensOfLess) {
  std::set<std::string> of_people;
  std::set<std::string> in_whole;
  for (const auto& operation : described()) {
    const bool is_read = operation.method == "GET" && !operation.path.ends_with("/sessions");
    if (!is_read && (operation.path.contains("/users") || operation.path.contains("/sessions")))
      of_people.insert(operation.name());
    if (operation.in_whole) in_whole.insert(operation.name());
  }
  EXPECT_EQ(in_whole, of_people);
}

/// Who stole a session for a moment shall not take with it what lasts.
TEST_F(RolesTest, WhatLastsAsksForProof) {
  std::set<std::string> asking;
  for (const auto& operation : described())
    if (operation.needs_proof) {
      EXPECT_TRUE(operation.role == "admin" || operation.path.starts_with("/api/v1/tokens"))
          << operation.name();
      asking.insert(operation.name());
    }
  const auto id = std::string(some_id);
  for (const auto& name : {"POST /api/v1/services/" + id + "/export", std::string("POST /api/v1/accesses"),
                           "PUT /api/v1/accesses/" + id, std::string("POST /api/v1/ca-accounts"),
                           "PUT /api/v1/ca-accounts/" + id})
    EXPECT_TRUE(asking.contains(name)) << name;
}

}  // namespace
}  // namespace kigen::api
