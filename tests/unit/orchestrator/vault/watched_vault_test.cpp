#include "orchestrator/vault/watched_vault.hpp"

#include <gtest/gtest.h>

#include "orchestrator/vault/memory_vault.hpp"
#include "tests/support/run.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::orchestrator::vault {
namespace {

/// A vault in memory whose disk can fail, and whose secrets can be damaged.
class FailingVault final : public Vault {
 public:
  Task<Result<>> put(SecretRef ref, Secret secret) override {
    if (full) co_return fail(vault_errc::write_failed, "no space");
    co_return co_await kept_.put(ref, std::move(secret));
  }
  Task<Result<Secret>> get(SecretRef ref) override {
    if (ref == damaged) co_return fail(vault_errc::damaged, to_text(ref));
    co_return co_await kept_.get(ref);
  }
  Task<Result<>> erase(SecretRef ref) override { co_return co_await kept_.erase(ref); }
  Task<Result<std::vector<SecretRef>>> list() override { co_return co_await kept_.list(); }

  bool full = false;
  SecretRef damaged = {};

 private:
  MemoryVault kept_;
};

SecretRef ref(std::uint8_t last) {
  SecretRef made;
  made.value.bytes.back() = last;
  return made;
}

struct WatchedVaultTest : testing::Test {
  tests::VirtualClock clock;
  Troubles troubles{clock};
  FailingVault below;
  WatchedVault vault{below, troubles};
};

TEST_F(WatchedVaultTest, tells_of_a_full_disk_until_it_takes_secrets_again) {
  ASSERT_TRUE(tests::run(vault.put(ref(1), Secret("a"))));
  EXPECT_TRUE(troubles.all().empty());
  below.full = true;
  EXPECT_FALSE(tests::run(vault.put(ref(2), Secret("b"))));
  EXPECT_FALSE(tests::run(vault.try_again(ref(9))));
  const auto told = troubles.all();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told.front().part, Part::vault);
  EXPECT_EQ(told.front().times, 2u);
  EXPECT_EQ(told.front().error.code, vault_errc::write_failed);
  ASSERT_TRUE(tests::run(vault.get(ref(1)))) << "reading goes on, and heals nothing";
  EXPECT_TRUE(troubles.has(Part::vault));
  below.full = false;
  ASSERT_TRUE(tests::run(vault.try_again(ref(9))));
  EXPECT_FALSE(troubles.has(Part::vault));
  EXPECT_EQ(tests::run(vault.get(ref(9))).error().code, vault_errc::not_found) << "what was tried is gone";
}

TEST_F(WatchedVaultTest, tells_of_a_damaged_secret_whatever_becomes_of_others) {
  ASSERT_TRUE(tests::run(vault.put(ref(1), Secret("a"))));
  ASSERT_TRUE(tests::run(vault.put(ref(2), Secret("b"))));
  below.damaged = ref(1);
  EXPECT_FALSE(tests::run(vault.get(ref(1))));
  ASSERT_TRUE(tests::run(vault.get(ref(2))));
  const auto told = troubles.all();
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told.front().place, to_text(ref(1)));
  below.damaged = {};
  ASSERT_TRUE(tests::run(vault.put(ref(1), Secret("given again"))));
  EXPECT_TRUE(troubles.all().empty());
}

}  // namespace
}  // namespace kigen::orchestrator::vault
