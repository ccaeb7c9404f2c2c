#include "orchestrator/bound_secrets.hpp"

#include <gtest/gtest.h>

namespace kigen::orchestrator {

/// A second kind of access, with a secret of the same name.
struct DoorAccess {
  static constexpr std::string_view kind = "door";
  std::string street = {};
  std::optional<SecretRef> login_password = {};
  static constexpr auto fields =
      events::field_list(events::field("street", &DoorAccess::street),
                         events::field("loginPassword", &DoorAccess::login_password));
  friend bool operator==(const DoorAccess&, const DoorAccess&) = default;
};
template <>
struct BoundSecrets<DoorAccess> {
  static constexpr std::array all{
      BoundSecret<DoorAccess>{&DoorAccess::login_password, "loginPassword", alike<&DoorAccess::street>}};
};

namespace {

using events::SshAccess;
using Connection = events::OneOf<SshAccess, DoorAccess>;

const SecretRef stored{Uuid{{1}}};
const SecretRef fresh{Uuid{{2}}};

Connection ssh(std::string host, std::optional<SecretRef> password) {
  return SshAccess{.host = std::move(host), .login_id = "l", .login_password = password};
}
Connection door(std::string street, std::optional<SecretRef> password) {
  return DoorAccess{std::move(street), password};
}

void expect_needed(const Connection& before, const Connection& after) {
  const auto checked = check_bound(before, after, "settings.connection");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, secret_errc::needed);
  EXPECT_EQ(checked.error().field, "settings.connection.loginPassword");
}

TEST(BoundSecrets, stay_where_they_were_given) {
  EXPECT_TRUE(check_bound(ssh("h", stored), ssh("h", stored), "settings.connection"));
  EXPECT_TRUE(check_bound(door("s", stored), door("s", stored), "settings.connection"));
  EXPECT_TRUE(check_bound(door("s", stored), door("t", fresh), "settings.connection"));
  expect_needed(ssh("h", stored), ssh("i", stored));
  expect_needed(door("s", stored), door("t", stored));
}

TEST(BoundSecrets, of_another_kind_were_given_for_another_place) {
  expect_needed(ssh("h", stored), door("h", stored));
  expect_needed(door("h", stored), ssh("h", stored));
  EXPECT_TRUE(check_bound(ssh("h", stored), door("h", fresh), "settings.connection"));
  EXPECT_TRUE(check_bound(ssh("h", stored), door("h", std::nullopt), "settings.connection"));
}

TEST(BoundSecrets, of_one_field_are_not_taken_for_another) {
  auto swapped = ssh("h", std::nullopt);
  swapped.as<SshAccess>().ssh_private_key = stored;
  const auto checked = check_bound(ssh("h", stored), swapped, "settings.connection");
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().field, "settings.connection.sshPrivateKey");
}

TEST(BoundSecrets, another_kind_leads_elsewhere) {
  EXPECT_FALSE(has_moved(ssh("h", stored), ssh("h", fresh)));
  EXPECT_TRUE(has_moved(ssh("h", stored), ssh("i", stored)));
  EXPECT_TRUE(has_moved(ssh("h", stored), door("h", stored)));
}

}  // namespace
}  // namespace kigen::orchestrator
