// What goes from the vault, and when: secrets that were replaced, keys of what was removed, leftovers of
// crashes.
#include "orchestrator/access/commands.hpp"
#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/erasure/commands.hpp"
#include "orchestrator/jobs/make.hpp"
#include "tests/support/kept_names.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto access = id<AccessId>(1);
const auto stream = stream_of(access);
const auto job = id<JobId>(7);
const auto login = id<SecretRef>(2);
const auto newer_login = id<SecretRef>(3);
constexpr auto grace = std::chrono::days(30);

AccessSettings settings_with(SecretRef secret) {
  return {"web", SshAccess{.host = "192.0.2.1", .login_id = "deploy", .login_password = secret}};
}

struct Erasure : ::testing::Test {
  Result<Changes> review(int day_number, const std::vector<SecretRef>& stored) const {
    return history.when(ReviewVault{stored, grace, day(day_number)});
  }
  void replace_login() { history.given(stream, AccessEdited{settings_with(newer_login)}); }
  /// On day 0.
  void note(std::vector<SecretRef> secrets) {
    history.given(vault_stream, SecretsUnreferenced{std::move(secrets)});
  }

  History history = History().given(stream, AccessCreated{settings_with(login)});
};

TEST_F(Erasure, leaves_alone_what_is_used) { then_nothing(review(100, {login})); }

TEST_F(Erasure, notes_what_was_replaced_and_erases_it_after_the_grace) {
  replace_login();
  then(review(0, {newer_login, login}), {{vault_stream, SecretsUnreferenced{{login}}}});
  note({login});
  then_nothing(review(29, {newer_login, login}));
  then(review(30, {newer_login, login}), {{vault_stream, ErasureStarted{{login}}}});
  history.given(vault_stream, ErasureStarted{{login}});
  then_nothing(review(31, {newer_login, login}));
  then(history.when(ReportErased{{login}}), {{vault_stream, SecretsErased{{login}}}});
  history.given(vault_stream, SecretsErased{{login}});
  then_nothing(history.when(ReportErased{{login}}));
  then_nothing(review(31, {newer_login}));
}

TEST_F(Erasure, takes_the_secrets_of_what_was_deleted_and_files_that_nobody_ever_named) {
  const auto nameless = id<SecretRef>(9);
  history.given(stream, AccessDeleted{});
  then(review(0, {nameless, login}), {{vault_stream, SecretsUnreferenced{{login, nameless}}}});
}

TEST_F(Erasure, spares_what_is_used_again_in_time) {
  replace_login();
  note({login});
  history.given(stream, AccessEdited{settings_with(login)});
  then(review(40, {login}), {{vault_stream, SecretsReferencedAgain{{login}}}});
  history.given(vault_stream, SecretsReferencedAgain{{login}});
  then_nothing(review(80, {login}));
}

TEST_F(Erasure, lets_nobody_use_what_is_being_erased) {
  replace_login();
  note({login});
  const auto back = [&] { return history.when(EditAccess{access, settings_with(login)}); };
  EXPECT_TRUE(check_named(history.world, back().value())) << "only noted";
  history.given(vault_stream, ErasureStarted{{login}});
  const auto checked = check_named(history.world, back().value());
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, secret_errc::going);
  EXPECT_TRUE(check_named(history.world, history.when(ReportErased{{login}}).value()))
      << "its own stream may speak of it";
  history.given(vault_stream, SecretsErased{{login}});
  EXPECT_FALSE(check_named(history.world, back().value())) << "a command that took its time";
}

// A worker that began before may have copied the reference: a clock that leaps must not erase it below its
// hands.
TEST_F(Erasure, waits_for_who_may_still_hold_it) {
  history.given(stream_of(job), scan_host_key(*history.world.access(access), start))
      .given(stream_of(job), JobStarted{1, day(100)});
  replace_login();
  note({login});
  then_nothing(review(60, {login, newer_login}));
  history.given(stream_of(job), JobSucceeded{1});
  then(review(60, {login, newer_login}), {{vault_stream, ErasureStarted{{login}}}});
}

TEST_F(Erasure, says_at_most_so_many_in_one_event) {
  std::vector<SecretRef> many;
  for (std::size_t i = 0; i < most_secrets_at_once + 1; ++i) {
    auto secret = id<SecretRef>(9);
    secret.value.bytes[0] = static_cast<std::uint8_t>(i >> 8);
    secret.value.bytes[1] = static_cast<std::uint8_t>(i);
    many.push_back(secret);
  }
  const auto first = review(0, many);
  ASSERT_TRUE(first);
  history.append(*first);
  then(review(0, many), {{vault_stream, SecretsUnreferenced{{many.back()}}}});
}

}  // namespace
}  // namespace kigen::orchestrator
