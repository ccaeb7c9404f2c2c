// Every system call that touches a disk failing in turn, under the log and under the vault.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include <boost/asio/system_executor.hpp>

#include "events/log/verify.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "tests/faults/injection.hpp"
#include "tests/faults/vault_steps.hpp"
#include "tests/support/disk_log.hpp"
#include "tests/support/places.hpp"
#include "tests/support/requests.hpp"
#include "tests/support/run.hpp"

namespace kigen::tests {
namespace {

namespace fs = std::filesystem;

class CallFaults : public testing::TestWithParam<const char*> {
 protected:
  static const char* error_of(unsigned nth) { return nth % 2 == 1 ? "EIO" : "ENOSPC"; }

  /// Runs the program with the 1st, 2nd … call failing, each time in a new folder, until none is reached.
  /// `check` looks at what a run left behind.
  template <class Check>
  void fail_in_turn(const std::string& program, Check check) {
    std::size_t faults = 0;
    for (unsigned nth = 1; !HasFailure(); ++nth) {
      const TempFolder folder;
      const auto run = run_with({GetParam(), error_of(nth), nth}, program, folder.path() / "data");
      if (run.faults.empty()) {
        EXPECT_EQ(run.exit_code, 0) << "without a fault";
        break;
      }
      const auto ours = std::ranges::find_if(run.faults, [&](const auto& line) {
        return line.find(folder.path().string()) != std::string::npos;
      });
      if (ours == run.faults.end()) continue;  // not a file of ours
      ++faults;
      SCOPED_TRACE("fault " + std::to_string(nth) + ": " + *ours);
      EXPECT_EQ(run.exit_code, 0);
      check(folder.path() / "data", run.said);
    }
    EXPECT_GT(faults, 0u) << "the program never made this call";
    RecordProperty("faults", static_cast<int>(faults));
  }
};

class LogCallFaults : public CallFaults {};
class VaultCallFaults : public CallFaults {};

void expect_kept(const fs::path& path, const std::vector<std::string>& said) {
  auto opened = events::RocksLog::open({.path = path, .signer = known_signer()});
  ASSERT_TRUE(opened) << describe(opened.error());
  auto& log = **opened;
  EXPECT_EQ(said.size(), 12u);
  EXPECT_EQ(log.end(), 360u) << "nothing is there twice";
  for (const auto& line : said) {
    const auto found = run(log.find_command(line.substr(0, line.find(' ')))).value();
    ASSERT_TRUE(found) << line;
    EXPECT_EQ(std::to_string(found->first), line.substr(line.find(' ') + 1));
  }
  EXPECT_TRUE(run(log.append(request("order-c", 0))));
  opened->reset();
  const auto verified = events::verify({.path = path}).value();
  for (const auto& finding : verified.findings) ADD_FAILURE() << finding.where << ": " << finding.what;
}

TEST_P(LogCallFaults, lose_nothing_and_heal) { fail_in_turn(program_beside_this("log_user"), expect_kept); }

void expect_final_secrets(const fs::path& path, const std::vector<std::string>& said) {
  EXPECT_EQ(said.size(), vault_steps().size());
  orchestrator::SystemRandom random;
  const auto vault =
      orchestrator::vault::FileVault::open(path, known_master(), random, asio::system_executor());
  ASSERT_TRUE(vault) << describe(vault.error());
  std::map<char, std::optional<std::string>> wanted;
  for (const auto& step : vault_steps()) wanted[step.slot] = step.text;
  for (const auto& [slot, text] : wanted) {
    const auto got = run((*vault)->get(ref_of(slot)));
    ASSERT_EQ(got.has_value(), text.has_value()) << slot;
    if (got) EXPECT_TRUE(got->reveal() == *text) << slot;
  }
  for (const auto& entry : fs::directory_iterator(path)) EXPECT_NE(entry.path().extension(), ".new");
}

TEST_P(VaultCallFaults, leave_the_old_secret_or_the_new) {
  fail_in_turn(program_beside_this("vault_user"), expect_final_secrets);
}

std::string name_of(const testing::TestParamInfo<const char*>& info) { return info.param; }

INSTANTIATE_TEST_SUITE_P(Faults, LogCallFaults,
                         testing::Values("openat", "write", "fallocate", "ftruncate", "fsync", "fdatasync",
                                         "rename", "unlink", "mkdir"),
                         name_of);
INSTANTIATE_TEST_SUITE_P(Faults, VaultCallFaults,
                         testing::Values("openat", "read", "write", "fsync", "rename", "unlink", "mkdir"),
                         name_of);

}  // namespace
}  // namespace kigen::tests
