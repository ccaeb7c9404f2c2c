#include "api/server/sent_secrets.hpp"

#include <gtest/gtest.h>

#include "api/errors.hpp"
#include "api/routes/new_secret.hpp"
#include "events/access_events.hpp"
#include "events/ca_account_events.hpp"
#include "events/codec/json_in.hpp"
#include "tests/unit/api/support/installation.hpp"

namespace kigen::api {

/// A second kind of access.
struct DoorAccess {
  static constexpr std::string_view kind = "door";
  std::optional<SecretRef> login_password = {};
  static constexpr auto fields =
      events::field_list(events::field("loginPassword", &DoorAccess::login_password));
  friend bool operator==(const DoorAccess&, const DoorAccess&) = default;
};
struct TwoKinds {
  std::string name = {};
  events::OneOf<events::SshAccess, DoorAccess> connection = {};
  static constexpr auto fields =
      events::field_list(events::field("name", &TwoKinds::name).required(),
                         events::field("connection", &TwoKinds::connection).required());
};

namespace {

using events::AccessSettings;
using events::CaAccountSettings;
using events::SshAccess;
using Wish = SentSecret::Wish;

std::string ssh(const std::string& members, const std::string& name = "n") {
  return R"({"name":")" + name + R"(","connection":{"host":"h","loginId":"l",)" + members +
         R"(,"kind":"ssh"}})";
}

Wish wish_of(const std::string& value) {
  const auto sent = read_body_with_secrets<AccessSettings>(ssh(R"("loginPassword":)" + value));
  EXPECT_TRUE(sent) << value << describe(sent.error());
  const auto found = sent->secrets.find("connection.loginPassword");
  return found == sent->secrets.end() ? Wish::keep : found->second.wish;
}

struct Blamed {
  std::error_code code;
  std::string field;
};
template <class S>
Blamed blamed(const std::string& body) {
  const auto sent = read_body_with_secrets<S>(body);
  EXPECT_FALSE(sent) << body;
  return sent ? Blamed{} : Blamed{sent.error().code, sent.error().field};
}

TEST(SentSecrets, are_kept_forgotten_or_replaced) {
  EXPECT_EQ(wish_of("null"), Wish::keep);
  EXPECT_EQ(wish_of(R"({"set":true})"), Wish::keep_stored);
  EXPECT_EQ(wish_of(R"({"set":false})"), Wish::forget);
  EXPECT_EQ(wish_of(R"("")"), Wish::forget);
  EXPECT_EQ(wish_of(R"("Set")"), Wish::replace);
  const auto sent = read_body_with_secrets<AccessSettings>(ssh(R"("loginPassword":"hunter2")")).value();
  ASSERT_NE(sent.given("connection.loginPassword"), nullptr);
  EXPECT_EQ(sent.given("connection.loginPassword")->reveal(), "hunter2");
  EXPECT_EQ(sent.given("connection.sshPrivateKey"), nullptr);
  EXPECT_EQ(sent.settings.connection.as<SshAccess>().login_password, std::nullopt);
}

TEST(SentSecrets, are_refused_at_their_field_in_any_other_form) {
  for (const auto* value : {"7", "[]", "{}", R"({"set":1})", R"({"set":true,"x":1})", R"("a\u0000b")"}) {
    const auto [code, field] = blamed<AccessSettings>(ssh(R"("loginPassword":)" + std::string(value)));
    EXPECT_EQ(code, events::codec_errc::wrong_type) << value;
    EXPECT_EQ(field, "connection.loginPassword");
  }
  for (const auto* word : {R"("set")", R"("not set")"}) {
    const auto [code, field] = blamed<AccessSettings>(ssh(R"("sshPrivateKey":)" + std::string(word)));
    EXPECT_EQ(code, api_errc::secret_word) << word;
    EXPECT_EQ(field, "connection.sshPrivateKey");
  }
}

TEST(SentSecrets, that_are_made_here_are_nobodys_to_send) {
  const auto acme = [](const std::string& key) {
    return R"({"name":"n","ca":{"kind":"acme","directoryUrl":"https://a/","accountKey":)" + key + "}}";
  };
  for (const auto* fine : {"null", R"({"set":true})", R"({"set":false})"})
    EXPECT_TRUE(read_body_with_secrets<CaAccountSettings>(acme(fine))) << fine;
  for (const auto* not_ours : {R"("-----BEGIN")", R"("")", "7"})
    EXPECT_EQ(blamed<CaAccountSettings>(acme(not_ours)).field, "ca.accountKey") << not_ours;
}

TEST(SentSecrets, a_union_in_a_body_is_of_one_known_kind) {
  using events::codec_errc;
  const auto refused = [](const std::string& connection, codec_errc code, const std::string& field) {
    const auto found = blamed<AccessSettings>(R"({"name":"n","connection":)" + connection + "}");
    EXPECT_EQ(found.code, code) << connection;
    EXPECT_EQ(found.field, field) << connection;
  };
  refused("7", codec_errc::wrong_type, "connection");
  refused("{}", codec_errc::missing_field, "connection.kind");
  refused(R"({"kind":"telnet"})", codec_errc::wrong_type, "connection.kind");
  refused(R"({"kind":7})", codec_errc::wrong_type, "connection.kind");
  refused(R"({"kind":"ssh","loginId":"l"})", codec_errc::missing_field, "connection.host");
  refused(R"({"kind":"ssh","host":"h","loginId":"l","keyFile":"k"})", codec_errc::unknown_field,
          "connection.keyFile");
  EXPECT_EQ(blamed<AccessSettings>(R"({"name":"n"})").field, "connection");
  EXPECT_EQ(blamed<AccessSettings>(R"({"name":"n","connection":{"kind":"ssh","kind":"ssh"}})").field,
            "connection.kind");
}

/// What settings become, and which secrets the vault then has more.
class Settled : public testing::Test {
 protected:
  template <class S>
  Result<S> settle_body(const std::string& body, const std::optional<S>& before) {
    auto sent = read_body_with_secrets<S>(body);
    EXPECT_TRUE(sent) << describe(sent.error());
    NewSecrets secrets(backend);
    return kigen.run(settle(secrets, *std::move(sent), before ? &*before : nullptr));
  }

  tests::Installation kigen;
  Backend backend{
      kigen.orchestrator, kigen.log,   *kigen.views, *kigen.runner,           kigen.vault,
      kigen.troubles,     kigen.clock, kigen.random, kigen.io.get_executor(), kigen.io.get_executor()};
  const SecretRef stored_password{{1}};
  const AccessSettings stored{"n",
                              SshAccess{.host = "h", .login_id = "l", .login_password = stored_password}};
};

TEST_F(Settled, what_is_not_said_is_kept) {
  for (const auto* kept : {R"("port":22)", R"("loginPassword":null)", R"("loginPassword":{"set":true})"}) {
    const auto settled = settle_body<AccessSettings>(ssh(kept), stored);
    ASSERT_TRUE(settled) << describe(settled.error());
    EXPECT_EQ(settled->connection.as<SshAccess>().login_password, stored_password) << kept;
  }
}

TEST_F(Settled, what_is_forgotten_or_replaced_is_not) {
  for (const auto* forgotten : {R"("loginPassword":"")", R"("loginPassword":{"set":false})"})
    EXPECT_FALSE(
        settle_body<AccessSettings>(ssh(forgotten), stored)->connection.as<SshAccess>().login_password);
  const auto before = kigen.vault.size();
  const auto replaced = settle_body<AccessSettings>(ssh(R"("loginPassword":"new")"), stored);
  EXPECT_NE(replaced->connection.as<SshAccess>().login_password, stored_password);
  EXPECT_EQ(kigen.vault.size(), before + 1);
}

TEST_F(Settled, nothing_can_be_kept_where_nothing_is) {
  const auto before = kigen.vault.size();
  const auto refused =
      settle_body<AccessSettings>(ssh(R"("loginPassword":"new","sshPrivateKey":{"set":true})"), stored);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, api_errc::no_secret_here);
  EXPECT_EQ(refused.error().field, "connection.sshPrivateKey");
  EXPECT_EQ(kigen.vault.size(), before) << "refused before anything was kept";
}

TEST_F(Settled, another_kind_keeps_no_secret_even_of_the_same_name) {
  const TwoKinds before{"n", SshAccess{.host = "h", .login_id = "l", .login_password = stored_password}};
  const auto settled =
      settle_body<TwoKinds>(R"({"name":"n","connection":{"kind":"door"}})", std::optional(before));
  ASSERT_TRUE(settled) << describe(settled.error());
  EXPECT_EQ(settled->connection.as<DoorAccess>().login_password, std::nullopt);
  const auto refused = settle_body<TwoKinds>(
      R"({"name":"n","connection":{"kind":"door","loginPassword":{"set":true}}})", std::optional(before));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, api_errc::no_secret_here);
}

TEST_F(Settled, a_field_that_is_no_more_keeps_no_secret) {
  auto elevated = stored;
  elevated.connection.as<SshAccess>().elevation = events::Elevation::su;
  elevated.connection.as<SshAccess>().execution_password = SecretRef{{2}};
  const auto kept = settle_body<AccessSettings>(ssh(R"("elevation":"sudo","executionId":"root")"), elevated);
  EXPECT_EQ(kept->connection.as<SshAccess>().execution_password, SecretRef{{2}});
  const auto before = kigen.vault.size();
  const auto plain = settle_body<AccessSettings>(ssh(R"("port":22)"), elevated);
  EXPECT_FALSE(plain->connection.as<SshAccess>().execution_password);
  const auto unused = settle_body<AccessSettings>(ssh(R"("executionPassword":"new")"), elevated);
  ASSERT_FALSE(unused);
  EXPECT_EQ(unused.error().code, api_errc::secret_unused);
  EXPECT_EQ(kigen.vault.size(), before);
}

}  // namespace
}  // namespace kigen::api
