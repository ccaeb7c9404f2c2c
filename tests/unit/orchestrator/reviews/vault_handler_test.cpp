// The job that erases what nothing uses: over a real orchestrator, log and vault, cut off where it hurts.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include <algorithm>

#include "events/log/memory_log.hpp"
#include "orchestrator/access/commands.hpp"
#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/reviews/handlers.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/secrets.hpp"
#include "orchestrator/vault/memory_vault.hpp"
#include "tests/support/kept_names.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace std::chrono_literals;
using tests::id;

const auto access = id<AccessId>(1);
const auto login = id<SecretRef>(2);
const auto newer_login = id<SecretRef>(3);
const auto review_job = id<JobId>(4);
constexpr auto grace = 30 * 24h;

AccessSettings settings_with(SecretRef secret) {
  return {"web", SshAccess{.host = "192.0.2.1", .login_id = "deploy", .login_password = secret}};
}

/// Erases nothing while its disk is broken.
class StubbornVault final : public Vault {
 public:
  Task<Result<>> put(SecretRef ref, Secret secret) override { return kept.put(ref, std::move(secret)); }
  Task<Result<Secret>> get(SecretRef ref) override { return kept.get(ref); }
  Task<Result<>> erase(SecretRef ref) override {
    if (broken) co_return fail(vault_errc::write_failed, "a disk");
    co_return co_await kept.erase(ref);
  }
  Task<Result<std::vector<SecretRef>>> list() override { return kept.list(); }

  vault::MemoryVault kept;
  bool broken = false;
};

class VaultReview : public testing::Test {
 protected:
  VaultReview() {
    for (const auto secret : {login, newer_login})
      ensure(run(vault_.put(secret, Secret("a password"))).has_value(), "a secret is kept");
    given(stream_of(access), AccessCreated{settings_with(login)});
    given(stream_of(access), AccessEdited{settings_with(newer_login)});
    given(stream_of(review_job), review_vault(clock_.now()));
  }
  ~VaultReview() override { ensure(run(orchestrator_.stop(1s)).has_value(), "the orchestrator stops"); }

  template <class T>
  T run(Task<T> task) {
    return tests::run_task(io_, clock_, std::move(task));
  }
  template <Event E>
  void given(const StreamId& stream, const E& event) {
    const AppendRequest request{{{stream, versions_[stream]++, {encode(event)}}}, {.time = clock_.now()}};
    ensure(run(log_.append(request)).has_value(), "what is given can be appended");
  }
  void start() {
    given(stream_of(review_job), JobStarted{1, clock_.now() + 1000 * 24h});
    ensure(run(orchestrator_.start()).has_value(), "the orchestrator starts");
  }
  Result<JobOutcome> review() {
    VaultHandler handler(vault_, clock_, grace);
    const auto held = *orchestrator_.world().job(review_job);
    JobContext context(orchestrator_, held);
    const auto work = handler.prepare(orchestrator_.world(), held);
    return run((*work)(context));
  }
  std::vector<std::string> said_of_the_vault() {
    std::vector<std::string> types;
    for (const auto& record : run(log_.read_stream(vault_stream, 1, 100)).value())
      types.push_back(record.type);
    return types;
  }
  bool has(SecretRef secret) const { return vault_.kept.has(secret); }

  asio::io_context io_;
  tests::VirtualClock clock_;
  SystemRandom random_;
  MemoryLog log_;
  StubbornVault vault_;
  Orchestrator orchestrator_{io_.get_executor(), log_, clock_, random_};
  std::map<StreamId, Version> versions_;
};

const std::vector<std::string> all_of_it{"vault.secrets_unreferenced", "vault.erasure_started",
                                         "vault.secrets_erased"};

/// That began before the secret was noted: nothing may be erased below its hands, its own neither.
TEST_F(VaultReview, erases_what_was_replaced_when_the_grace_is_over) {
  given(vault_stream, SecretsUnreferenced{{login}});
  clock_.advance_by(grace);
  start();
  ASSERT_TRUE(review());
  EXPECT_FALSE(has(login));
  EXPECT_TRUE(has(newer_login));
  EXPECT_EQ(said_of_the_vault(), all_of_it);
}

TEST_F(VaultReview, only_notes_it_before) {
  start();
  ASSERT_TRUE(review());
  ASSERT_TRUE(review());
  EXPECT_TRUE(has(login));
  EXPECT_EQ(said_of_the_vault(), std::vector<std::string>{all_of_it.front()});
}

TEST_F(VaultReview, ends_what_a_crash_cut_off) {
  given(vault_stream, SecretsUnreferenced{{login}});
  given(vault_stream, ErasureStarted{{login}});
  start();
  ASSERT_TRUE(review());
  EXPECT_FALSE(has(login));
  EXPECT_EQ(said_of_the_vault(), all_of_it);
}

TEST_F(VaultReview, tells_what_is_erased_only_then) {
  given(vault_stream, SecretsUnreferenced{{login}});
  clock_.advance_by(grace);
  start();
  vault_.broken = true;
  EXPECT_FALSE(review());
  EXPECT_EQ(said_of_the_vault().back(), "vault.erasure_started");
  vault_.broken = false;
  ASSERT_TRUE(review());
  EXPECT_FALSE(has(login));
  EXPECT_EQ(said_of_the_vault(), all_of_it);
}

TEST_F(VaultReview, lets_nobody_back_to_what_is_being_erased) {
  given(vault_stream, SecretsUnreferenced{{login}});
  given(vault_stream, ErasureStarted{{login}});
  start();
  const auto edited = run(orchestrator_.execute(as_command(EditAccess{access, settings_with(login)}), {}));
  ASSERT_FALSE(edited);
  EXPECT_EQ(edited.error().code, secret_errc::going);
}

/// An older log with the newer vault, as after a restore in parts: what the log cannot know yet has its
/// grace.
TEST_F(VaultReview, gives_the_newer_vault_of_an_older_log_its_time) {
  const auto later = id<SecretRef>(9);
  ASSERT_TRUE(run(vault_.put(later, Secret("of a time that this log has not seen"))));
  given(vault_stream, SecretsUnreferenced{{login}});
  clock_.advance_by(grace);
  start();
  ASSERT_TRUE(review());
  EXPECT_TRUE(has(later));
  EXPECT_FALSE(has(login));
}

// What keeps a secret is found as its members are declared; what people are told of it is said by hand.
TEST(ReferredSecrets, are_those_that_are_named_to_people_and_no_fewer) {
  World world;
  const auto story = tests::whole_story();
  std::size_t most = 0;
  for (const auto& record : story.records()) {
    ASSERT_TRUE(world.fold(record));
    SecretSet named;
    for (const auto& [secret, what] : secrets_of(world)) named.insert(secret);
    EXPECT_EQ(referred_secrets(world), named) << "after " << record.type << " at " << record.position;
    most = std::max(most, named.size());
  }
  EXPECT_GT(most, 2u);
}

}  // namespace
}  // namespace kigen::orchestrator
