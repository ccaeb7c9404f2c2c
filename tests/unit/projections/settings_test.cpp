// Nodes, accesses, CA accounts, company and users.
#include <gtest/gtest.h>

#include "projections/errors.hpp"
#include "tests/support/scenarios.hpp"
#include "tests/support/views.hpp"

namespace kigen::projections {
namespace {

using namespace events;
using tests::value_of;
using tests::views_of;

TEST(Nodes, show_their_last_check_and_apply) {
  tests::History history;
  tests::apply_badly(tests::apply_well(tests::issue(tests::set_up(history))));
  const auto views = views_of(history);
  const auto web1 = value_of(views->nodes().detail(tests::everything, tests::web1)).value;
  EXPECT_EQ(web1.service_name, "shop");
  EXPECT_EQ(web1.installed_serial, "A1");
  EXPECT_EQ(web1.verified_serial, "A1");
  EXPECT_EQ(web1.last_check.value().verdict, Verdict::matches);
  EXPECT_EQ(web1.last_check.value().addresses.size(), 1U);
  EXPECT_EQ(web1.last_apply.value().stage, ApplyStage::succeeded);
  const auto web2 = value_of(views->nodes().detail(tests::everything, tests::web2)).value;
  EXPECT_EQ(web2.last_apply.value().stage, ApplyStage::rolled_back);
  EXPECT_EQ(web2.installed_serial, "");
  EXPECT_EQ(value_of(views->nodes().of_service(tests::everything, tests::shop, {})).rows.size(), 2U);
}

TEST(Nodes, verified_serial_stays_when_a_later_check_differs) {
  tests::History history;
  tests::apply_well(tests::issue(tests::set_up(history)))
      .add(stream_of(tests::web1), NodeCheckRequested{})
      .add(stream_of(tests::web1), NodeChecked{Verdict::differs, "A1", "99", {}});
  const auto node = value_of(views_of(history)->nodes().detail(tests::everything, tests::web1)).value;
  EXPECT_EQ(node.verified_serial, "A1");
  EXPECT_FALSE(node.check_requested);
}

TEST(Nodes, carry_the_name_that_their_service_has_now) {
  tests::History history;
  tests::set_up(history).add(stream_of(tests::shop),
                             ServiceEdited{tests::service_settings("boutique", "shop.example")});
  const auto views = views_of(history);
  for (const auto& node : value_of(views->nodes().list(tests::everything, {})).rows)
    EXPECT_EQ(node.service_name, "boutique");
}

TEST(Nodes, await_a_check_that_a_person_asked_for_and_no_other) {
  tests::History history;
  tests::set_up(history).add(stream_of(tests::web1), NodeCheckRequested{.by_schedule = true});
  history.add(stream_of(tests::web2), NodeCheckRequested{});
  const auto views = views_of(history);
  EXPECT_FALSE(value_of(views->nodes().detail(tests::everything, tests::web1)).value.check_requested);
  EXPECT_TRUE(value_of(views->nodes().detail(tests::everything, tests::web2)).value.check_requested);
}

TEST(Accesses, say_which_secrets_there_are_but_never_where) {
  tests::History history;
  tests::set_up(history);
  const auto access = value_of(views_of(history)->kept<AccessSettings>().detail(tests::ssh_access));
  const auto& ssh = access.value.settings.connection.as<SshAccess>();
  EXPECT_TRUE(ssh.login_password);
  EXPECT_FALSE(ssh.ssh_private_key);
  EXPECT_EQ(to_json(access, Audience::outside).find(to_text(tests::id<SecretRef>(21))), std::string::npos);
}

TEST(Accesses, refused_host_key_is_a_candidate_until_one_is_pinned) {
  tests::History history;
  tests::set_up(history);
  EXPECT_FALSE(
      value_of(views_of(history)->kept<AccessSettings>().detail(tests::ssh_access)).value.refused_key);
  history.add(stream_of(tests::ssh_access), HostKeyRefused{"ssh-ed25519", "SHA256:bbb", "SHA256:aaa"});
  const auto access = value_of(views_of(history)->kept<AccessSettings>().detail(tests::ssh_access)).value;
  EXPECT_EQ(access.pinned_key.value().fingerprint, "SHA256:aaa");
  EXPECT_EQ(access.refused_key.value().fingerprint, "SHA256:bbb");
}

TEST(Accesses, of_another_host_have_no_identity_yet) {
  tests::History history;
  tests::set_up(history).add(stream_of(tests::ssh_access), AccessEdited{{"ssh", SshAccess{.host = "moved"}}});
  const auto access = value_of(views_of(history)->kept<AccessSettings>().detail(tests::ssh_access)).value;
  EXPECT_FALSE(access.pinned_key);
  EXPECT_FALSE(access.refused_key);
}

TEST(CaAccounts, at_another_directory_are_not_registered_there) {
  tests::History history;
  tests::set_up(history).add(
      stream_of(tests::account),
      CaAccountEdited{{.name = "ca", .ca = AcmeCa{.directory_url = "https://elsewhere/"}}});
  const auto account = value_of(views_of(history)->kept<CaAccountSettings>().detail(tests::account)).value;
  EXPECT_FALSE(account.registered);
  EXPECT_EQ(account.account_url, "");
}

TEST(CaAccounts, are_registered_once_the_ca_knows_them) {
  tests::History history;
  tests::set_up(history);
  const auto account = value_of(views_of(history)->kept<CaAccountSettings>().detail(tests::account));
  EXPECT_TRUE(account.value.registered);
  EXPECT_TRUE(account.value.settings.ca.as<AcmeCa>().account_key);
  EXPECT_EQ(to_json(account, Audience::outside).find(to_text(tests::id<SecretRef>(22))), std::string::npos);
}

TEST(Company, starts_with_defaults) {
  tests::History history;
  EXPECT_EQ(value_of(views_of(history)->company().detail()).value.settings, GeneralSettings{});
  tests::set_up(history);
  EXPECT_EQ(value_of(views_of(history)->company().detail()).value.name, "Kigen Demo");
}

TEST(Sites, have_the_version_of_the_company) {
  tests::History history;
  tests::set_up(history).add(company_stream, SiteCreated{tests::id<SiteId>(41), {"Osaka"}});
  history.add(company_stream, CompanyNamed{"Other"});
  const auto views = views_of(history);
  EXPECT_EQ(value_of(views->kept<SiteSettings>().detail(tests::tokyo)).value.version,
            value_of(views->company().detail()).value.version);
}

TEST(Users, show_neither_password_nor_token_hash) {
  tests::History history;
  tests::set_up(history).add(stream_of(tests::admin),
                             TokenCreated{tests::id<TokenId>(25), "ci", Role::viewer, "secret-hash", {}});
  const auto views = views_of(history);
  const auto user = value_of(views->users().detail(tests::admin));
  EXPECT_TRUE(user.value.password_set);
  EXPECT_TRUE(user.value.last_login);
  ASSERT_EQ(user.value.tokens.size(), 1U);
  const auto json = to_json(user);
  EXPECT_EQ(json.find("secret-hash"), std::string::npos);
  EXPECT_EQ(json.find(to_text(tests::id<SecretRef>(23))), std::string::npos);
  EXPECT_EQ(value_of(views->users().list({})).rows.size(), 1U);
}

TEST(Settings, everything_deleted_is_gone) {
  const auto views = views_of(tests::whole_story());
  EXPECT_TRUE(value_of(views->nodes().list(tests::everything, {})).rows.empty());
  EXPECT_TRUE(value_of(views->kept<AccessSettings>().list({}, {})).rows.empty());
  EXPECT_TRUE(value_of(views->kept<CaAccountSettings>().list({}, {})).rows.empty());
  EXPECT_TRUE(value_of(views->users().list({})).rows.empty());
  EXPECT_EQ(views->kept<AccessSettings>().detail(tests::ssh_access).error().code, projection_errc::not_found);
}

}  // namespace
}  // namespace kigen::projections
