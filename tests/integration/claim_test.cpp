// Who may take possession of an installation, and how one is taken back whose passwords are lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/integration/support/installation.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class ClaimTest : public testing::Test {
 protected:
  void SetUp() override { serve(); }
  void serve() {
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(here.folder() / name, std::ios::binary) << text;
  }
  tests::Ended script(const std::string& text) { return here.run_script(text); }
  /// What the server answers to a claim with this body.
  std::string answer_to_claim(const std::string& body) {
    return script("curl -sS --cacert \"$KIGEN_TRUST\" -H 'Content-Type: application/json' -d '" + body +
                  "' \"$KIGEN_URL/api/v1/bootstrap\"")
        .output;
  }
  std::string status_of_login(const std::string& password) {
    return script(
               "curl -sS --cacert \"$KIGEN_TRUST\" -o answer -w '%{http_code}' "
               "-H 'Content-Type: application/json' -d '{\"mail\":\"admin@example.com\",\"password\":\"" +
               password + "\"}' \"$KIGEN_URL/api/v1/session\"")
        .output;
  }
  fs::path token_file() const { return here.data() / "bootstrap.sha256"; }

  tests::Installation here;
};

constexpr const char* first_password = "correct horse battery staple";
constexpr const char* new_password = "four quiet herons at dusk";

TEST_F(ClaimTest, OverLoopbackTheTokenIsNeededToo) {
  EXPECT_THAT(answer_to_claim(R"({"password":"four quiet herons at dusk"})"),
              HasSubstr("wrong_bootstrap_token"));
  EXPECT_THAT(answer_to_claim(R"({"token":"","password":"four quiet herons at dusk"})"),
              HasSubstr("wrong_bootstrap_token"));
  EXPECT_TRUE(fs::exists(token_file()));
}

TEST_F(ClaimTest, TheTokenComesOnStandardInputAndNeverFromTheCommandLine) {
  write("password", first_password);
  EXPECT_EQ(script("! \"$KIGEN\" bootstrap --token x --password-file password").exit_code, 0);
  EXPECT_THAT(script("! echo kgb_wrong | \"$KIGEN\" bootstrap --password-file password").output,
              HasSubstr("kigen bootstrap --socket needs none"));
  const auto claimed =
      script("echo " + here.bootstrap_token() + " | \"$KIGEN\" bootstrap --password-file password");
  EXPECT_EQ(claimed.exit_code, 0) << claimed.output;
}

TEST_F(ClaimTest, TheOwnerOfTheMachineNeedsNoTokenOnTheSocket) {
  write("password", first_password);
  const auto claimed = script("\"$KIGEN\" bootstrap --socket data/run/kigen.sock --password-file password");
  EXPECT_EQ(claimed.exit_code, 0) << claimed.output;
  EXPECT_FALSE(fs::exists(token_file()));
  EXPECT_EQ(status_of_login(first_password), "201");
  const auto again = script("! \"$KIGEN\" bootstrap --socket data/run/kigen.sock --password-file password");
  EXPECT_THAT(again.output, HasSubstr("this installation was claimed before"));
}

TEST_F(ClaimTest, HappensOnceEver) {
  here.claim();
  EXPECT_FALSE(fs::exists(token_file()));
  const auto again = script("! \"$KIGEN\" bootstrap --token-file bootstrap --password-file password");
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_THAT(again.output, HasSubstr("this installation was claimed before"));
  const auto own = script("! \"$KIGEN\" user clear-password admin@example.com");
  EXPECT_THAT(own.output, HasSubstr("your own password"));
  EXPECT_EQ(status_of_login(first_password), "201");
}

TEST_F(ClaimTest, ATokenThatACrashLeftGoesAtTheNextStart) {
  fs::copy_file(token_file(), here.folder() / "kept");
  here.claim();
  here.kill();
  fs::copy_file(here.folder() / "kept", token_file());
  serve();
  EXPECT_FALSE(fs::exists(token_file()));
}

TEST_F(ClaimTest, IsTakenBackOnTheStoppedServerOnly) {
  here.claim();
  write("new", std::string(new_password) + "\n");
  const auto running = here.run_here({"recover", "--password-file", (here.folder() / "new").string()});
  EXPECT_EQ(running.exit_code, 1);
  EXPECT_THAT(running.output, HasSubstr("another kigen"));
  EXPECT_EQ(status_of_login(first_password), "201");
  EXPECT_EQ(script("\"$KIGEN\" site list").exit_code, 0);

  ASSERT_EQ(here.stop(), 0);
  for (const auto* const weak : {"short\n", "Password1234\n", "four quiet admins at dusk\n"}) {
    write("weak", weak);
    EXPECT_EQ(here.run_here({"recover", "--password-file", (here.folder() / "weak").string()}).exit_code, 1)
        << weak;
  }
  const auto unknown = here.run_here(
      {"recover", "--admin", "nobody@example.com", "--password-file", (here.folder() / "new").string()});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.output, HasSubstr("these are: admin@example.com"));
  const auto recovered = here.run_here({"recover", "--password-file", (here.folder() / "new").string()});
  EXPECT_EQ(recovered.exit_code, 0) << recovered.output;
  EXPECT_THAT(recovered.output,
              AllOf(HasSubstr("admin@example.com has the new password"), Not(HasSubstr(new_password))));
  EXPECT_EQ(here.run_here({"verify"}).exit_code, 0);

  serve();
  EXPECT_EQ(status_of_login(first_password), "401");
  EXPECT_EQ(status_of_login(new_password), "201");
  EXPECT_NE(script("\"$KIGEN\" site list").exit_code, 0) << "the tokens of before are worth nothing";
  ASSERT_EQ(here.stop(), 0);
  EXPECT_THAT(here.run_here({"export"}).output,
              AllOf(HasSubstr("<W3405>"), HasSubstr("<I3406>"), HasSubstr("<I3510>")));
}

}  // namespace
}  // namespace kigen::tools
