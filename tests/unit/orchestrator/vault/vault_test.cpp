#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/master_key.hpp"
#include "orchestrator/vault/password.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/system_executor.hpp>

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;

class VaultTest : public testing::Test {
 protected:
  std::unique_ptr<FileVault> open() {
    auto opened = FileVault::open(folder_.path() / "vault", *Key::from_bytes(std::string(32, 'k')), random_,
                                  asio::system_executor());
    EXPECT_TRUE(opened) << describe(opened.error());
    return std::move(*opened);
  }
  SecretRef put(FileVault& vault, const std::string& text) {
    const auto ref = fresh_id<SecretRef>(Instant{}, random_);
    EXPECT_TRUE(tests::run(vault.put(ref, Secret(text))));
    return ref;
  }
  fs::path file_of(SecretRef ref) const { return folder_.path() / "vault" / to_text(ref); }

  static std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const fs::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  tests::TempFolder folder_;
  SystemRandom random_;
};

TEST_F(VaultTest, keeps_and_forgets) {
  auto vault = open();
  const auto ref = put(*vault, "秘密\0 and more");
  EXPECT_EQ(tests::run(open()->get(ref))->reveal(), "秘密\0 and more");
  ASSERT_TRUE(tests::run(vault->erase(ref)));
  ASSERT_TRUE(tests::run(vault->erase(ref)));
  EXPECT_EQ(tests::run(vault->get(ref)).error().code, vault_errc::not_found);
}

TEST_F(VaultTest, nothing_on_disk_is_readable) {
  auto vault = open();
  const auto ref = put(*vault, "correct horse battery staple");
  EXPECT_EQ(read(file_of(ref)).find("horse"), std::string::npos);
  struct stat status{};
  ASSERT_EQ(::stat(file_of(ref).c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777u, 0600u);
}

TEST_F(VaultTest, a_wrong_master_key_is_told_at_open) {
  open();
  const auto wrong = FileVault::open(folder_.path() / "vault", *Key::from_bytes(std::string(32, 'x')),
                                     random_, asio::system_executor());
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, vault_errc::sealed);
}

TEST_F(VaultTest, every_flipped_byte_is_found) {
  auto vault = open();
  const auto ref = put(*vault, "secret");
  const auto good = read(file_of(ref));
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    write(file_of(ref), bad);
    const auto got = tests::run(vault->get(ref));
    ASSERT_FALSE(got) << i;
    EXPECT_EQ(got.error().code, vault_errc::damaged);
  }
}

TEST_F(VaultTest, every_truncation_is_found) {
  auto vault = open();
  const auto ref = put(*vault, "secret");
  const auto good = read(file_of(ref));
  for (std::size_t size = 0; size < good.size(); ++size) {
    write(file_of(ref), good.substr(0, size));
    EXPECT_FALSE(tests::run(vault->get(ref))) << size;
  }
}

TEST_F(VaultTest, two_secrets_cannot_be_swapped) {
  auto vault = open();
  const auto one = put(*vault, "one");
  const auto two = put(*vault, "two");
  fs::rename(file_of(one), file_of(two));
  EXPECT_EQ(tests::run(vault->get(two)).error().code, vault_errc::damaged);
}

TEST_F(VaultTest, an_interrupted_write_is_cleaned_up) {
  auto vault = open();
  const auto ref = put(*vault, "old");
  const fs::path leftover = file_of(ref).string() + ".new";
  write(leftover, "half a fi");
  EXPECT_EQ(tests::run(open()->get(ref))->reveal(), "old");
  EXPECT_FALSE(fs::exists(leftover));
}

TEST_F(VaultTest, a_failed_write_leaves_the_old_secret) {
  auto vault = open();
  const auto ref = put(*vault, "old");
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit tiny{16, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tiny), 0);
  const auto refused = tests::run(vault->put(ref, Secret("new")));
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, vault_errc::write_failed);
  EXPECT_EQ(tests::run(vault->get(ref))->reveal(), "old");
}

TEST_F(VaultTest, the_master_key_file_is_its_owners_alone) {
  const auto file = folder_.path() / "master.key";
  ASSERT_TRUE(create_master_key(file, random_));
  EXPECT_FALSE(create_master_key(file, random_)) << "a second one must not replace the first";
  EXPECT_TRUE(load_master_key(file));
  fs::permissions(file, fs::perms::others_read, fs::perm_options::add);
  EXPECT_FALSE(load_master_key(file));
}

TEST(Password, hashes_and_compares) {
  const auto hash = hash_password(Secret("correct horse battery"));
  ASSERT_TRUE(hash);
  EXPECT_TRUE(hash->reveal().starts_with("$argon2id$"));
  EXPECT_TRUE(is_password(*hash, Secret("correct horse battery")));
  EXPECT_FALSE(is_password(*hash, Secret("correct horse batterz")));
  EXPECT_FALSE(is_password(Secret("no hash"), Secret("x")));
}

TEST(Password, counts_characters) {
  EXPECT_TRUE(validate_password(Secret("十二文字のパスワードです")));
  EXPECT_FALSE(validate_password(Secret("short")));
  EXPECT_FALSE(validate_password(Secret(std::string(1025, 'x'))));
}

TEST(Token, is_long_and_never_the_same) {
  SystemRandom random;
  const auto one = make_token(random, "kgn_");
  EXPECT_EQ(one.reveal().size(), 4u + 43u);
  EXPECT_FALSE(equal_in_constant_time(one.reveal(), make_token(random, "kgn_").reveal()));
  EXPECT_TRUE(equal_in_constant_time(one.reveal(), one.reveal()));
}

}  // namespace
}  // namespace kigen::orchestrator::vault
