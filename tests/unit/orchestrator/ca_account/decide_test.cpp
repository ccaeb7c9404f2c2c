#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/ca_account/commands.hpp"
#include "orchestrator/ca_account/errors.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/pki/errors.hpp"
#include "tests/support/kept_names.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto account = id<CaAccountId>(1);
const auto stream = stream_of(account);
const CaAccountSettings settings{.name = "ca",
                                 .ca = AcmeCa{.directory_url = "https://ca.example.com/directory"}};
const std::string account_url = "https://ca.example.com/account/1";

AcmeCa& acme_of(CaAccountSettings& of) { return of.ca.as<AcmeCa>(); }

CaAccountSettings named(std::string name) {
  auto changed = settings;
  changed.name = std::move(name);
  return changed;
}

CaAccountSettings with(auto member, auto value) {
  auto changed = settings;
  acme_of(changed).*member = value;
  return changed;
}

struct CaAccounts : ::testing::Test {
  History history = History().given(stream, CaAccountCreated{settings});
};

TEST_F(CaAccounts, are_created_and_edited) {
  then(History().when(CreateCaAccount{account, settings}), {{stream, CaAccountCreated{settings}}});
  const auto edited = with(&AcmeCa::contact, "ca@example.com");
  then(history.when(EditCaAccount{account, edited}), {{stream, CaAccountEdited{edited}}});
  then_nothing(history.when(EditCaAccount{account, settings}));
  refused(history.when(EditCaAccount{id<CaAccountId>(9), settings}), kept_errc::unknown, 6);
}

TEST_F(CaAccounts, are_refused_when_incomplete_or_malformed) {
  const auto refused_with = [&](const CaAccountSettings& bad, auto code, int message,
                                const std::string& field) {
    refused(History().when(CreateCaAccount{account, bad}), code, message, field);
    refused(history.when(EditCaAccount{account, bad}), code, message, field);
  };
  using S = AcmeCa;
  refused_with(named(""), input_errc::missing, 6, "settings.name");
  refused_with(with(&S::directory_url, ""), input_errc::missing, 6, "settings.ca.directoryUrl");
  for (const auto* url : {"http://ca", "https://", "https:///x", "https://a b", "https://u:p@ca/"})
    refused_with(with(&S::directory_url, url), input_errc::malformed_url, 6, "settings.ca.directoryUrl");
  refused_with(with(&S::trust_pem, "no PEM"), pki::pki_errc::malformed, 28, "settings.ca.trustPem");
  refused_with(with(&S::contact, "nobody"), input_errc::malformed_mail, 6, "settings.ca.contact");
  refused_with(with(&S::challenge, AcmeChallenge::dns_01), ca_account_errc::no_hook, 2111,
               "settings.ca.dnsHook");
  for (const auto* hook : {"/usr/bin/hook", "../hook", ".hook", "-hook", "a b", "hook;reboot"}) {
    auto over_dns = with(&S::dns_hook, hook);
    acme_of(over_dns).challenge = AcmeChallenge::dns_01;
    refused_with(over_dns, input_errc::malformed_program, 6, "settings.ca.dnsHook");
  }
  refused_with(with(&S::external_key_id, "kid"), ca_account_errc::incomplete_external_account, 2111,
               "settings.ca.externalKey");
  refused_with(with(&S::external_key, id<SecretRef>(2)), ca_account_errc::incomplete_external_account, 2111,
               "settings.ca.externalKeyId");
}

TEST_F(CaAccounts, have_names_of_their_own) {
  refused(history.when(CreateCaAccount{id<CaAccountId>(9), settings}), kept_errc::name_taken, 6,
          "settings.name");
  const auto other = named("other");
  history.given(stream_of(id<CaAccountId>(9)), CaAccountCreated{other});
  refused(history.when(EditCaAccount{account, other}), kept_errc::name_taken, 6, "settings.name");
}

TEST_F(CaAccounts, are_kept_while_something_orders_with_them) {
  then(history.when(DeleteCaAccount{account}), {{stream, CaAccountDeleted{}}});
  refused(history.when(DeleteCaAccount{id<CaAccountId>(9)}), kept_errc::unknown, 6);
  history.given(stream_of(id<ServiceId>(1)), ServiceCreated{{.name = "s", .ca_account = account}});
  refused(history.when(DeleteCaAccount{account}), kept_errc::used, 6);
}

TEST_F(CaAccounts, are_kept_while_an_order_is_open) {
  history.given(stream_of(id<OrderId>(1)), OrderRequested{.ca_account = account});
  refused(history.when(DeleteCaAccount{account}), kept_errc::used, 6);
}

TEST_F(CaAccounts, learn_once_how_the_ca_calls_them) {
  const ReportCaAccountRegistered report{account, account_url, settings.ca};
  then(history.when(report), {{stream, CaAccountRegistered{account_url}}});
  refused(history.when(ReportCaAccountRegistered{account, ""}), ca_account_errc::no_account_url, 2105,
          "accountUrl");
  refused(history.when(ReportCaAccountRegistered{id<CaAccountId>(9), "x"}), kept_errc::unknown, 6);
  history.given(stream, CaAccountRegistered{account_url});
  then_nothing(history.when(report));
}

TEST_F(CaAccounts, are_not_called_as_a_ca_called_another_one) {
  const ReportCaAccountRegistered report{account, account_url, settings.ca};
  auto elsewhere = settings;
  elsewhere.ca.as<AcmeCa>().directory_url = "https://other.example.com/directory";
  history.given(stream, CaAccountEdited{elsewhere});
  then_nothing(history.when(report));
}

TEST_F(CaAccounts, ask_for_their_secrets_again_at_another_place) {
  auto full = with(&AcmeCa::external_key_id, "kid");
  acme_of(full).external_key = id<SecretRef>(2);
  acme_of(full).account_key = id<SecretRef>(3);
  const auto given = [&] { return History().given(stream, CaAccountCreated{full}); };
  auto elsewhere = full;
  acme_of(elsewhere).directory_url = "https://other.example.com/directory";
  refused(given().when(EditCaAccount{account, elsewhere}), secret_errc::needed, 6, "settings.ca.externalKey");
  acme_of(elsewhere).external_key = id<SecretRef>(4);
  refused(given().when(EditCaAccount{account, elsewhere}), secret_errc::needed, 6, "settings.ca.accountKey");
  acme_of(elsewhere).account_key = id<SecretRef>(5);
  then(given().when(EditCaAccount{account, elsewhere}), {{stream, CaAccountEdited{elsewhere}}});
  auto renamed = full;
  acme_of(renamed).external_key_id = "another";
  refused(given().when(EditCaAccount{account, renamed}), secret_errc::needed, 6, "settings.ca.externalKey");
}

TEST_F(CaAccounts, are_strangers_again_at_another_directory_or_with_another_key) {
  for (const auto& edited : {with(&AcmeCa::directory_url, "https://other.example.com"),
                             with(&AcmeCa::account_key, id<SecretRef>(3))}) {
    auto changed = history;
    changed.given(stream, CaAccountRegistered{account_url}).given(stream, CaAccountEdited{edited});
    EXPECT_EQ(changed.world.ca_account(account)->account_url, "");
  }
  history.given(stream, CaAccountRegistered{account_url}).given(stream, CaAccountEdited{named("renamed")});
  EXPECT_EQ(history.world.ca_account(account)->account_url, account_url);
}

}  // namespace
}  // namespace kigen::orchestrator
