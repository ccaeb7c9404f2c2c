// Wherever a person's password is set, the same is asked of it.
#include <gtest/gtest.h>

#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using tests::ApiAnswer;
using tests::browser;
using tests::json_text;

struct Passwords : testing::Test {
  static void expect_refused(const ApiAnswer& answer, std::string_view code) {
    EXPECT_EQ(answer.status(), 422u) << answer.body();
    EXPECT_EQ(answer.code(), code);
    EXPECT_EQ(answer.at("/field"), "password");
  }
  ApiAnswer claim(std::string_view password) {
    return kigen.send("POST", "/api/v1/bootstrap",
                      R"({"token":"kgnboot_of-the-tests","companyName":"Sakura Foods","password":)" +
                          json_text(password) + "}");
  }
  tests::Installation kigen;
};

TEST_F(Passwords, OfTheFirstAdminTellNothingOfTheCompanyThatIsJustNamed) {
  expect_refused(claim("Password1234"), "guessable");
  expect_refused(claim("four quiet sakura at dusk"), "tells_of_you");
  expect_refused(claim("four quiet admins at dusk"), "tells_of_you");
  EXPECT_EQ(kigen.vault.size(), 0u);
  EXPECT_EQ(claim("four quiet herons at dusk").status(), 201u);
}

TEST_F(Passwords, OfUsersTellNothingOfThemOrTheCompany) {
  ASSERT_EQ(claim("four quiet herons at dusk").status(), 201u);
  const auto admin =
      browser(kigen.send("POST", "/api/v1/session", tests::login_body("four quiet herons at dusk")));
  const auto create = [&](std::string_view password) {
    return kigen.send("POST", "/api/v1/users",
                      R"({"mail":"hanako.yamada@example.net","password":)" + json_text(password) + "}",
                      admin);
  };
  expect_refused(create("qwertyuiop12"), "guessable");
  expect_refused(create("nine brass yamadas"), "tells_of_you");
  expect_refused(create("nine brass s4kur4"), "tells_of_you");
  const auto made = create("nine brass lanterns");
  ASSERT_EQ(made.status(), 201u) << made.body();
  const auto set = [&](std::string_view password) {
    return kigen.send("PUT", "/api/v1/users/" + made.at("/id") + "/password",
                      R"({"password":)" + json_text(password) + "}", admin);
  };
  expect_refused(set("abcdefghijkl"), "guessable");
  expect_refused(set("nine brass hanakos"), "tells_of_you");
  EXPECT_EQ(set("seven slow kettles").status(), 200u);
}

TEST_F(Passwords, OfOneselfAreNoWorse) {
  ASSERT_EQ(claim("four quiet herons at dusk").status(), 201u);
  const auto oneself =
      browser(kigen.send("POST", "/api/v1/session", tests::login_body("four quiet herons at dusk")));
  const auto change = [&](std::string_view password) {
    return kigen.send("PUT", "/api/v1/session/password",
                      R"({"current":"four quiet herons at dusk","password":)" + json_text(password) + "}",
                      oneself);
  };
  expect_refused(change("passwordpassword"), "guessable");
  expect_refused(change("admin of herons"), "tells_of_you");
  EXPECT_EQ(change("seven slow kettles").status(), 200u);
}

}  // namespace
}  // namespace kigen::api
