// Hostile words given to the real server, and what of them reaches its debug log, its lists and its files.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "events/core/readable.hpp"
#include "tests/integration/support/byte_server.hpp"
#include "tests/integration/support/installation.hpp"
#include "tests/support/eventually.hpp"

namespace kigen::tools {
namespace {

using testing::HasSubstr;

class WordsTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto loud = here.run_script("sed -i 's/log_level = .*/log_level = \"debug\"/' kigen.toml");
    ASSERT_EQ(loud.exit_code, 0) << loud.output;
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
  }
  /// Sends a request whose path is as it stands.
  void get(const std::string& path) {
    const auto sent = here.run_script(
        "curl -sSg --path-as-is --cacert \"$KIGEN_TRUST\" -o answer \"$KIGEN_URL" + path + "\"");
    EXPECT_EQ(sent.exit_code, 0) << sent.output;
  }
  std::string ran(const std::vector<std::string>& words) {
    const auto ended = here.run(words);
    EXPECT_EQ(ended.exit_code, 0) << ended.output;
    return ended.output;
  }

  tests::Installation here;
};

/// Each line by itself is readable; those of CSV end in CR LF.
void expect_readable_lines(std::string text) {
  std::erase(text, '\r');
  EXPECT_EQ(readable_lines(text), text);
}

TEST_F(WordsTest, APathForgesNoLineOfTheDebugLogAndMovesNoCursor) {
  get("/%0A%5B2026-11-29%2000:00:00.000%5D%20%5Binfo%5D%20stopping%0D%1B%5B2J%1B%5D0;x%07/%C2%9B31m/"
      "%E2%80%AEgpj/%E2%80%8B/%F3%A0%81%81/%FF");
  EXPECT_TRUE(tests::eventually([&] { return here.said().contains("<U+E0041>"); })) << here.said();
  expect_readable_lines(here.said());
  EXPECT_THAT(here.said(),
              HasSubstr("GET / [2026-11-29 00:00:00.000] [info] stopping <U+001B>[2J<U+001B>]0;x<U+0007>"));
  EXPECT_THAT(here.said(), HasSubstr("<U+202E>gpj"));
}

TEST_F(WordsTest, ANameThatShowsAsAnotherIsRefused) {
  here.claim();
  for (const std::string& name : {"pay\u202Ellor", "pay\u200Broll", "\uFEFFpayroll", "payroll\U000E0041"}) {
    const auto refused = here.run({"site", "create", "--name", name});
    EXPECT_EQ(refused.exit_code, 1) << refused.output;
    EXPECT_THAT(refused.output, HasSubstr("characters that do not show"));
    expect_readable_lines(refused.output);
  }
}

/// What an SSH host says in front of its name comes back in the scan's failure.
TEST_F(WordsTest, AHostsWordsAreMarkedInEveryExport) {
  const tests::ByteServer liar(
      [](tests::BytePeer& peer) { peer.send("HTTP/1.0 \x1b[2J\u202Eevil\u200B\r\n"); });
  here.claim();
  std::ofstream(here.folder() / "login") << "four quiet herons at dusk";
  ran({"access", "create", "--name", "liar", "--host", liar.endpoint().host, "--port",
       std::to_string(liar.endpoint().port), "--login-id", "deploy", "--login-password-file",
       (here.folder() / "login").string()});
  ran({"access", "scan", "liar"});
  EXPECT_TRUE(tests::eventually([&] { return ran({"log", "show"}).contains("is no SSH server"); }));
  for (const auto* const format : {"text", "csv", "jsonl"}) {
    const auto text = ran({"log", "show", "--format", format});
    EXPECT_THAT(text, HasSubstr("is no SSH server"));
    expect_readable_lines(text);
  }
  expect_readable_lines(here.said());
}

}  // namespace
}  // namespace kigen::tools
