// Where the master key comes from.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "events/log/event_log.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/ports/vault.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/master_key.hpp"
#include "orchestrator/vault/passphrase.hpp"
#include "orchestrator/vault/password.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/thread_pool.hpp>

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;
using events::log_errc;

void write(const fs::path& path, const std::string& bytes, fs::perms perms = fs::perms(0600)) {
  std::ofstream(path, std::ios::trunc) << bytes;
  fs::permissions(path, perms);
}

class MasterKeyFile : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(create_master_key(file_, random_)); }
  void TearDown() override { ::unsetenv("CREDENTIALS_DIRECTORY"); }
  void pretend_credentials(const fs::path& folder) { ::setenv("CREDENTIALS_DIRECTORY", folder.c_str(), 1); }
  std::error_code error_with(unsigned mode) {
    fs::permissions(file_, fs::perms(mode));
    const auto loaded = load_master_key(file_);
    return loaded ? std::error_code() : loaded.error().code;
  }

  tests::TempFolder folder_;
  SystemRandom random_;
  const fs::path file_ = folder_.path() / "master.key";
};

TEST_F(MasterKeyFile, is_never_replaced) { EXPECT_FALSE(create_master_key(file_, random_)); }

TEST_F(MasterKeyFile, is_its_owners_alone) {
  EXPECT_FALSE(error_with(0600));
  EXPECT_FALSE(error_with(0400));
  for (const unsigned mode : {0604, 0640, 0440, 0620, 0610})
    EXPECT_EQ(error_with(mode), log_errc::bad_key_file) << mode;
}

TEST_F(MasterKeyFile, as_a_systemd_credential_may_be_read_by_its_group) {
  pretend_credentials(folder_.path());
  EXPECT_FALSE(error_with(0440)) << "what systemd's ACL looks like";
  for (const unsigned mode : {0444, 0460, 0450, 0441})
    EXPECT_EQ(error_with(mode), log_errc::bad_key_file) << mode;
}

TEST_F(MasterKeyFile, is_a_credential_only_in_that_folder) {
  fs::create_directory(folder_.path() / "credentials");
  pretend_credentials(folder_.path() / "credentials");
  EXPECT_EQ(error_with(0440), log_errc::bad_key_file);
  fs::create_symlink(file_, folder_.path() / "credentials" / "master.key");
  EXPECT_FALSE(load_master_key(folder_.path() / "credentials" / "master.key")) << "the file itself counts";
}

TEST_F(MasterKeyFile, as_a_credential_belongs_to_root_or_to_us) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  pretend_credentials(folder_.path());
  ASSERT_EQ(::chown(file_.c_str(), 65'534, 0), 0);
  EXPECT_EQ(error_with(0440), log_errc::bad_key_file);
}

TEST_F(MasterKeyFile, with_anything_but_64_digits_is_refused) {
  for (const auto* const line : {"", "abcd", "zz"}) {
    write(file_, line);
    EXPECT_EQ(load_master_key(file_).error().code, vault_errc::damaged) << line;
  }
}

class MasterPassphrase : public testing::Test {
 protected:
  void SetUp() override { write(file_, "correct horse battery staple\n"); }
  Result<Key> derive() { return derive_master_key(file_, vault_, random_); }
  Result<std::unique_ptr<FileVault>> open(Key key) {
    return FileVault::open(vault_, std::move(key), random_, pool_.get_executor());
  }

  tests::TempFolder folder_;
  SystemRandom random_;
  asio::thread_pool pool_{1};
  const fs::path file_ = folder_.path() / "passphrase";
  const fs::path vault_ = folder_.path() / "vault";
  const fs::path derivation_ = vault_ / "master.kdf";
};

TEST_F(MasterPassphrase, opens_the_vault_again) {
  ASSERT_TRUE(open(derive().value()));
  EXPECT_TRUE(open(derive().value())) << "same salt, same key";
  write(file_, "correct horse battery stable\n");
  EXPECT_EQ(open(derive().value()).error().code, vault_errc::sealed);
}

TEST_F(MasterPassphrase, gives_the_documented_key) {
  // As the reference implementation says: argon2 0123456789abcdef -id -t 1 -k 1024 -p 1 -l 32 -r
  fs::create_directory(vault_);
  write(derivation_, "argon2id 1024 1 MDEyMzQ1Njc4OWFiY2RlZg==\n");
  EXPECT_EQ(pki::to_hex(derive()->bytes()),
            "6b34cbba390ae79349880134fc8e9d579addbd6f0c5e62c497218691d2e7b970");
}

TEST_F(MasterPassphrase, is_not_too_short_and_its_owners_alone) {
  write(file_, "short\n");
  EXPECT_EQ(derive().error().code, password_errc::too_short);
  EXPECT_FALSE(fs::exists(derivation_)) << "nothing was made";
  write(file_, "correct horse battery staple\n", fs::perms(0644));
  EXPECT_EQ(derive().error().code, log_errc::bad_key_file);
}

TEST_F(MasterPassphrase, does_not_open_a_vault_that_was_made_with_a_key_file) {
  ASSERT_TRUE(open(Key::fresh(random_)));
  EXPECT_EQ(derive().error().code, vault_errc::sealed);
  EXPECT_FALSE(fs::exists(derivation_));
}

TEST_F(MasterPassphrase, needs_its_salt_whole) {
  fs::create_directory(vault_);
  for (const auto* const line :
       {"", "argon2id",
        "argon2id 1024 1 MDEyMzQ1Njc4OWFiY2RlZg==", "argon2i 1024 1 MDEyMzQ1Njc4OWFiY2RlZg==\n",
        "argon2id 1024 1 MDEyMzQ1Njc4OWFiY2Rl\n", "argon2id 1024 0 MDEyMzQ1Njc4OWFiY2RlZg==\n",
        "argon2id 4194305 1 MDEyMzQ1Njc4OWFiY2RlZg==\n", "argon2id 1024 1 MDEyMzQ1Njc4OWFiY2RlZg== \n"}) {
    write(derivation_, line);
    EXPECT_EQ(derive().error().code, vault_errc::damaged) << line;
  }
}

}  // namespace
}  // namespace kigen::orchestrator::vault
