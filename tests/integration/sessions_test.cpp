// A browser's session over a restart of the real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/support/installation.hpp"
#include "tests/support/damage.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class SessionsTest : public testing::Test {
 protected:
  void SetUp() override {
    serve();
    here.claim();
  }
  void serve() {
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
  }
  /// The HTTP status of a request with the browser's cookie and CSRF token; its answer is in `answer`.
  std::string request(const std::string& method, const std::string& path, const std::string& body = {}) {
    const auto sent =
        here.run_script("curl -sS --cacert \"$KIGEN_TRUST\" -b jar -c jar -o answer -w '%{http_code}' -X " +
                        method + " -H \"X-CSRF-Token: $(cat csrf 2> /dev/null || true)\"" +
                        (body.empty() ? "" : " -H 'Content-Type: application/json' -d '" + body + "'") +
                        " \"$KIGEN_URL" + path + "\"");
    EXPECT_EQ(sent.exit_code, 0) << sent.output;
    return sent.output;
  }
  void log_in() {
    ASSERT_EQ(request("POST", "/api/v1/session",
                      R"({"mail":"admin@example.com","password":"correct horse battery staple"})"),
              "201");
    ASSERT_EQ(here.run_script(R"-(sed 's/.*"csrfToken":"\([^"]*\)".*/\1/' answer > csrf)-").exit_code, 0);
  }
  /// The page goes on: it reads, and it changes something.
  void expect_in(const std::string& fresh_name) {
    EXPECT_EQ(request("GET", "/api/v1/session"), "200");
    EXPECT_EQ(request("POST", "/api/v1/sites", R"({"name":")" + fresh_name + R"("})"), "201");
  }

  tests::Installation here;
};

TEST_F(SessionsTest, GoesOnAfterAStop) {
  log_in();
  ASSERT_EQ(here.stop(), 0) << here.said();
  serve();
  expect_in("Tokyo");
}

TEST_F(SessionsTest, GoesOnAfterKills) {
  log_in();
  for (const auto* const name : {"Tokyo", "Kyoto"}) {
    here.kill();
    serve();
    expect_in(name);
  }
}

TEST_F(SessionsTest, WhoLoggedOutStaysOutAfterAKill) {
  log_in();
  fs::copy_file(here.folder() / "jar", here.folder() / "kept");
  ASSERT_EQ(request("DELETE", "/api/v1/session"), "204");
  fs::copy_file(here.folder() / "kept", here.folder() / "jar", fs::copy_options::overwrite_existing);
  here.kill();
  serve();
  EXPECT_EQ(request("GET", "/api/v1/session"), "401");
}

TEST_F(SessionsTest, IsNotOneOfTheLogThatFollows) {
  log_in();
  ASSERT_EQ(here.stop(), 0);
  const auto made = here.run({"init", "--new-log", "--config", here.config().string()});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  EXPECT_FALSE(fs::exists(here.data() / "sessions")) << "it is set aside with the rest";
  serve();
  EXPECT_EQ(request("GET", "/api/v1/session"), "401");
}

/// The browser that logged in before comes in at once, over a kill too, while strangers are turned away.
TEST_F(SessionsTest, FloodOfLoginsKeepsNoKnownBrowserOut) {
  log_in();
  here.kill();
  serve();
  const auto knock = [](const std::string& options, const std::string& login) {
    return "curl -sS --cacert \"$KIGEN_TRUST\" " + options +
           " -o /dev/null -w '%{http_code}\\n' -H 'Content-Type: application/json' -d '" + login +
           "' \"$KIGEN_URL/api/v1/session\"";
  };
  const auto flood = here.run_script(
      "for i in $(seq 60); do " + knock("", R"({"mail":"nobody@example.com","password":"guess"})") +
      " > flood.$i & done; " +
      knock("-b jar", R"({"mail":"admin@example.com","password":"correct horse battery staple"})") +
      "; wait; cat flood.* > flood");
  EXPECT_EQ(flood.output, "201\n");
  const auto answers = here.run_script("sort flood | uniq -c");
  EXPECT_THAT(answers.output, HasSubstr("503")) << "most are turned away at once";
  EXPECT_THAT(answers.output, testing::Not(HasSubstr("201")));
}

TEST_F(SessionsTest, DamagedFileKeepsNoServerFromStarting) {
  log_in();
  ASSERT_EQ(here.stop(), 0);
  const auto file = here.data() / "sessions";
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  tests::flip_bit(file, 100);
  serve();
  EXPECT_THAT(here.said(), HasSubstr("the file of the browser sessions is damaged"));
  EXPECT_EQ(request("GET", "/api/v1/session"), "401");
  log_in();
  here.kill();
  serve();
  expect_in("Tokyo");
}

}  // namespace
}  // namespace kigen::tools
