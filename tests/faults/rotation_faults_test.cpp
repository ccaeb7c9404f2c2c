// A change of the master key that is killed before each of its system calls, or in which each of them fails:
// the vault opens with what is there, takes secrets, and the change can be ended.
#include <gtest/gtest.h>

#include <boost/asio/system_executor.hpp>

#include <fstream>
#include <iterator>
#include <map>

#include "orchestrator/ports/vault.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/master_key.hpp"
#include "orchestrator/vault/rotation.hpp"
#include "tests/faults/injection.hpp"
#include "tests/faults/rotated_vault.hpp"
#include "tests/faults/vault_steps.hpp"
#include "tests/support/places.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::tests {
namespace {

namespace fs = std::filesystem;
using namespace orchestrator::vault;

constexpr int killed = 128 + 9;

std::string content(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  fs::permissions(path, fs::perms(0600));
}

/// A vault with three secrets.
class RotatedVault {
 public:
  explicit RotatedVault(bool by_passphrase) {
    fs::create_directories(folder_.path() / "vault");
    if (by_passphrase) {
      write(folder_.path() / "passphrase", "four quiet herons at dusk\n");
      write(folder_.path() / "passphrase.next", "nine grey otters under ice\n");
      // With costs that a test can bear.
      write(folder_.path() / "vault" / derivation_file, "argon2id 1024 1 MDEyMzQ1Njc4OWFiY2RlZg==\n");
      write(folder_.path() / "vault" / next_derivation_file, "argon2id 1024 1 ZmVkY2JhOTg3NjU0MzIxMA==\n");
    } else {
      ensure(create_master_key(folder_.path() / "master.key", random_).has_value(), "a key is made");
    }
    source_ = rotated_source(folder_.path());
    old_ = content(source_.file());
    for (const char slot : {'1', '2', '3'}) put(slot);
  }

  const fs::path& path() const { return folder_.path(); }

  void expect_in_use() {
    expect_kept();
    put('4');
    expect_kept();
  }
  void expect_changed_in_the_end() {
    if (content(source_.file()) == old_ || is_rotating(source_.vault)) {
      const auto ended = rotate(source_, random_);
      ASSERT_TRUE(ended) << describe(ended.error());
    }
    EXPECT_FALSE(is_rotating(source_.vault));
    EXPECT_FALSE(fs::exists(source_.next_file()));
    expect_kept();
    for (const auto& entry : fs::directory_iterator(source_.vault))
      EXPECT_NE(entry.path().extension(), ".new") << entry.path();
    const auto now = content(source_.file());
    EXPECT_NE(now, old_);
    write(source_.file(), old_);
    EXPECT_EQ(open().error().code, orchestrator::vault_errc::sealed);
    write(source_.file(), now);
  }

 private:
  Result<std::unique_ptr<FileVault>> open() {
    TRY(auto keys, load_master_keys(source_, random_));
    return FileVault::open(source_.vault, std::move(keys), random_, asio::system_executor());
  }
  void put(char slot) {
    const auto vault = open();
    ASSERT_TRUE(vault) << describe(vault.error());
    ASSERT_TRUE(run((*vault)->put(ref_of(slot), Secret(std::string("secret ") + slot))));
    kept_.push_back(slot);
  }
  void expect_kept() {
    const auto vault = open();
    ASSERT_TRUE(vault) << describe(vault.error());
    for (const char slot : kept_) {
      const auto got = run((*vault)->get(ref_of(slot)));
      ASSERT_TRUE(got) << describe(got.error());
      EXPECT_EQ(got->reveal(), std::string("secret ") + slot);
    }
  }

  TempFolder folder_;
  orchestrator::SystemRandom random_;
  MasterSource source_;
  std::string old_;
  std::string kept_;
};

struct Way {
  std::string call;
  std::string error;  ///< empty: killed
  bool by_passphrase;
};

class RotationFaults : public testing::TestWithParam<Way> {};

TEST_P(RotationFaults, lose_no_secret_and_can_be_ended) {
  const auto& [call, error, by_passphrase] = GetParam();
  unsigned faults = 0;
  for (unsigned nth = 1; !HasFailure(); ++nth) {
    SCOPED_TRACE("before call " + std::to_string(nth));
    RotatedVault vault(by_passphrase);
    const auto ended = run_with({call, error, nth}, program_beside_this("vault_rotator"), vault.path());
    if (ended.exit_code != killed && ended.faults.empty()) {
      EXPECT_EQ(ended.exit_code, 0) << "without a fault";
      break;
    }
    ++faults;
    vault.expect_in_use();
    vault.expect_changed_in_the_end();
  }
  EXPECT_GT(faults, 0u) << "it never made this call";
}

std::vector<Way> ways() {
  std::vector<Way> all;
  for (const bool by_passphrase : {false, true}) {
    for (const auto* call : {"openat", "read", "write", "fsync", "rename", "unlink"})
      all.push_back({call, "", by_passphrase});
    for (const auto* call : {"openat", "write", "fsync", "rename", "unlink"})
      all.push_back({call, "EIO", by_passphrase});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Everywhere, RotationFaults, testing::ValuesIn(ways()), [](const auto& info) {
  return info.param.call + (info.param.error.empty() ? "_killed" : "_failed") +
         (info.param.by_passphrase ? "_by_passphrase" : "_by_key");
});

}  // namespace
}  // namespace kigen::tests
