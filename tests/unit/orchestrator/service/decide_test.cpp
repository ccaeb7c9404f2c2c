#include "orchestrator/input.hpp"
#include "orchestrator/jobs/make.hpp"
#include "orchestrator/kept/commands.hpp"
#include "orchestrator/kept/errors.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/service/commands.hpp"
#include "orchestrator/service/errors.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto service = id<ServiceId>(1);
const auto other_service = id<ServiceId>(9);
const auto account = id<CaAccountId>(2);
const auto order = id<OrderId>(3);
const auto node = id<NodeId>(4);
const auto apply = id<ApplyId>(5);
const auto key = id<KeyRef>(6);
const auto stream = stream_of(service);
const ServiceSettings settings{
    .name = "www", .common_name = "www.example.com", .sans = {"example.com"}, .ca_account = account};

ServiceSettings with(auto member, auto value) {
  auto changed = settings;
  changed.*member = value;
  return changed;
}

struct Services : ::testing::Test {
  History with_account = History()
                             .done(Create<UserGroupSettings>{first_group, {"samplegroup"}})
                             .given(stream_of(account), CaAccountCreated{{.name = "ca"}});
  History history = History(with_account).given(stream, ServiceCreated{settings});

  void open_order() {
    history.given(stream_of(order), OrderRequested{.service = service, .ca_account = account});
  }
  void refuse_settings(const ServiceSettings& bad, auto code, int message, const std::string& field) {
    refused(with_account.when(CreateService{service, bad}), code, message, field);
    refused(history.when(EditService{service, bad}), code, message, field);
  }
};

TEST_F(Services, are_created_with_names_in_one_form) {
  auto given = settings;
  given.common_name = "WWW.example.com";
  given.sans = {"Example.com", "www.example.com", "example.COM"};
  then(with_account.when(CreateService{service, given}), {{stream, ServiceCreated{settings}}});
  EXPECT_TRUE(
      with_account.when(CreateService{service, with(&ServiceSettings::common_name, "*.example.com")}));
}

TEST_F(Services, keep_a_waiting_csr_only_while_it_asks_for_what_the_settings_say) {
  const auto waits = [&](bool is_ours, const ServiceSettings& edited) {
    auto then = history;
    if (is_ours)
      then.given(stream, KeyCreated{key, "csr", "hash"});
    else
      then.given(stream, CsrImported{"csr", "hash"});
    then.done(EditService{service, edited});
    return then.world.service(service)->pending_key.has_value();
  };
  const auto renamed = with(&ServiceSettings::name, "web");
  const auto other_names = with(&ServiceSettings::sans, std::vector<std::string>{"mail.example.com"});
  const auto other_subject = with(&ServiceSettings::subject, Subject{.country = "JP"});
  const auto other_kind = with(&ServiceSettings::key, KeyParameters{KeyAlgorithm::rsa_2048});
  const auto key_kept = with(&ServiceSettings::key, KeyParameters{.new_key_each_order = false});
  for (const auto& edited : {renamed, key_kept}) EXPECT_TRUE(waits(true, edited));
  for (const auto& edited : {other_names, other_subject, other_kind}) EXPECT_FALSE(waits(true, edited));
  for (const auto& edited : {renamed, other_subject, other_kind}) EXPECT_TRUE(waits(false, edited));
  EXPECT_FALSE(waits(false, other_names));
}

TEST_F(Services, are_refused_with_unusable_names) {
  refuse_settings(with(&ServiceSettings::name, ""), input_errc::missing, 6, "settings.name");
  refuse_settings(with(&ServiceSettings::name, std::string(129, 'x')), input_errc::too_long, 6,
                  "settings.name");
  refuse_settings(with(&ServiceSettings::common_name, ""), input_errc::missing, 6, "settings.commonName");
  refuse_settings(with(&ServiceSettings::common_name, "a b.example.com"), pki::pki_errc::bad_name, 2003,
                  "settings.commonName");
  refuse_settings(with(&ServiceSettings::common_name, std::string(53, 'a') + ".example.com"),
                  service_errc::common_name_too_long, 6, "settings.commonName");
  refuse_settings(with(&ServiceSettings::sans, std::vector<std::string>{"ok.example.com", "-x.example.com"}),
                  pki::pki_errc::bad_name, 2003, "settings.sans.1");
  std::vector<std::string> many;
  for (int i = 0; i <= 100; ++i) many.push_back("n" + std::to_string(i) + ".example.com");
  refuse_settings(with(&ServiceSettings::sans, many), input_errc::too_many, 6, "settings.sans");
  many.pop_back();
  EXPECT_TRUE(with_account.when(CreateService{service, with(&ServiceSettings::sans, many)}));
}

TEST_F(Services, are_refused_with_unusable_subject_renewal_or_account) {
  refuse_settings(with(&ServiceSettings::subject, Subject{.country = "jp"}), pki::pki_errc::bad_subject, 2003,
                  "settings.subject.country");
  refuse_settings(with(&ServiceSettings::renewal, RenewalPolicy{.percent_of_life = 9}),
                  input_errc::out_of_range, 6, "settings.renewal.percentOfLife");
  refuse_settings(with(&ServiceSettings::renewal, RenewalPolicy{.percent_of_life = 96}),
                  input_errc::out_of_range, 6, "settings.renewal.percentOfLife");
  refuse_settings(with(&ServiceSettings::renewal,
                       RenewalPolicy{.rule = RenewalRule::days_before_expiry, .days_before = 0}),
                  input_errc::out_of_range, 6, "settings.renewal.daysBefore");
  for (const std::uint8_t slots : {1, 11})
    refuse_settings(with(&ServiceSettings::slots, slots), input_errc::out_of_range, 6, "settings.slots");
  refuse_settings(with(&ServiceSettings::renewal,
                       RenewalPolicy{.rule = RenewalRule::days_before_expiry, .days_before = 366}),
                  input_errc::out_of_range, 6, "settings.renewal.daysBefore");
  refuse_settings(with(&ServiceSettings::ca_account, id<CaAccountId>(8)), kept_errc::unknown_reference, 6,
                  "settings.caAccount");
}

TEST_F(Services, have_names_of_their_own) {
  refused(history.when(CreateService{other_service, settings}), service_errc::name_taken, 6, "settings.name");
  const auto other = with(&ServiceSettings::name, "mail");
  history.given(stream_of(other_service), ServiceCreated{other});
  refused(history.when(EditService{service, other}), service_errc::name_taken, 6, "settings.name");
}

TEST_F(Services, are_edited) {
  const auto edited = with(&ServiceSettings::common_name, "web.example.com");
  then(history.when(EditService{service, edited}), {{stream, ServiceEdited{edited}}});
  then_nothing(history.when(EditService{service, settings}));
  refused(history.when(EditService{other_service, settings}), service_errc::unknown_service, 1653);
}

TEST_F(Services, lock_what_an_open_order_stands_on) {
  open_order();
  using S = ServiceSettings;
  for (const auto& locked :
       {with(&S::common_name, "web.example.com"), with(&S::sans, std::vector<std::string>{}),
        with(&S::key, KeyParameters{.algorithm = KeyAlgorithm::rsa_2048}),
        with(&S::subject, Subject{.country = "JP"}), with(&S::ca_account, std::nullopt),
        with(&S::renewal, RenewalPolicy{.rule = RenewalRule::never})})
    refused(history.when(EditService{service, locked}), service_errc::order_open, 1654);
  EXPECT_TRUE(history.when(EditService{service, with(&S::name, "renamed")}));
  EXPECT_TRUE(history.when(EditService{service, with(&S::separate_chain, true)}));
}

TEST_F(Services, are_enabled_and_disabled) {
  then_nothing(history.when(EnableService{service}));
  then(history.when(DisableService{service}), {{stream, ServiceDisabled{}}});
  history.given(stream, ServiceDisabled{});
  then_nothing(history.when(DisableService{service}));
  then(history.when(EnableService{service}), {{stream, ServiceEnabled{}}});
  refused(history.when(EnableService{other_service}), service_errc::unknown_service, 1653);
  refused(history.when(DisableService{other_service}), service_errc::unknown_service, 1653);
}

TEST_F(Services, are_deleted_with_their_nodes) {
  history.given(stream_of(node), NodeCreated{service, {.name = "web1"}});
  then(history.when(DeleteService{service}), {{stream_of(node), NodeDeleted{}}, {stream, ServiceDeleted{}}});
  history.done(DeleteService{service});
  EXPECT_EQ(history.world.service(service), nullptr);
  EXPECT_EQ(history.world.node(node), nullptr);
  refused(history.when(DeleteService{service}), service_errc::unknown_service, 1653);
}

TEST_F(Services, are_kept_while_an_order_or_apply_is_open) {
  history.given(stream_of(node), NodeCreated{service, {.name = "web1"}});
  history.given(stream_of(apply), ApplyRequested{.service = service, .node = node});
  refused(history.when(DeleteService{service}), service_errc::apply_open, 2601);
  open_order();
  refused(history.when(DeleteService{service}), service_errc::order_open, 1654);
}

TEST_F(Services, make_one_key_at_a_time) {
  then(history.when(RequestKey{service}), {{stream, KeyRequested{}}});
  refused(history.when(RequestKey{other_service}), service_errc::unknown_service, 1653);
  auto making = history;
  making.given(stream_of(id<JobId>(7)), make_key(*history.world.service(service), start));
  then_nothing(making.when(RequestKey{service}));
  open_order();
  refused(history.when(RequestKey{service}), service_errc::order_open, 1654);
}

TEST_F(Services, take_the_key_that_was_made) {
  const KeyCreated created{key, "csr", "hash"};
  const ReportKeyCreated report{service, created, settings};
  then(history.when(report), {{stream, created}});
  then_nothing(History(history).given(stream, created).when(report));
  refused(history.when(ReportKeyCreated{other_service, created}), service_errc::unknown_service, 1653);
  auto edited = history;
  edited.done(EditService{service, with(&ServiceSettings::common_name, "mail.example.com")});
  refused(edited.when(report), service_errc::settings_changed, 2003);
  open_order();
  refused(history.when(report), service_errc::order_open, 1654);
}

TEST_F(Services, take_a_csr_for_exactly_their_names) {
  const ImportCsr import{service, "csr", "hash", {"WWW.example.com", "example.com"}};
  then(history.when(import), {{stream, CsrImported{"csr", "hash"}}});
  for (const std::vector<std::string>& names :
       {std::vector<std::string>{"www.example.com"}, {"www.example.com", "example.com", "more.example.com"}})
    refused(history.when(ImportCsr{service, "csr", "hash", names}), service_errc::name_differs, 1652, "csr");
  refused(history.when(ImportCsr{other_service}), service_errc::unknown_service, 1653);
  auto with_key = history;
  then_nothing(with_key.given(stream, KeyCreated{key, "csr", "hash"}).when(import));
  open_order();
  refused(history.when(import), service_errc::order_open, 1654);
}

TEST_F(Services, leave_a_trace_when_a_key_is_exported) {
  history.given(stream, GenerationRegistered{{.slot = 1, .serial = "01", .key = key}});
  history.given(stream, GenerationRegistered{{.slot = 2, .serial = "02"}});
  then(history.when(RecordKeyExport{service, 1}), {{stream, KeyExported{1, "01"}}});
  refused(history.when(RecordKeyExport{service, 2}), service_errc::no_key, 1651, "slot");
  refused(history.when(RecordKeyExport{service, 3}), service_errc::empty_slot, 2404, "slot");
  refused(history.when(RecordKeyExport{other_service, 1}), service_errc::unknown_service, 1653);
}

}  // namespace
}  // namespace kigen::orchestrator
