// A change of the master key, also one that was cut off between any two of its steps.
#include "orchestrator/vault/rotation.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>

#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/master_key.hpp"
#include "orchestrator/vault/passphrase.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/thread_pool.hpp>

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

std::string bytes_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
void write_private(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  fs::permissions(path, fs::perms(0600));
}

class RotationTest : public testing::Test {
 protected:
  RotationTest() {
    fs::create_directories(source_.vault);
    ensure(create_master_key(source_.key_file, random_).has_value(), "a key is made");
    for (const auto* text : {"one", "two", "three"}) put(text);
    old_key_ = bytes_of_file(source_.key_file);
  }
  Result<std::unique_ptr<FileVault>> open(const MasterSource& source) {
    TRY(auto keys, load_master_keys(source, random_));
    return FileVault::open(source.vault, std::move(keys), random_, pool_.get_executor());
  }
  void put(const std::string& text) {
    const auto ref = fresh_id<SecretRef>(Instant{}, random_);
    const auto vault = open(source_);
    ASSERT_TRUE(vault) << describe(vault.error());
    ASSERT_TRUE(tests::run((*vault)->put(ref, Secret(text))));
    kept_[ref] = text;
  }
  void expect_all_kept() {
    const auto vault = open(source_);
    ASSERT_TRUE(vault) << describe(vault.error());
    for (const auto& [ref, text] : kept_) {
      const auto got = tests::run((*vault)->get(ref));
      ASSERT_TRUE(got) << describe(got.error());
      EXPECT_EQ(got->reveal(), text);
    }
    EXPECT_EQ(tests::run((*vault)->list())->size(), kept_.size());
  }
  void expect_done() {
    EXPECT_FALSE(is_rotating(source_.vault));
    EXPECT_FALSE(fs::exists(source_.next_file()));
    EXPECT_FALSE(fs::exists(source_.vault / next_derivation_file));
    expect_all_kept();
  }

  tests::TempFolder folder_;
  SystemRandom random_;
  asio::thread_pool pool_{1};
  MasterSource source_{folder_.path() / "vault", folder_.path() / "master.key", {}};
  std::string old_key_;
  std::map<SecretRef, std::string> kept_;
};

TEST_F(RotationTest, another_key_opens_everything_and_the_old_one_nothing) {
  const auto rotated = rotate(source_, random_);
  ASSERT_TRUE(rotated) << describe(rotated.error());
  EXPECT_EQ(rotated->secrets, 3u);
  EXPECT_FALSE(rotated->was_interrupted);
  EXPECT_NE(bytes_of_file(source_.key_file), old_key_);
  EXPECT_EQ(fs::status(source_.key_file).permissions(), fs::perms(0600));
  expect_done();
  write_private(source_.key_file, old_key_);
  EXPECT_EQ(open(source_).error().code, vault_errc::sealed);
}

// A thief has the old key and a file that was erased before the change: without a change it would be open.
TEST_F(RotationTest, does_not_keep_anything_wrapped_by_the_old_key) {
  const auto before = old_key_;
  ASSERT_TRUE(rotate(source_, random_));
  write_private(folder_.path() / "stolen.key", before);
  const auto stolen = load_master_key(folder_.path() / "stolen.key").value();
  for (const auto& entry : fs::directory_iterator(source_.vault)) {
    const auto file = bytes_of_file(entry.path());
    EXPECT_FALSE(vault::open(stolen, std::string_view(file).substr(0, 60), entry.path().filename().string()));
    if (file.starts_with("KGV1"))
      EXPECT_FALSE(
          vault::open(stolen, std::string_view(file).substr(4, 60), entry.path().filename().string()));
  }
}

TEST_F(RotationTest, a_wrong_key_changes_nothing) {
  write_private(source_.key_file, std::string(64, 'a'));
  EXPECT_EQ(rotate(source_, random_).error().code, vault_errc::sealed);
  EXPECT_FALSE(is_rotating(source_.vault));
  EXPECT_FALSE(fs::exists(source_.next_file()));
  write_private(source_.key_file, old_key_);
  expect_all_kept();
}

TEST_F(RotationTest, a_damaged_secret_is_named_and_left_alone) {
  const auto damaged = source_.vault / to_text(kept_.begin()->first);
  const auto bytes = std::string("KGV1") + std::string(100, 'x');
  write_private(damaged, bytes);
  kept_.erase(kept_.begin());
  const auto rotated = rotate(source_, random_);
  ASSERT_TRUE(rotated) << describe(rotated.error());
  EXPECT_EQ(rotated->damaged, std::vector{damaged.filename().string()});
  EXPECT_EQ(bytes_of_file(damaged), bytes);
}

/// As it lies after a cut between two steps: what is in use goes on, and the change can be ended.
TEST_F(RotationTest, half_a_change_is_lived_with_and_ended) {
  ASSERT_TRUE(replace_master_key(source_.next_file(), random_));
  const auto next = load_master_key(source_.next_file()).value();
  const auto new_key = bytes_of_file(source_.next_file());
  std::ofstream(source_.vault / master_next_file, std::ios::binary)
      << seal(next, "kigen vault", master_next_file, random_);
  expect_all_kept();
  put("of the time between");

  fs::rename(source_.next_file(), folder_.path() / "elsewhere");
  EXPECT_EQ(open(source_).error().code, vault_errc::half_changed)
      << "some may be wrapped by a key that is away";
  EXPECT_EQ(rotate(source_, random_).error().code, vault_errc::half_changed);
  fs::rename(folder_.path() / "elsewhere", source_.next_file());

  const auto ended = rotate(source_, random_);
  ASSERT_TRUE(ended) << describe(ended.error());
  EXPECT_TRUE(ended->was_interrupted);
  EXPECT_EQ(bytes_of_file(source_.key_file), new_key) << "not another one again";
  expect_done();
}

class PassphraseRotation : public RotationTest {
 protected:
  /// With costs that a test can bear.
  void SetUp() override {
    source_ = {folder_.path() / "by-passphrase", {}, folder_.path() / "passphrase"};
    fs::create_directories(source_.vault);
    write_private(source_.passphrase_file, "four quiet herons at dusk\n");
    write_private(source_.vault / derivation_file, "argon2id 1024 1 MDEyMzQ1Njc4OWFiY2RlZg==\n");
    write_private(source_.vault / next_derivation_file, "argon2id 1024 1 ZmVkY2JhOTg3NjU0MzIxMA==\n");
    kept_.clear();
    for (const auto* text : {"one", "two"}) put(text);
  }
};

TEST_F(PassphraseRotation, takes_the_next_passphrase_from_beside_the_old) {
  EXPECT_EQ(rotate(source_, random_).error().code, vault_errc::no_next);
  write_private(source_.next_file(), "nine grey otters under ice\n");
  const auto rotated = rotate(source_, random_);
  ASSERT_TRUE(rotated) << describe(rotated.error());
  EXPECT_EQ(bytes_of_file(source_.passphrase_file), "nine grey otters under ice\n");
  EXPECT_EQ(bytes_of_file(source_.vault / derivation_file), "argon2id 1024 1 ZmVkY2JhOTg3NjU0MzIxMA==\n");
  expect_done();
  write_private(source_.passphrase_file, "four quiet herons at dusk\n");
  EXPECT_EQ(open(source_).error().code, vault_errc::sealed);
}

TEST_F(PassphraseRotation, a_short_passphrase_is_not_taken) {
  write_private(source_.next_file(), "short\n");
  EXPECT_FALSE(rotate(source_, random_));
  EXPECT_FALSE(is_rotating(source_.vault));
  expect_all_kept();
}

}  // namespace
}  // namespace kigen::orchestrator::vault
