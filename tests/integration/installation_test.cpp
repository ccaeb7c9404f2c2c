// An installation whose data folder was lost, in part or whole: it says so and what to do, and begins nothing
// anew by itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "events/log/rocks_log.hpp"
#include "tests/integration/support/installation.hpp"
#include "tests/support/damage.hpp"
#include "tests/support/places.hpp"

namespace kigen::tools {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string text_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class InstallationTest : public testing::Test {
 protected:
  void serve() {
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
  }
  void serve_once() {
    serve();
    ASSERT_EQ(here.stop(), 0) << here.said();
  }
  void expect_refused(const testing::Matcher<std::string>& why) {
    const auto served = here.serve();
    EXPECT_EQ(served.exit_code, 1);
    EXPECT_THAT(served.output, why);
  }

  /// As nothing of ours would: a log under the key of the one before.
  void begin_again() {
    auto signer = events::Signer::load(here.folder() / "keys" / "log.key");
    ASSERT_TRUE(signer);
    ASSERT_TRUE(events::RocksLog::open({.path = here.data() / "log", .signer = *std::move(signer)}));
    serve_once();
    serve_once();
  }

  tests::Installation here;
};

TEST_F(InstallationTest, NewOneIsSoundBeforeAndAfterItIsServed) {
  EXPECT_EQ(here.run_here({"verify"}).exit_code, 0);
  serve_once();
  const auto verified = here.run_here({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
  EXPECT_THAT(verified.output, HasSubstr("The log is sound."));
}

TEST_F(InstallationTest, LostLogIsNotBegunAnew) {
  serve_once();
  for (const char* lost : {"data/log/db", "data/log", "data"}) {
    fs::remove_all(here.folder() / lost);
    expect_refused(AllOf(HasSubstr("there is no event log here"), HasSubstr("kigen init --new-log")));
    EXPECT_FALSE(fs::exists(here.data() / "log" / "db")) << lost;
    EXPECT_NE(here.run_here({"verify"}).exit_code, 0) << lost;
    EXPECT_NE(here.run_here({"replay"}).exit_code, 0) << lost;
    EXPECT_FALSE(fs::exists(here.data() / "log" / "db")) << lost;
  }
}

TEST_F(InstallationTest, NewLogHasAnOriginAndATokenOfItsOwn) {
  serve_once();
  const auto key = text_of(here.folder() / "keys" / "log.key");
  const auto claim = text_of(here.data() / "bootstrap.sha256");
  fs::remove_all(here.data() / "log");
  const auto made = here.run({"init", "--new-log", "--config", here.config().string()});
  ASSERT_EQ(made.exit_code, 0) << made.output;
  EXPECT_THAT(made.output, AllOf(HasSubstr("bootstrap token: kgb_"), HasSubstr("set-aside-")));
  const auto new_key = text_of(here.folder() / "keys" / "log.key");
  EXPECT_NE(new_key.substr(0, new_key.rfind('+')), key.substr(0, key.rfind('+'))) << "name and id";
  EXPECT_NE(text_of(here.data() / "bootstrap.sha256"), claim);
  EXPECT_FALSE(fs::exists(here.data() / "vault")) << "its secrets belong to the log before";
  serve_once();
  EXPECT_EQ(here.run_here({"verify"}).exit_code, 0);
}

TEST_F(InstallationTest, NewLogIsNotBegunUnderARunningServer) {
  serve();
  const auto made = here.run({"init", "--new-log", "--config", here.config().string()});
  EXPECT_EQ(made.exit_code, 1);
  EXPECT_THAT(made.output, HasSubstr("another kigen"));
  EXPECT_EQ(here.stop(), 0);
  EXPECT_EQ(here.run_here({"verify"}).exit_code, 0);
}

TEST_F(InstallationTest, LostVaultIsNotBegunAnew) {
  serve_once();
  fs::remove_all(here.data() / "vault");
  expect_refused(AllOf(HasSubstr("its vault is not there"), HasSubstr("kigen init --new-vault")));
  EXPECT_FALSE(fs::exists(here.data() / "vault"));
  const auto made = here.run({"init", "--new-vault", "--config", here.config().string()});
  EXPECT_EQ(made.exit_code, 0) << made.output;
  EXPECT_EQ(here.run({"init", "--new-vault", "--config", here.config().string()}).exit_code, 1)
      << "there is one";
  serve_once();
}

TEST_F(InstallationTest, ChangedRemovedAndExchangedSecretsAreNamed) {
  serve();
  here.claim();
  const auto made = here.run_script(R"(printf one > one; printf two > two
    for n in one two; do
      "$KIGEN" access create --name $n --host 192.0.2.1 --login-id root --login-password-file $n > /dev/null
    done)");
  ASSERT_EQ(made.exit_code, 0) << made.output;
  EXPECT_EQ(here.stop(), 0);
  const auto sound = here.run_here({"verify"});
  EXPECT_EQ(sound.exit_code, 0) << sound.output;
  EXPECT_THAT(sound.output, AllOf(HasSubstr("secrets: 3"), HasSubstr("The vault is sound.")));

  const auto good = here.folder() / "good";
  fs::copy(here.data() / "vault", good);
  std::vector<fs::path> secrets;
  for (const auto& entry : fs::directory_iterator(good))
    if (entry.path().filename() != "master.check") secrets.push_back(entry.path().filename());
  ASSERT_EQ(secrets.size(), 3u);
  const auto vault = here.data() / "vault";
  const auto expect_damaged = [&](const char* what) {
    const auto verified = here.run_here({"verify"});
    EXPECT_EQ(verified.exit_code, 1) << what;
    EXPECT_THAT(verified.output, AllOf(HasSubstr("vault, the "), HasSubstr("The vault is DAMAGED."))) << what;
    fs::remove_all(vault);
    fs::copy(good, vault);
  };
  tests::flip_bit(vault / secrets[0], 30);
  expect_damaged("changed");
  fs::remove(vault / secrets[1]);
  expect_damaged("removed");
  fs::rename(vault / secrets[0], vault / "x");
  fs::rename(vault / secrets[1], vault / secrets[0]);
  fs::rename(vault / "x", vault / secrets[1]);
  expect_damaged("exchanged");
  EXPECT_EQ(here.run_here({"verify"}).exit_code, 0);
}

TEST_F(InstallationTest, MasterKeyIsChangedWhileNobodyUsesIt) {
  serve();
  here.claim();
  const auto made = here.run_script(R"(printf one > one
    "$KIGEN" access create --name one --host 192.0.2.1 --login-id root --login-password-file one > /dev/null)");
  ASSERT_EQ(made.exit_code, 0) << made.output;
  EXPECT_THAT(here.run_here({"vault", "rotate"}).output, HasSubstr("another kigen"));
  EXPECT_EQ(here.stop(), 0);
  const auto key = here.folder() / "keys" / "master.key";
  const auto old_key = text_of(key);
  const auto rotated = here.run_here({"vault", "rotate"});
  EXPECT_EQ(rotated.exit_code, 0) << rotated.output;
  EXPECT_NE(text_of(key), old_key);
  EXPECT_THAT(here.run_here({"verify"}).output, AllOf(HasSubstr("secrets: 2"), HasSubstr("vault is sound")));
  serve_once();
}

TEST_F(InstallationTest, ChangeOfTheMasterKeyThatWasCutOffIsLivedWithAndEnded) {
  serve();
  here.claim();
  EXPECT_EQ(here.stop(), 0);
  const auto cut = here.run_script(
      "strace -f -o trace -e trace=rename -e inject=rename:signal=KILL:when=3 "
      "\"$KIGEN\" vault rotate --config kigen.toml || true");
  ASSERT_TRUE(fs::exists(here.folder() / "keys" / "master.key.next")) << cut.output;
  const auto verified = here.run_here({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
  EXPECT_THAT(verified.output,
              AllOf(HasSubstr("change of the master key was interrupted"), HasSubstr("vault is sound")));
  serve_once();
  const auto ended = here.run_here({"vault", "rotate", "--json"});
  EXPECT_EQ(ended.exit_code, 0) << ended.output;
  EXPECT_THAT(ended.output, HasSubstr(R"("wasInterrupted":true)"));
  EXPECT_THAT(here.run_here({"verify"}).output, Not(HasSubstr("interrupted")));
  serve_once();
}

TEST_F(InstallationTest, DamagedWriteAheadLogIsRefusedWithWhatToDo) {
  serve_once();
  serve();
  here.kill();
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(here.data() / "log" / "db"))
    if (entry.path().extension() == ".log") newest = std::max(newest, entry.path());
  tests::flip_bit(newest, 40);
  expect_refused(AllOf(HasSubstr("damaged"), HasSubstr("kigen verify"), HasSubstr("restore a backup")));
  const auto verified = here.run_here({"verify"});
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.output, HasSubstr("The log is DAMAGED."));
}

TEST_F(InstallationTest, LogThatIsShorterThanWhatWasMadeFromItIsRefused) {
  serve_once();
  fs::copy(here.data() / "log", here.folder() / "older", fs::copy_options::recursive);
  serve_once();
  fs::remove_all(here.data() / "log");
  fs::copy(here.folder() / "older", here.data() / "log", fs::copy_options::recursive);
  expect_refused(AllOf(HasSubstr("views knows of"), HasSubstr("kigen verify")));
  EXPECT_THAT(here.run_here({"verify"}).output, AllOf(HasSubstr("views knows of"), HasSubstr("DAMAGED")));
  fs::remove_all(here.data() / "views");
  fs::remove_all(here.data() / "world");
  serve_once();
  EXPECT_EQ(here.run_here({"verify"}).exit_code, 0);
}

TEST_F(InstallationTest, MissingCheckpointIsNamed) {
  serve_once();
  fs::remove(here.data() / "log" / "checkpoint");
  const auto verified = here.run_here({"verify"});
  EXPECT_EQ(verified.exit_code, 1);
  EXPECT_THAT(verified.output, HasSubstr("checkpoint: its file is missing"));
  serve();
  EXPECT_THAT(here.said(),
              AllOf(HasSubstr("checkpoint was missing"), HasSubstr("kigen verify --checkpoint")));
  EXPECT_EQ(here.stop(), 0);
}

TEST_F(InstallationTest, KeptCheckpointIsOneOfThisHistoryOrNot) {
  const auto kept = here.folder() / "kept";
  serve_once();
  fs::copy_file(here.data() / "log" / "checkpoint", kept);
  serve_once();
  const auto consistent = here.run_here({"verify", "--checkpoint", kept.string()});
  EXPECT_EQ(consistent.exit_code, 0) << consistent.output;
  EXPECT_THAT(consistent.output, HasSubstr("kept checkpoint: "));

  // The same key signs another history.
  for (const char* lost : {"log", "views", "world"}) fs::remove_all(here.data() / lost);
  begin_again();
  const auto forked = here.run_here({"verify", "--checkpoint", kept.string()});
  EXPECT_EQ(forked.exit_code, 1);
  EXPECT_THAT(forked.output, HasSubstr("kept checkpoint: "));
  EXPECT_THAT(forked.output, HasSubstr("another history (a fork)"));
  EXPECT_NE(here.run_here({"verify", "--checkpoint", (here.folder() / "none").string()}).exit_code, 0);
}

/// The blocks of a page in that language, one after the other.
std::string blocks_of(const std::string& page, const std::string& language) {
  const auto begin = "\n```" + language + "\n";
  std::string blocks;
  for (auto at = page.find(begin); at != std::string::npos; at = page.find(begin, at)) {
    at += begin.size();
    blocks += page.substr(at, page.find("\n```", at) + 1 - at);
  }
  return blocks;
}

/// Makes an auditor, whose API token is in the file "auditor" then.
constexpr const char* make_auditor = R"sh(
"$KIGEN" user create --mail auditor@example.com --role auditor --password-file password
csrf=
ask() {
  curl --silent --show-error --fail --cacert "$KIGEN_TRUST" --cookie jar --cookie-jar jar --data "$2" \
       --header 'Content-Type: application/json' --header "X-CSRF-Token: $csrf" "$KIGEN_URL/api/v1/$1"
}
value_of() { sed 's/.*"'"$1"'":"\([^"]*\)".*/\1/'; }
csrf=$(ask session '{"mail":"auditor@example.com","password":"correct horse battery staple"}' | value_of csrfToken)
ask tokens '{"name":"verifying","role":"auditor"}' | value_of token > auditor
test -s auditor
)sh";
const std::string as_auditor = "export KIGEN_TOKEN=$(cat auditor)\n";

TEST_F(InstallationTest, AuditorVerifiesARunningLogAsThePageSays) {
  const auto page = text_of(tests::source_folder() / "docs" / "formats" / "verify-from-outside.md");
  std::ofstream(here.folder() / "tree.py") << blocks_of(page, "python");
  serve();
  here.claim();
  // Past the first full tile, so that there are tiles of two levels.
  const auto grown = here.run_script(R"(seq 270 | xargs -P 2 -I {} "$KIGEN" site create --name site-{})");
  ASSERT_EQ(grown.exit_code, 0) << grown.output;
  const auto auditor = here.run_script(make_auditor);
  ASSERT_EQ(auditor.exit_code, 0) << auditor.output;
  const auto followed = here.run_script(as_auditor + blocks_of(page, "sh"));
  EXPECT_EQ(followed.exit_code, 0) << followed.output;
  EXPECT_THAT(followed.output,
              AllOf(HasSubstr("Signature Verified Successfully"), HasSubstr("\"position\":0"),
                    HasSubstr("proved"), Not(HasSubstr("NOT PROVED"))));
  EXPECT_THAT(here.said(), HasSubstr(text_of(here.folder() / "key").substr(0, 40))) << "to compare it with";

  const auto last = here.run_script(
      as_auditor +
      "python3 tree.py record checkpoint $(($(sed -n 2p checkpoint) - 1)); python3 tree.py record checkpoint "
      "255");
  EXPECT_EQ(last.exit_code, 0) << last.output;
  const auto forged =
      here.run_script(as_auditor +
                      "sed -i '3s/[A-Z]/x/' checkpoint; ! python3 tree.py record checkpoint 0; "
                      "! python3 tree.py begins checkpoint older");
  EXPECT_EQ(forged.exit_code, 0) << forged.output;
  EXPECT_THAT(forged.output, HasSubstr("NOT PROVED"));
  EXPECT_EQ(here.stop(), 0);
}

TEST_F(InstallationTest, InitSaysWhatItNeeds) {
  EXPECT_THAT(here.run({"init"}).output, HasSubstr("--directory"));
  EXPECT_NE(here.run({"init"}).exit_code, 0);
  EXPECT_NE(here.run({"init", "--new-log"}).exit_code, 0);
  EXPECT_NE(here.run({"init", "--new-log", "--new-vault", "--config", here.config().string()}).exit_code, 0);
  EXPECT_NE(here.run({"init", "--directory", here.folder().string()}).exit_code, 0) << "not over another";
}

}  // namespace
}  // namespace kigen::tools
