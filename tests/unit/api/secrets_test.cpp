#include <gtest/gtest.h>

#include "api/routes/new_secret.hpp"
#include "tests/support/test_issuer.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {
namespace {

using tests::json_text;
using tests::TestIssuer;

/// What becomes of a request's secrets when it fails.
struct Secrets : testing::Test {
  tests::Installation kigen;
};

TEST_F(Secrets, AnImportedKeyOutlivesALostAcknowledgement) {
  const auto path = "/api/v1/services/" + kigen.create_service("web");
  const auto leaf = TestIssuer::root("Test Root")
                        .issue({.common_name = "www.example.com",
                                .names = {"www.example.com"},
                                .until = Instant(std::chrono::sys_days(std::chrono::year(2036) / 1 / 1))});
  kigen.acknowledged_log.unsure = true;
  const auto lost = kigen.as_admin("POST", path + "/certificate",
                                   R"({"certificate":)" + json_text(leaf.certificate_pem) + R"(,"key":)" +
                                       json_text(leaf.key_pem.reveal()) + "}");
  EXPECT_EQ(lost.status(), 503u) << lost.body();
  kigen.acknowledged_log.unsure = false;
  kigen.settle();
  ASSERT_EQ(kigen.as_admin("GET", path).at("/generations/0/hasKey"), "true");
  const auto key = kigen.as_admin("POST", path + "/export", R"({"what":"key"})");
  EXPECT_EQ(key.status(), 200u) << key.body();
}

TEST_F(Secrets, TheFirstPasswordOutlivesALostAcknowledgement) {
  const std::string password = R"("password":"correct horse battery"})";
  kigen.acknowledged_log.unsure = true;
  EXPECT_EQ(
      kigen.send("POST", "/api/v1/bootstrap", R"({"token":"kgnboot_of-the-tests",)" + password).status(),
      503u);
  kigen.acknowledged_log.unsure = false;
  kigen.settle();
  const auto session = kigen.send("POST", "/api/v1/session", R"({"mail":"admin@example.com",)" + password);
  EXPECT_EQ(session.status(), 201u) << session.body();
}

/// Keeps a few secrets, then none.
class SmallVault final : public orchestrator::Vault {
 public:
  explicit SmallVault(std::size_t room) : room_(room) {}
  Task<Result<>> put(SecretRef ref, Secret secret) override {
    if (kept.size() == room_) co_return fail(orchestrator::vault_errc::write_failed);
    co_return co_await kept.put(ref, std::move(secret));
  }
  Task<Result<Secret>> get(SecretRef ref) override { return kept.get(ref); }
  Task<Result<>> erase(SecretRef ref) override { return kept.erase(ref); }
  Task<Result<std::vector<SecretRef>>> list() override { co_return co_await kept.list(); }

  orchestrator::vault::MemoryVault kept;

 private:
  std::size_t room_;
};

TEST_F(Secrets, OneThatIsNotKeptTakesTheOthersWithIt) {
  SmallVault vault(1);
  Backend backend{
      kigen.orchestrator, kigen.log,   *kigen.views, *kigen.runner,           vault,
      kigen.troubles,     kigen.clock, kigen.random, kigen.io.get_executor(), kigen.io.get_executor()};
  NewSecrets secrets(backend);
  ASSERT_TRUE(kigen.run(secrets.put(Secret("login"))));
  EXPECT_FALSE(kigen.run(secrets.put(Secret("execution"))));
  EXPECT_EQ(vault.kept.size(), 0u);
}

}  // namespace
}  // namespace kigen::api
