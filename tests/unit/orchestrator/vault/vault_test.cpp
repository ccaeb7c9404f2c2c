#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/vault/file_vault.hpp"
#include "orchestrator/vault/password.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/asio/thread_pool.hpp>

namespace kigen::orchestrator::vault {
namespace {

namespace fs = std::filesystem;
using namespace std::string_literals;
using namespace std::string_view_literals;

class VaultTest : public testing::Test {
 protected:
  Result<std::unique_ptr<FileVault>> try_open(char key = 'k') {
    return FileVault::open(folder_.path() / "vault", *Key::from_bytes(std::string(32, key)), random_,
                           pool_.get_executor());
  }
  std::unique_ptr<FileVault> open() {
    auto opened = try_open();
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
  asio::thread_pool pool_{1};
};

TEST_F(VaultTest, keeps_and_forgets) {
  auto vault = open();
  const auto ref = put(*vault, "秘密\0 and more"s);
  EXPECT_EQ(tests::run(open()->get(ref))->reveal(), "秘密\0 and more"sv);
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
  const auto wrong = try_open('x');
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
    EXPECT_NE(got.error().detail.find(to_text(ref)), std::string::npos) << "names the file";
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

TEST_F(VaultTest, a_write_that_fails_at_its_last_step_leaves_nothing_beside) {
  auto vault = open();
  const auto ref = fresh_id<SecretRef>(Instant{}, random_);
  fs::create_directories(file_of(ref) / "in the way");
  EXPECT_EQ(tests::run(vault->put(ref, Secret("new"))).error().code, vault_errc::write_failed);
  EXPECT_FALSE(fs::exists(file_of(ref).string() + ".new"));
}

TEST_F(VaultTest, what_cannot_be_read_is_not_called_unwritable) {
  auto vault = open();
  const auto ref = fresh_id<SecretRef>(Instant{}, random_);
  fs::create_directory(file_of(ref));
  const auto got = tests::run(vault->get(ref));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, vault_errc::read_failed);
  EXPECT_NE(got.error().detail.find(to_text(ref)), std::string::npos);
}

TEST_F(VaultTest, too_large_a_secret_is_refused_for_good) {
  auto vault = open();
  const auto ref = fresh_id<SecretRef>(Instant{}, random_);
  EXPECT_TRUE(tests::run(vault->put(ref, Secret(std::string(1 << 20, 'x')))));
  const auto refused = tests::run(vault->put(ref, Secret(std::string((1 << 20) + 1, 'x'))));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, vault_errc::too_large);
  EXPECT_EQ(failure_of(refused.error().code), Failure::permanent);
  EXPECT_EQ(tests::run(vault->get(ref))->reveal().size(), 1u << 20);
}

TEST_F(VaultTest, too_long_a_file_is_damaged) {
  auto vault = open();
  const auto ref = put(*vault, "secret");
  write(file_of(ref), std::string(2 << 20, 'x'));
  EXPECT_EQ(tests::run(vault->get(ref)).error().code, vault_errc::damaged);
}

TEST_F(VaultTest, every_flip_and_cut_of_the_check_is_found) {
  open();
  const auto file = folder_.path() / "vault" / "master.check";
  const auto good = read(file);
  const auto error_of = [&](const std::string& bytes) {
    write(file, bytes);
    const auto opened = try_open();
    return opened ? std::error_code() : opened.error().code;
  };
  for (std::size_t i = 0; i < good.size(); ++i) {
    auto bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_EQ(error_of(bad), vault_errc::sealed) << i;
    EXPECT_EQ(error_of(good.substr(0, i)), vault_errc::sealed) << i;
  }
  EXPECT_FALSE(error_of(good));
}

TEST_F(VaultTest, a_missing_check_is_made_again_only_where_there_is_no_secret) {
  const auto file = folder_.path() / "vault" / "master.check";
  auto vault = open();
  fs::remove(file);
  open();
  EXPECT_TRUE(fs::exists(file));
  put(*vault, "secret");
  fs::remove(file);
  const auto opened = try_open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, vault_errc::damaged);
  EXPECT_NE(opened.error().detail.find("master.check is missing"), std::string::npos);
  EXPECT_FALSE(fs::exists(file));
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
