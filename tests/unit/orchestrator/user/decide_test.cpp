#include "orchestrator/input.hpp"
#include "orchestrator/user/commands.hpp"
#include "orchestrator/user/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto ann = id<UserId>(1);
const auto bob = id<UserId>(2);
const auto token = id<TokenId>(3);
const auto password = id<SecretRef>(4);
const std::string sha256(64, 'a');

struct Users : ::testing::Test {
  History history = History()
                        .given(stream_of(ann), UserCreated{"ann@example.com", Role::admin, ""})
                        .given(stream_of(bob), UserCreated{"bob@example.com", Role::viewer, "desk 4"});
};

TEST_F(Users, are_created_under_a_mail_address_of_their_own) {
  const auto eve = id<UserId>(9);
  then(history.when(CreateUser{eve, "Eve@Example.com", Role::viewer, "x"}),
       {{stream_of(eve), UserCreated{"eve@example.com", Role::viewer, "x"}}});
  then(history.when(CreateUser{eve, "eve@example.com", Role::viewer, "x", password}),
       {{stream_of(eve), UserCreated{"eve@example.com", Role::viewer, "x"}},
        {stream_of(eve), PasswordSet{password}}});
  refused(history.when(CreateUser{eve, "ANN@example.com", Role::viewer, ""}), user_errc::mail_taken, 6,
          "mail");
  refused(history.when(CreateUser{eve, "eve@example.com", Role::viewer, "\x01"}), input_errc::not_printable,
          6, "contact");
  for (const auto* mail :
       {"", "eve", "@example.com", "eve@", "eve@-x", "eve eve@example.com", "e<@example.com"})
    refused(history.when(CreateUser{eve, mail, Role::viewer, ""}), input_errc::malformed_mail, 6, "mail");
}

TEST_F(Users, are_edited) {
  then(history.when(EditUser{bob, Role::admin, "desk 5"}),
       {{stream_of(bob), UserEdited{Role::admin, "desk 5"}}});
  then_nothing(history.when(EditUser{bob, Role::viewer, "desk 4"}));
  refused(history.when(EditUser{id<UserId>(9), Role::viewer, ""}), user_errc::unknown_user, 6);
  refused(history.when(EditUser{bob, Role::viewer, std::string(1001, 'x')}), input_errc::too_long, 6,
          "contact");
}

TEST_F(Users, include_one_admin_at_least) {
  refused(history.when(EditUser{ann, Role::viewer, ""}), user_errc::last_admin, 6, "role");
  refused(history.when(DeleteUser{ann, "bob@example.com"}), user_errc::last_admin, 6);
  history.given(stream_of(bob), UserEdited{Role::admin, ""});
  EXPECT_TRUE(history.when(EditUser{ann, Role::viewer, ""}));
  then(history.when(DeleteUser{ann, "bob@example.com"}), {{stream_of(ann), UserDeleted{}}});
}

TEST_F(Users, cannot_delete_themselves) {
  refused(history.when(DeleteUser{bob, "Bob@example.com"}), user_errc::oneself, 6);
  refused(history.when(DeleteUser{id<UserId>(9), ""}), user_errc::unknown_user, 6);
}

TEST_F(Users, have_a_password_or_set_it_at_the_next_login) {
  then(history.when(SetPassword{bob, password}), {{stream_of(bob), PasswordSet{password}}});
  then_nothing(history.when(ClearPassword{bob, ann}));
  history.given(stream_of(bob), PasswordSet{password});
  then_nothing(history.when(SetPassword{bob, password}));
  then(history.when(ClearPassword{bob, ann}), {{stream_of(bob), PasswordCleared{}}});
  refused(history.when(SetPassword{id<UserId>(9), password}), user_errc::unknown_user, 6);
  refused(history.when(ClearPassword{id<UserId>(9)}), user_errc::unknown_user, 6);
}

TEST_F(Users, cannot_take_their_own_password_away) {
  history.given(stream_of(bob), PasswordSet{password}).given(stream_of(ann), PasswordSet{password});
  refused(history.when(ClearPassword{bob, bob}), user_errc::own_password, 6);
  refused(history.when(ClearPassword{ann, ann}), user_errc::own_password, 6);
}

/// Ann is the only one who could log in and help; Eve is admin too, without a password.
TEST_F(Users, include_one_admin_with_a_password_at_least) {
  const auto eve = id<UserId>(9);
  history.given(stream_of(eve), UserCreated{"eve@example.com", Role::admin, ""})
      .given(stream_of(ann), PasswordSet{password})
      .given(stream_of(bob), PasswordSet{password});
  refused(history.when(ClearPassword{ann, eve}), user_errc::last_password, 6);
  refused(history.when(DeleteUser{ann, "eve@example.com"}), user_errc::last_password, 6);
  for (const auto role : {Role::viewer, Role::auditor})
    refused(history.when(EditUser{ann, role, ""}), user_errc::last_password, 6, "role");
  EXPECT_TRUE(history.when(EditUser{ann, Role::admin, "desk 1"}));
  EXPECT_TRUE(history.when(DeleteUser{eve, "ann@example.com"})) << "who cannot log in is no help";

  history.given(stream_of(eve), PasswordSet{password});
  then(history.when(ClearPassword{ann, eve}), {{stream_of(ann), PasswordCleared{}}});
  then(history.when(DeleteUser{ann, "eve@example.com"}), {{stream_of(ann), UserDeleted{}}});
  then(history.when(EditUser{ann, Role::viewer, ""}), {{stream_of(ann), UserEdited{Role::viewer, ""}}});
}

TEST_F(Users, lose_their_tokens_with_what_they_were_trusted_with) {
  const auto other = id<SecretRef>(5);
  history.given(stream_of(bob), PasswordSet{password})
      .given(stream_of(bob), TokenCreated{token, "ci", Role::viewer, sha256, day(30)});
  then(history.when(SetPassword{bob, other, ann}),
       {{stream_of(bob), PasswordSet{other}}, {stream_of(bob), TokensRevoked{}}});
  then(history.when(SetPassword{bob, other, bob}), {{stream_of(bob), PasswordSet{other}}});
  then(history.when(ClearPassword{bob, ann}),
       {{stream_of(bob), PasswordCleared{}}, {stream_of(bob), TokensRevoked{}}});
  then(history.when(EditUser{bob, Role::admin, "desk 4"}),
       {{stream_of(bob), UserEdited{Role::admin, "desk 4"}}, {stream_of(bob), TokensRevoked{}}});
  then(history.when(EditUser{bob, Role::viewer, "desk 5"}),
       {{stream_of(bob), UserEdited{Role::viewer, "desk 5"}}});
  history.given(stream_of(bob), TokensRevoked{});
  refused(history.when(RevokeToken{bob, token}), user_errc::unknown_token, 6);
  then(history.when(SetPassword{bob, other, ann}), {{stream_of(bob), PasswordSet{other}}});
}

TEST_F(Users, leave_a_trace_when_they_log_in) {
  then(history.when(RecordLogin{bob, "::1"}), {{stream_of(bob), LoggedIn{"::1"}}});
  refused(history.when(RecordLogin{id<UserId>(9), "::1"}), user_errc::unknown_user, 6);
}

/// How a token is asked for in these tests.
CreateToken asked(UserId user, Role role, std::optional<Instant> expires = {}) {
  return {user, token, "ci", role, sha256, expires, day(1)};
}

TEST_F(Users, make_tokens_that_may_no_more_than_they) {
  const TokenCreated created{token, "ci", Role::admin, sha256, day(30)};
  then(history.when(asked(ann, Role::admin, day(30))), {{stream_of(ann), created}});
  refused(history.when(asked(bob, Role::admin)), user_errc::role_exceeded, 6, "role");
  refused(history.when(asked(bob, Role::auditor)), user_errc::role_exceeded, 6, "role");
  auto bad = asked(bob, Role::viewer);
  bad.token_name = "";
  refused(history.when(bad), input_errc::missing, 6, "name");
  bad = asked(bob, Role::viewer);
  bad.sha256 = "abc";
  refused(history.when(bad), user_errc::malformed_token, 6, "sha256");
  refused(history.when(asked(id<UserId>(9), Role::viewer)), user_errc::unknown_user, 6);
  then_nothing(history.given(stream_of(ann), created).when(asked(ann, Role::admin, day(30))));
}

TEST_F(Users, make_tokens_that_end) {
  const auto ends = [](Instant when) { return TokenCreated{token, "ci", Role::viewer, sha256, when}; };
  then(history.when(asked(ann, Role::viewer)), {{stream_of(ann), ends(day(91))}});
  then(history.when(asked(ann, Role::viewer, day(367))), {{stream_of(ann), ends(day(367))}});
  refused(history.when(asked(ann, Role::viewer, day(367) + Duration(1))), user_errc::token_too_long, 6,
          "expires");
}

/// Else a token that was stolen for a day would renew itself for ever.
TEST_F(Users, make_tokens_that_do_not_outlive_the_token_that_asks) {
  const auto asking = id<TokenId>(8);
  history.given(stream_of(ann), TokenCreated{asking, "deploy", Role::admin, sha256, day(9)});
  auto command = asked(ann, Role::viewer);
  command.by_token = asking;
  then(history.when(command), {{stream_of(ann), TokenCreated{token, "ci", Role::viewer, sha256, day(9)}}});
  command.expires = day(10);
  refused(history.when(command), user_errc::token_too_long, 6, "expires");
}

/// Else a token that was given away to read with would make itself one that does all.
TEST_F(Users, make_tokens_that_may_no_more_than_the_token_that_asks) {
  const auto asking = id<TokenId>(8);
  history.given(stream_of(ann), TokenCreated{asking, "scraper", Role::auditor, sha256, day(9)});
  auto command = asked(ann, Role::admin);
  command.by_token = asking;
  refused(history.when(command), user_errc::role_exceeded, 6, "role");
  command.role = Role::auditor;
  EXPECT_TRUE(history.when(command));
}

/// As they were made before there was a limit.
TEST_F(Users, have_old_tokens_that_end_too) {
  history.given(stream_of(ann), TokenCreated{token, "ci", Role::admin, sha256, {}})
      .given(stream_of(ann), TokenCreated{id<TokenId>(8), "long", Role::admin, sha256, day(9'000)});
  for (const auto& [id, made] : history.world.user(ann)->tokens) {
    EXPECT_GE(made.expires, day(366)) << made.name;
    EXPECT_LT(made.expires, day(367)) << made.name;
  }
}

TEST_F(Users, have_a_hundred_tokens_at_most) {
  for (std::uint8_t i = 0; i < max_tokens; ++i)
    history.given(stream_of(ann), TokenCreated{id<TokenId>(100 + i), "ci", Role::viewer, sha256, day(30)});
  refused(history.when(asked(ann, Role::viewer)), user_errc::too_many_tokens, 6);
}

TEST_F(Users, revoke_tokens) {
  refused(history.when(RevokeToken{ann, token}), user_errc::unknown_token, 6);
  history.given(stream_of(ann), TokenCreated{token, "ci", Role::admin, sha256, {}});
  then(history.when(RevokeToken{ann, token}), {{stream_of(ann), TokenRevoked{token}}});
  refused(history.when(RevokeToken{id<UserId>(9), token}), user_errc::unknown_user, 6);
}

}  // namespace
}  // namespace kigen::orchestrator
