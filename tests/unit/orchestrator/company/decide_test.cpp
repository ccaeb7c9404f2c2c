#include "orchestrator/company/commands.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/kept/commands.hpp"
#include "orchestrator/user/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto site = id<SiteId>(1);
const auto other_site = id<SiteId>(2);

struct Companies : ::testing::Test {
  History history = History().given(company_stream, SiteCreated{site, {"Tokyo"}});
};

TEST_F(Companies, are_named) {
  then(history.when(NameCompany{"Example 株式会社"}), {{company_stream, CompanyNamed{"Example 株式会社"}}});
  then_nothing(history.given(company_stream, CompanyNamed{"Example"}).when(NameCompany{"Example"}));
  refused(history.when(NameCompany{""}), input_errc::missing, 6, "name");
  refused(history.when(NameCompany{"  "}), input_errc::missing, 6, "name");
  refused(history.when(NameCompany{"a\nb"}), input_errc::not_printable, 6, "name");
  refused(history.when(NameCompany{"\xff"}), input_errc::not_printable, 6, "name");
  refused(history.when(NameCompany{"\u3000\u00A0"}), input_errc::missing, 6, "name");
  refused(history.when(NameCompany{std::string(129, 'a')}), input_errc::too_long, 6, "name");
}

/// "payroll" that reads as another name, or as the same name twice.
TEST_F(Companies, have_no_name_that_shows_as_another) {
  for (const std::string& name :
       {"pay\u202Ellor\u202C", "pay\u200Broll", "payroll\u200D", "\uFEFFpayroll", "pay\u2066roll\u2069",
        "payroll\uFE0F", "payroll\U000E0041", "pay\u00ADroll", "payroll\u2028", "pay\u3164roll",
        "payroll\uE000", "payroll\U0010FFFE"})
    refused(history.when(NameCompany{name}), input_errc::not_printable, 6, "name");
  EXPECT_EQ(history.when(NameCompany{"pay\u202Ellor"}).error().detail, "pay<U+202E>llor") << "it says which";
  EXPECT_TRUE(history.when(NameCompany{"株式会社\u845B\U000E0100城"})) << "a form of a character is seen";
}

TEST_F(Companies, count_characters_and_not_bytes) {
  std::string name;
  for (int i = 0; i < 128; ++i) name += "期";
  EXPECT_TRUE(history.when(NameCompany{name}));
  refused(history.when(NameCompany{name + "限"}), input_errc::too_long, 6, "name");
  refused(history.when(NameCompany{name.substr(0, 4)}), input_errc::not_printable, 6, "name");
}

struct Claims : Companies {
  const UserId admin = id<UserId>(3);
  const SecretRef password = id<SecretRef>(4);
  ClaimInstallation claim{admin, password, "Example", other_site, "Osaka"};
};

TEST_F(Claims, happen_all_at_once) {
  refused(history.when(claim), user_errc::not_claimable, 3520);
  history.given(stream_of(admin), UserCreated{"admin@example.com", Role::admin, ""});
  then(history.when(claim), {{stream_of(admin), PasswordSet{password}},
                             {company_stream, CompanyClaimed{admin}},
                             {company_stream, CompanyNamed{"Example"}},
                             {company_stream, SiteCreated{other_site, {"Osaka"}}}});
  then(history.when(ClaimInstallation{.admin = admin, .password = password}),
       {{stream_of(admin), PasswordSet{password}}, {company_stream, CompanyClaimed{admin}}});
  claim.site_name = "Tokyo";
  refused(history.when(claim), kept_errc::name_taken, 6, "siteName");
  claim.company_name = "";
  refused(history.when(claim), input_errc::missing, 6, "companyName");
}

TEST_F(Claims, are_an_admins) {
  history.given(stream_of(admin), UserCreated{"admin@example.com", Role::viewer, ""});
  refused(history.when(claim), user_errc::not_claimable, 3520);
}

TEST_F(Claims, happen_once) {
  history.given(stream_of(admin), UserCreated{"admin@example.com", Role::admin, ""})
      .given(company_stream, CompanyClaimed{admin});
  refused(history.when(claim), user_errc::not_claimable, 3520);
}

TEST_F(Claims, are_seen_in_older_logs_by_any_password_there_was) {
  history.given(stream_of(admin), UserCreated{"admin@example.com", Role::admin, ""});
  EXPECT_FALSE(is_claimed(history.world));
  history.given(stream_of(admin), PasswordSet{password}).given(stream_of(admin), PasswordCleared{});
  EXPECT_TRUE(is_claimed(history.world));
  refused(history.when(claim), user_errc::not_claimable, 3520);
}

TEST_F(Claims, that_nobody_can_use_any_more_are_recovered) {
  const RecoverAdmin recover{admin, password};
  refused(history.when(recover), user_errc::unknown_user, 6);
  history.given(stream_of(admin), UserCreated{"admin@example.com", Role::admin, ""});
  then(history.when(recover),
       {{company_stream, CompanyRecovered{admin}}, {stream_of(admin), PasswordSet{password}}});
  history.given(stream_of(admin),
                TokenCreated{id<TokenId>(5), "ci", Role::admin, std::string(64, 'a'), day(30)});
  then(history.when(recover), {{company_stream, CompanyRecovered{admin}},
                               {stream_of(admin), PasswordSet{password}},
                               {stream_of(admin), TokensRevoked{}}});
  history.given(stream_of(admin), UserEdited{Role::viewer, ""});
  refused(history.when(recover), user_errc::unknown_user, 6);
}

TEST_F(Companies, keep_their_sites_in_their_own_stream) {
  then(history.when(Create<SiteSettings>{other_site, {"Osaka"}}),
       {{company_stream, SiteCreated{other_site, {"Osaka"}}}});
  then_nothing(history.when(Create<SiteSettings>{site, {"Tokyo"}}));
  then(history.when(Edit<SiteSettings>{site, {"Osaka"}}), {{company_stream, SiteRenamed{site, {"Osaka"}}}});
  then(history.when(Delete<SiteSettings>{site}), {{company_stream, SiteRemoved{site}}});
}

TEST_F(Companies, keep_a_site_that_a_node_stands_at) {
  history.given(stream_of(id<NodeId>(1)), NodeCreated{{}, {.site = site}});
  refused(history.when(Delete<SiteSettings>{site}), kept_errc::used, 6);
}

TEST_F(Companies, change_settings_within_bounds) {
  const GeneralSettings settings{.proxy = "proxy.example.com:3128", .ca_timeout_s = 90};
  then(history.when(ChangeSettings{settings}), {{company_stream, GeneralSettingsChanged{settings}}});
  then_nothing(history.when(ChangeSettings{GeneralSettings{}}));

  const auto refused_with = [&](auto member, std::uint32_t value, const std::string& field) {
    GeneralSettings bad;
    bad.*member = value;
    refused(history.when(ChangeSettings{bad}), input_errc::out_of_range, 6, field);
  };
  refused_with(&GeneralSettings::ca_timeout_s, 4, "settings.caTimeoutS");
  refused_with(&GeneralSettings::connect_timeout_s, 301, "settings.connectTimeoutS");
  refused_with(&GeneralSettings::command_timeout_s, 0, "settings.commandTimeoutS");
  refused_with(&GeneralSettings::order_poll_s, 86'401, "settings.orderPollS");
  refused_with(&GeneralSettings::node_check_interval_s, 0, "settings.nodeCheckIntervalS");
  refused_with(&GeneralSettings::expiry_check_interval_s, 0, "settings.expiryCheckIntervalS");
}

TEST_F(Companies, take_a_proxy_only_as_host_and_port) {
  for (const auto* proxy :
       {"proxy", "proxy:", "proxy:0", "proxy:65536", ":3128", "http://proxy:3128", "a b:1"})
    refused(history.when(ChangeSettings{{.proxy = proxy}}), input_errc::malformed_proxy, 6, "settings.proxy");
}

}  // namespace
}  // namespace kigen::orchestrator
