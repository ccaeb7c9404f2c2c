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
  then_nothing(history.when(ClearPassword{bob}));
  history.given(stream_of(bob), PasswordSet{password});
  then_nothing(history.when(SetPassword{bob, password}));
  then(history.when(ClearPassword{bob}), {{stream_of(bob), PasswordCleared{}}});
  refused(history.when(SetPassword{id<UserId>(9), password}), user_errc::unknown_user, 6);
  refused(history.when(ClearPassword{id<UserId>(9)}), user_errc::unknown_user, 6);
}

TEST_F(Users, leave_a_trace_when_they_log_in) {
  then(history.when(RecordLogin{bob, "::1"}), {{stream_of(bob), LoggedIn{"::1"}}});
  refused(history.when(RecordLogin{id<UserId>(9), "::1"}), user_errc::unknown_user, 6);
}

TEST_F(Users, make_tokens_that_may_no_more_than_they) {
  const TokenCreated created{token, "ci", Role::admin, sha256, day(30)};
  then(history.when(CreateToken{ann, token, "ci", Role::admin, sha256, day(30)}),
       {{stream_of(ann), created}});
  refused(history.when(CreateToken{bob, token, "ci", Role::admin, sha256, {}}), user_errc::role_exceeded, 6,
          "role");
  refused(history.when(CreateToken{bob, token, "", Role::viewer, sha256, {}}), input_errc::missing, 6,
          "name");
  refused(history.when(CreateToken{bob, token, "ci", Role::viewer, "abc", {}}), user_errc::malformed_token, 6,
          "sha256");
  refused(history.when(CreateToken{id<UserId>(9), token, "ci", Role::viewer, sha256, {}}),
          user_errc::unknown_user, 6);
  then_nothing(history.given(stream_of(ann), created)
                   .when(CreateToken{ann, token, "ci", Role::admin, sha256, day(30)}));
}

TEST_F(Users, revoke_tokens) {
  refused(history.when(RevokeToken{ann, token}), user_errc::unknown_token, 6);
  history.given(stream_of(ann), TokenCreated{token, "ci", Role::admin, sha256, {}});
  then(history.when(RevokeToken{ann, token}), {{stream_of(ann), TokenRevoked{token}}});
  refused(history.when(RevokeToken{id<UserId>(9), token}), user_errc::unknown_user, 6);
}

}  // namespace
}  // namespace kigen::orchestrator
