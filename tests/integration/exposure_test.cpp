// What others may read or change, or have put there, is not relied on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "tests/integration/support/installation.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

constexpr uid_t nobody = 65'534;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class ExposureTest : public testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  }
  void serve() {
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
  }
  /// Neither the server nor what reads its data goes on, and both say which file, why, and what to do.
  void expect_refused(const fs::path& path, const std::string& why, const std::string& remedy) {
    const auto said = AllOf(HasSubstr(path.string()), HasSubstr(why), HasSubstr(remedy + path.string()));
    const auto served = here.serve();
    EXPECT_EQ(served.exit_code, 1) << path;
    EXPECT_THAT(served.output, said);
    for (const auto* const command : {"verify", "replay", "export"})
      EXPECT_NE(here.run_here({command}).exit_code, 0) << command;
  }
  void expect_refused_with(const std::string& name, mode_t mode, const std::string& remedy) {
    const auto path = here.folder() / name;
    const auto good = fs::status(path).permissions();
    ASSERT_EQ(::chmod(path.c_str(), mode), 0);
    expect_refused(path, "so that others may ", remedy);
    fs::permissions(path, good);
  }

  tests::Installation here;
};

TEST_F(ExposureTest, WhatOthersMayReadOrChangeIsRefused) {
  for (const auto* const secret : {"tls/key.pem", "keys/master.key", "keys/log.key"})
    for (const mode_t mode : {0644, 0640, 0620}) expect_refused_with(secret, mode, "chmod 600 ");
  for (const auto* const file : {"kigen.toml", "tls/certificate.pem"})
    for (const mode_t mode : {0664, 0646}) expect_refused_with(file, mode, "chmod go-w ");
  for (const auto* const folder : {"keys", "tls"}) expect_refused_with(folder, 0777, "chmod go-w ");
  for (const mode_t mode : {0755, 0770}) expect_refused_with("data", mode, "chmod 700 ");
  serve();
}

TEST_F(ExposureTest, WhatBelongsToAnotherUserIsRefused) {
  for (const auto* const name : {"kigen.toml", "tls", "tls/key.pem", "tls/certificate.pem", "keys",
                                 "keys/master.key", "keys/log.key", "data"}) {
    const auto path = here.folder() / name;
    ASSERT_EQ(::chown(path.c_str(), nobody, 0), 0);
    expect_refused(path, "belongs to nobody", "chown root ");
    ASSERT_EQ(::chown(path.c_str(), 0, 0), 0);
  }
  serve();
}

TEST_F(ExposureTest, LinkInTheDataFolderIsNotWrittenThrough) {
  const auto victim = here.folder() / "victim";
  std::ofstream(victim) << "untouched";
  const std::vector<std::string> names{"log/checkpoint.new", "log/acknowledged.new", "sessions.new",
                                       "bootstrap.sha256.new", "log/probe"};
  for (const auto& name : names) fs::create_symlink(victim, here.data() / name);
  serve();
  here.claim();
  ASSERT_EQ(
      here.run_script("printf 'four quiet herons at dusk' > pw; \"$KIGEN\" user create --mail a@example.net "
                      "--password-file pw")
          .exit_code,
      0);
  EXPECT_EQ(here.stop(), 0) << here.said();
  EXPECT_EQ(text_of(victim), "untouched");
  EXPECT_FALSE(fs::exists(fs::symlink_status(here.data() / "log" / "checkpoint.new"))) << "the link is gone";
  fs::rename(here.data() / "log" / "lock", here.folder() / "lock");
  fs::create_symlink(victim, here.data() / "log" / "lock");
  EXPECT_EQ(here.serve().exit_code, 1);
  EXPECT_EQ(text_of(victim), "untouched");
}

TEST_F(ExposureTest, InitTakesNoFolderOfAnotherUserNorOneThatAnybodyMayReplace) {
  const auto theirs = here.folder() / "theirs";
  fs::create_directory(theirs);
  const auto init = [&](const fs::path& folder) {
    return here.run({"init", "--directory", folder.string(), "--listen", "127.0.0.1:0"});
  };
  ASSERT_EQ(::chown(theirs.c_str(), nobody, 0), 0);
  const auto refused = init(theirs);
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.output, AllOf(HasSubstr(theirs.string()), HasSubstr("belongs to nobody")));
  EXPECT_TRUE(fs::is_empty(theirs));
  EXPECT_EQ(init(theirs / "a tree of theirs").exit_code, 0) << "root may try it in a user's tree";

  const auto open = here.folder() / "open";
  fs::create_directory(open);
  ASSERT_EQ(::chmod(open.c_str(), 0777), 0);
  const auto replaceable = init(open / "deep" / "below");
  EXPECT_EQ(replaceable.exit_code, 1);
  EXPECT_THAT(replaceable.output, AllOf(HasSubstr(open.string()), HasSubstr("chmod o-w ")));
  EXPECT_TRUE(fs::is_empty(open));
}

TEST_F(ExposureTest, WhatIsMadeIsForItsOwnerAloneWhateverTheUmask) {
  const auto made = here.run_script(
      "umask 000; \"$KIGEN\" init --directory made --listen 127.0.0.1:0 > /dev/null; "
      "find made -perm /077");
  EXPECT_EQ(made.exit_code, 0);
  EXPECT_EQ(made.output, "");
}

TEST_F(ExposureTest, FilesWithSecretsOfTheCommandLineAreForTheirOwnerAlone) {
  serve();
  const auto& token = here.claim();
  const auto asked = [&](const std::string& mode, const std::string& command) {
    return here.run_script("unset KIGEN_TOKEN; printf %s " + token +
                           " > token; printf 'four quiet herons at dusk' > pw; chmod " + mode +
                           " token pw; \"$KIGEN\" " + command);
  };
  for (const auto* const command :
       {"site list --token-file token", "bootstrap --token-file token --password-file pw",
        "user create --mail a@example.net --token-file <(cat token) --password-file pw"}) {
    const auto refused = asked("644", command);
    EXPECT_EQ(refused.exit_code, 1) << command;
    EXPECT_THAT(refused.output, AllOf(HasSubstr("0644"), HasSubstr("chmod 600 "))) << command;
  }
  EXPECT_EQ(asked("600", "site list --token-file token").exit_code, 0);
  EXPECT_EQ(asked("644", "site list --token-file <(cat token)").exit_code, 0) << "a pipe is nobody else's";
}

}  // namespace
}  // namespace kigen::tools
