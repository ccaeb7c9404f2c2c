#include "orchestrator/user/groups.hpp"

#include "orchestrator/kept/commands.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/errors.hpp"
#include "orchestrator/user/commands.hpp"
#include "orchestrator/user/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto ann = id<UserId>(1);
const auto bob = id<UserId>(2);
const auto sales = id<UserGroupId>(3);
const auto works = id<UserGroupId>(4);
const auto nowhere = id<UserGroupId>(5);
const auto service = id<ServiceId>(6);
const std::string token_sha256(64, 'a');
using Ids = std::vector<UserGroupId>;

/// Ann and Bob are admins of the first group; Ann is of sales too, which owns a service.
struct Groups : ::testing::Test {
  History history = History()
                        .done(Create<UserGroupSettings>{first_group, {"samplegroup"}})
                        .done(Create<UserGroupSettings>{sales, {"sales"}})
                        .done(Create<UserGroupSettings>{works, {"works"}})
                        .given(stream_of(ann), UserCreated{"ann@example.com", Role::admin, ""})
                        .given(stream_of(bob), UserCreated{"bob@example.com", Role::admin, ""})
                        .given(stream_of(ann), UserGroupsChanged{{sales, first_group}})
                        .given(stream_of(service), ServiceCreated{{.name = "web", .group = sales}});
};

TEST_F(Groups, of_a_user_are_set_in_order_and_each_once) {
  then(history.when(SetUserGroups{bob, {works, sales, works}}),
       {{stream_of(bob), UserGroupsChanged{{sales, works}}}});
  then(history.when(SetUserGroups{bob, {}}), {{stream_of(bob), UserGroupsChanged{}}});
  then_nothing(history.when(SetUserGroups{bob, {first_group}}));
  then_nothing(history.when(SetUserGroups{bob, {first_group, first_group}}));
  refused(history.when(SetUserGroups{bob, {sales, nowhere}}), kept_errc::unknown_reference, 6, "groups.1");
  refused(history.when(SetUserGroups{id<UserId>(9), {sales}}), user_errc::unknown_user, 6);
}

TEST_F(Groups, of_a_new_user_are_the_first_one_unless_others_are_chosen) {
  const auto eve = id<UserId>(9);
  CreateUser create{eve, "eve@example.com", Role::viewer, ""};
  const UserCreated created{"eve@example.com", Role::viewer, ""};
  then(history.when(create), {{stream_of(eve), created}});
  create.groups = Ids{first_group};
  then(history.when(create), {{stream_of(eve), created}});
  create.groups = Ids{works, sales};
  then(history.when(create),
       {{stream_of(eve), created}, {stream_of(eve), UserGroupsChanged{{sales, works}}}});
  create.groups = Ids{nowhere};
  refused(history.when(create), kept_errc::unknown_reference, 6, "groups.0");
}

TEST_F(Groups, that_own_services_keep_an_admin) {
  refused(history.when(SetUserGroups{ann, {first_group}}), user_errc::last_admin_of_group, 6, "groups");
  refused(history.when(EditUser{ann, Role::viewer, ""}), user_errc::last_admin_of_group, 6, "role");
  refused(history.when(EditUser{ann, Role::auditor, ""}), user_errc::last_admin_of_group, 6, "role");
  refused(history.when(DeleteUser{ann, "bob@example.com"}), user_errc::last_admin_of_group, 6);
  then(history.when(SetUserGroups{ann, {sales}}), {{stream_of(ann), UserGroupsChanged{{sales}}}});

  history.given(stream_of(bob), UserGroupsChanged{{sales}});
  EXPECT_TRUE(history.when(SetUserGroups{ann, {}}));
  EXPECT_TRUE(history.when(DeleteUser{ann, "bob@example.com"}));
  history.given(stream_of(bob), UserEdited{Role::viewer, ""})
      .given(stream_of(id<UserId>(7)), UserCreated{"cho@example.com", Role::admin, ""});
  refused(history.when(SetUserGroups{ann, {}}), user_errc::last_admin_of_group, 6, "groups");
}

TEST_F(Groups, that_own_nothing_keep_nobody) {
  history.given(stream_of(service), ServiceDeleted{});
  EXPECT_TRUE(history.when(SetUserGroups{ann, {}}));
  EXPECT_TRUE(history.when(DeleteUser{ann, "bob@example.com"}));
}

CreateToken token_in(std::optional<std::vector<UserGroupId>> groups) {
  CreateToken create{ann, id<TokenId>(8), "ci", Role::viewer, token_sha256, day(30), day(1)};
  create.groups = std::move(groups);
  return create;
}

TEST_F(Groups, of_a_token_are_among_its_users) {
  const auto made = [](std::optional<std::vector<UserGroupId>> groups) {
    return TokenCreated{id<TokenId>(8), "ci", Role::viewer, token_sha256, day(30), std::move(groups)};
  };
  then(history.when(token_in(std::nullopt)), {{stream_of(ann), made(std::nullopt)}});
  then(history.when(token_in(Ids{})), {{stream_of(ann), made(Ids{})}});
  then(history.when(token_in(Ids{first_group, sales, sales})),
       {{stream_of(ann), made(Ids{sales, first_group})}});
  for (const auto group : {works, nowhere})
    refused(history.when(token_in(Ids{sales, group})), user_errc::groups_exceeded, 6, "groups.1");
}

/// Else a token for one group could make itself another for all.
TEST_F(Groups, of_a_token_are_among_those_of_the_token_that_asks) {
  const TokenCreated asking{id<TokenId>(7), "deploy", Role::admin, token_sha256, day(90), Ids{sales}};
  history.given(stream_of(ann), asking);
  auto create = token_in(std::nullopt);
  create.by_token = asking.token;
  then(history.when(create),
       {{stream_of(ann), TokenCreated{create.token, "ci", Role::viewer, token_sha256, day(30), Ids{sales}}}});
  create.groups = Ids{first_group};
  refused(history.when(create), user_errc::groups_exceeded, 6, "groups.0");
}

TEST_F(Groups, of_a_token_that_is_revoked_meanwhile_are_nobodys) {
  const TokenCreated asking{id<TokenId>(7), "deploy", Role::admin, token_sha256, day(90), Ids{sales}};
  history.given(stream_of(ann), asking);
  auto create = token_in(std::nullopt);
  create.by_token = asking.token;
  for (const auto role : {Role::admin, Role::viewer}) {
    create.role = role;
    EXPECT_TRUE(history.when(create));
    auto revoked = history;
    refused(revoked.given(stream_of(ann), TokenRevoked{asking.token}).when(create), user_errc::unknown_token,
            6);
    auto all_revoked = history;
    refused(all_revoked.given(stream_of(ann), TokensRevoked{}).when(create), user_errc::unknown_token, 6);
  }
  create.now = day(91);
  refused(history.when(create), user_errc::unknown_token, 6);
}

TEST_F(Groups, of_services_are_there_and_in_sight) {
  ServiceSettings settings{.name = "shop", .common_name = "www.example.com", .group = works};
  const CreateService create{id<ServiceId>(10), settings};
  EXPECT_TRUE(history.when(create));
  settings.group = nowhere;
  refused(history.when(CreateService{create.id, settings}), kept_errc::unknown_reference, 6,
          "settings.group");
  const World::Sight sight(history.world, Scope::of({sales}));
  refused(history.when(create), kept_errc::unknown_reference, 6, "settings.group");
  settings.group = works;
  refused(history.when(EditService{service, settings}), kept_errc::unknown_reference, 6, "settings.group");
}

TEST_F(Groups, are_where_names_of_services_are_told_apart) {
  ServiceSettings web{.name = "web", .common_name = "www.example.com", .group = works};
  const auto other = id<ServiceId>(10);
  history.done(CreateService{other, web});
  web.group = sales;
  refused(history.when(EditService{other, web}), service_errc::name_taken, 6, "settings.name");
  web.name = "web2";
  then(history.when(EditService{other, web}), {{stream_of(other), ServiceEdited{web}},
                                               {stream_of(other), ServiceHandedOver{works, sales, "sales"}}});
}

TEST_F(Groups, that_a_service_is_handed_to_are_told_of) {
  ServiceSettings web{.name = "web", .common_name = "www.example.com", .group = works};
  const auto other = id<ServiceId>(10);
  history.done(CreateService{other, web});
  web.name = "web2";
  then(history.when(EditService{other, web}), {{stream_of(other), ServiceEdited{web}}});
}

}  // namespace
}  // namespace kigen::orchestrator
