#include "tests/support/scenarios.hpp"

#include <algorithm>

namespace kigen::tests {

using namespace events;
using namespace std::chrono;

ServiceSettings service_settings(std::string name, std::string common_name) {
  ServiceSettings settings;
  settings.name = std::move(name);
  settings.common_name = std::move(common_name);
  settings.sans = {"www." + settings.common_name};
  settings.ca_account = account;
  return settings;
}

NodeSettings node_settings(std::string name) {
  NodeSettings settings;
  settings.name = std::move(name);
  settings.site = tokyo;
  settings.access = ssh_access;
  settings.check = {.method = CheckMethod::address, .address = "127.0.0.2", .port = 443};
  return settings;
}

Generation generation(std::uint8_t slot, std::string serial, Duration shift) {
  Generation made;
  made.slot = slot;
  made.serial = serial;
  made.issuer = "CN=Demo CA";
  made.not_before = at(std::min(shift, Duration{}));
  made.not_after = made.chain_not_after = at(shift) + days(90);
  made.public_key_sha256 = "public key of " + serial;
  made.names = {"shop.example", "www.shop.example"};
  made.leaf_pem = "leaf " + serial;
  made.chain_pem = {"intermediate"};
  made.key = id<KeyRef>(20);
  return made;
}

namespace {

AccessSettings access_settings(std::string name) {
  AccessSettings settings;
  settings.name = std::move(name);
  settings.connection =
      SshAccess{.host = "127.0.0.2", .login_id = "deploy", .login_password = id<SecretRef>(21)};
  return settings;
}

CaAccountSettings account_settings(std::string name) {
  CaAccountSettings settings;
  settings.name = std::move(name);
  settings.ca = AcmeCa{.directory_url = "https://127.0.0.1:14000/dir", .account_key = id<SecretRef>(22)};
  return settings;
}

ApplyRequested apply_of(NodeId node, std::optional<Instant> scheduled_for = {}) {
  return {.service = shop, .node = node, .slot = 1, .serial = "A1", .scheduled_for = scheduled_for};
}

NodeChecked seen(Verdict verdict, std::string serial, std::string detail = {}) {
  return {.verdict = verdict,
          .expected_serial = "A1",
          .served_serial = serial,
          .addresses = {
              {.address = "127.0.0.2", .verdict = verdict, .serial = serial, .detail = std::move(detail)}}};
}

void step(History& history, ApplyId apply, std::uint32_t index, const char* name, std::uint32_t message,
          const char* detail) {
  history.add(stream_of(apply), StepStarted{index, name})
      .add(stream_of(apply), StepSucceeded{index, name, message, detail});
}

void undo(History& history, ApplyId apply, std::uint32_t index, const char* name, std::uint32_t message,
          const char* detail) {
  history.add(stream_of(apply), StepUndoStarted{index, name})
      .add(stream_of(apply), StepUndone{index, name, message, detail});
}

}  // namespace

History& set_up(History& history) {
  return history.add(system_stream, SystemStarted{"0.1.0", false})
      .add(stream_of(admin), UserCreated{"admin@example.com", Role::admin, ""})
      .add(stream_of(admin), PasswordSet{id<SecretRef>(23)})
      .add(stream_of(admin), LoggedIn{"127.0.0.1"})
      .add(company_stream, CompanyNamed{"Kigen Demo"}, mari)
      .add(company_stream, SiteCreated{tokyo, {"Tokyo"}}, mari)
      .add(stream_of(account), CaAccountCreated{account_settings("demo-ca")}, mari)
      .add(stream_of(account), CaAccountRegistered{"https://127.0.0.1:14000/acct/1"})
      .add(stream_of(ssh_access), AccessCreated{access_settings("web-hosts")}, mari)
      .add(stream_of(ssh_access), HostKeyRefused{"ssh-ed25519", "SHA256:aaa", ""})
      .add(stream_of(ssh_access), HostKeyPinned{"ssh-ed25519", "SHA256:aaa", false}, mari)
      .add(stream_of(shop), ServiceCreated{service_settings("shop", "shop.example")}, mari)
      .add(stream_of(web1), NodeCreated{shop, node_settings("web1")}, mari)
      .add(stream_of(web2), NodeCreated{shop, node_settings("web2")}, mari);
}

History& issue(History& history) {
  return history
      .add(stream_of(order),
           OrderRequested{.service = shop,
                          .ca_account = account,
                          .common_name = "shop.example",
                          .sans = {"www.shop.example"}},
           mari)
      .add(stream_of(job), JobQueued{.kind = "order.advance",
                                     .pool = "ca",
                                     .key = "ca-1",
                                     .subject = stream_of(order),
                                     .service = shop,
                                     .due = history.now()})
      .add(stream_of(job), JobStarted{1, history.now() + seconds(60), false})
      .add(stream_of(order), OrderKeyPrepared{id<KeyRef>(20), "CSR", "public key of A1"})
      .add(stream_of(order), SubmissionStarted{1, "key-1"})
      .add(stream_of(order), OrderSubmitted{"https://127.0.0.1:14000/order/1", 1})
      .add(stream_of(order), OrderStatusChanged{"pending", "http-01"})
      .add(stream_of(job), JobDeferred{history.now() + seconds(10), "pending"})
      .add(stream_of(job), JobStarted{1, history.now() + seconds(60), false})
      .add(stream_of(order), OrderIssued{"A1", "leaf A1"})
      .add(stream_of(job), JobSucceeded{1})
      .add(stream_of(shop), GenerationRegistered{generation(1, "A1")})
      .add(stream_of(order), OrderRegistered{1, "A1"})
      .add(stream_of(shop), ExpiryStatusChanged{ExpiryStatus::valid, "A1", at() + days(90)})
      .add(stream_of(shop), RenewalScheduled{"A1", at() + days(60)});
}

History& apply_well(History& history) {
  const auto stream = stream_of(good_apply);
  history.add(stream, apply_of(web1), mari).add(stream, ApplyStarted{1, 4});
  step(history, good_apply, 0, "connect", 1850, "127.0.0.2:22");
  step(history, good_apply, 1, "replace_files", 1854, "");
  step(history, good_apply, 2, "restart", 1855, "apachectl graceful");
  step(history, good_apply, 3, "check", 1857, "A1");
  return history.add(stream, ApplySucceeded{"A1", "A1"})
      .add(stream_of(web1), NodeInstalled{good_apply, 1, "A1"})
      .add(stream_of(web1), NodeChecked{seen(Verdict::matches, "A1")});
}

History& apply_badly(History& history) {
  const auto stream = stream_of(bad_apply);
  history.add(stream, apply_of(web2, history.now() + minutes(1)), mari)
      .add(stream, ApplyStarted{1, 4})
      .add(stream, ApplyStarted{2, 4});
  step(history, bad_apply, 0, "connect", 1850, "127.0.0.3:22");
  step(history, bad_apply, 1, "replace_files", 1854, "");
  history.add(stream, StepStarted{2, "restart"})
      .add(stream, StepFailed{2, "restart", 1812, "command_failed", "apachectl graceful: exit code 1"})
      .add(stream, RollbackStarted{"apachectl graceful: exit code 1"})
      .add(stream, StepUndoStarted{2, "restart"})
      .add(stream, StepUndoFailed{2, "restart", "command_failed", "no process"});
  undo(history, bad_apply, 1, "replace_files", 1862, "2 files");
  return history.add(stream, ApplyRolledBack{"apachectl graceful: exit code 1", "99"});
}

History& trouble(History& history) {
  const auto renewal = id<OrderId>(30);
  const auto stuck = id<ApplyId>(31);
  const auto mailing = id<JobId>(32);
  const auto dropped = id<JobId>(33);
  const auto cancelled = id<OrderId>(34);
  history.add(stream_of(web2), NodeCheckRequested{true})
      .add(stream_of(web2), NodeChecked{seen(Verdict::differs, "99")})
      .add(stream_of(web2), NodeCheckRequested{false}, mari)
      .add(stream_of(web2), NodeChecked{seen(Verdict::unreachable, "", "connection refused")})
      .add(stream_of(web1), NodeChecked{seen(Verdict::no_certificate, "")})
      .add(stream_of(shop), KeyRequested{}, mari)
      .add(stream_of(shop), KeyCreated{id<KeyRef>(24), "CSR 2", "public key of B2"})
      .add(stream_of(shop), CsrImported{"CSR 3", "public key of C3"}, mari)
      .add(stream_of(shop), GenerationRegistered{generation(2, "B2", days(30))})
      .add(stream_of(shop), GenerationUpdated{generation(2, "B2", days(30))}, mari)
      .add(stream_of(web1), NodeChecked{seen(Verdict::differs, "A1")})
      .add(stream_of(shop), GenerationSelected{1}, mari)
      .add(stream_of(shop), GenerationSelected{}, mari)
      .add(stream_of(shop), GenerationRemoved{1, "A1", "older and unused"})
      .add(stream_of(shop), KeyExported{2, "B2"}, mari);
  for (const auto status :
       {ExpiryStatus::under_90, ExpiryStatus::under_60, ExpiryStatus::under_30, ExpiryStatus::under_15,
        ExpiryStatus::warning, ExpiryStatus::error, ExpiryStatus::expired, ExpiryStatus::none})
    history.add(stream_of(shop), ExpiryStatusChanged{status, "B2", at(days(30)) + days(90)});
  history.add(stream_of(shop), RenewalOverdue{"B2", "no CA account"})
      .add(stream_of(cancelled), OrderRequested{.service = shop,
                                                .ca_account = account,
                                                .common_name = "shop.example",
                                                .scheduled_for = history.now() + hours(1)})
      .add(stream_of(cancelled), OrderCancelled{"not needed"}, mari)
      .add(stream_of(renewal), OrderRequested{.service = shop,
                                              .ca_account = account,
                                              .common_name = "shop.example",
                                              .reason = OrderReason::renewal})
      .add(stream_of(renewal), SubmissionStarted{1, "key-2"})
      .add(stream_of(renewal), OrderErred{"rateLimited", "too many certificates"})
      .add(stream_of(renewal), SubmissionStarted{2, "key-2"})
      .add(stream_of(renewal), OrderFailed{"rejectedIdentifier", "shop.example is not allowed"})
      .add(stream_of(shop), RenewalRetryPlanned{"B2", history.now() + hours(24)})
      .add(stream_of(mailing), JobQueued{.kind = "node.check",
                                         .pool = "check",
                                         .key = "node-3",
                                         .subject = stream_of(web2),
                                         .due = history.now()})
      .add(stream_of(mailing), JobStarted{1, history.now() + seconds(60), false})
      .add(stream_of(mailing), JobStarted{2, history.now() + seconds(60), true})
      .add(stream_of(mailing),
           JobRetryScheduled{2, history.now() + seconds(30), "timed_out", "127.0.0.3:443"})
      .add(stream_of(mailing), JobStarted{3, history.now() + seconds(60), false})
      .add(stream_of(mailing), JobParked{3, "timed_out", "127.0.0.3:443"})
      .add(stream_of(mailing), JobRetriedByHand{history.now()}, mari)
      .add(stream_of(dropped), JobQueued{.kind = "order.advance",
                                         .pool = "ca",
                                         .key = "ca-1",
                                         .subject = stream_of(renewal),
                                         .due = history.now()})
      .add(stream_of(dropped), JobCancelled{"the order has ended"})
      .add(stream_of(stuck), apply_of(web2), mari)
      .add(stream_of(stuck), ApplyStarted{1, 4})
      .add(stream_of(stuck), ApplyStuck{"the host does not answer"})
      .add(stream_of(stuck), RollbackRetried{}, mari)
      .add(stream_of(stuck), ApplyStarted{2, 4})
      .add(stream_of(stuck), ApplyStuck{"the host does not answer"})
      .add(stream_of(stuck), ApplyCancelled{"looked at by hand"}, mari)
      .add(system_stream, ConsequenceDeclined{"order.request", "", "nothing expires soon"})
      .add(system_stream, ConsequenceDeclined{"apply.request", "node_disabled", "web2"})
      .add(stream_of(ssh_access), HostKeyRefused{"ssh-ed25519", "SHA256:bbb", "SHA256:aaa"})
      .add(stream_of(ssh_access), HostKeyPinned{"ssh-ed25519", "SHA256:bbb", true})
      .add(stream_of(admin), LoginThrottled{"127.0.0.9", 5})
      .add(security_stream, LoginFailed{Door::login, "admin@example.com", "192.0.2.7"})
      .add(security_stream, LoginFailed{Door::login, "", "192.0.2.7", 41, history.now()})
      .add(security_stream, LoginFailed{Door::claim, "", "192.0.2.8"})
      .add(security_stream, KnockThrottled{Door::login, "admin@example.com", "192.0.2.7", 9, history.now()})
      .add(security_stream, KnockThrottled{Door::login, "", "", 500, history.now()})
      .add(security_stream, KnockThrottled{Door::claim, "", "192.0.2.8"})
      .add(stream_of(admin), TokenCreated{id<TokenId>(25), "ci", Role::viewer, "hash", {}})
      .add(security_stream, TokenUsed{admin, "admin@example.com", id<TokenId>(25), "ci", "192.0.2.9"})
      .add(security_stream,
           RequestRefused{"DELETE /api/v1/services/{service}", "role_too_low", "192.0.2.9", admin,
                          id<TokenId>(25)},
           mari)
      .add(security_stream,
           RequestRefused{"GET /api/v1/services", "not_logged_in", "192.0.2.7", {}, {}, 7, history.now()})
      .add(security_stream, SessionEnded{admin, "admin@example.com", "192.0.2.1", SessionEnd::logged_out},
           mari)
      .add(security_stream,
           SessionEnded{admin, "admin@example.com", "192.0.2.1", SessionEnd::ended_elsewhere}, mari)
      .add(security_stream, SessionEnded{admin, "admin@example.com", "192.0.2.1", SessionEnd::idle})
      .add(security_stream, SessionEnded{admin, "admin@example.com", "192.0.2.1", SessionEnd::too_old})
      .add(security_stream,
           SessionEnded{admin, "admin@example.com", "192.0.2.1", SessionEnd::password_changed})
      .add(security_stream, SessionEnded{admin, "admin@example.com", "192.0.2.1", SessionEnd::too_many})
      .add(security_stream, SessionEnded{admin, "", "192.0.2.1", SessionEnd::user_deleted})
      .add(stream_of(admin), UserEdited{Role::admin, "ext. 12"});
  return history.add(system_stream, SystemStarted{"0.1.0", true});
}

History& take_down(History& history) {
  return history.add(stream_of(admin), TokenRevoked{id<TokenId>(25)})
      .add(stream_of(admin), PasswordCleared{})
      .add(company_stream, SiteRenamed{tokyo, {"Tokyo 2"}})
      .add(company_stream, GeneralSettingsChanged{GeneralSettings{.proxy = "proxy.example:8080"}})
      .add(stream_of(shop), ServiceEdited{service_settings("Shop & Co", "shop.example")})
      .add(stream_of(shop), ServiceDisabled{})
      .add(stream_of(shop), ServiceEnabled{})
      .add(stream_of(web2), NodeEdited{node_settings("web2-old")})
      .add(stream_of(web2), NodeDisabled{})
      .add(stream_of(web2), NodeEnabled{})
      .add(stream_of(web2), NodeDeleted{})
      .add(stream_of(web1), NodeDeleted{})
      .add(stream_of(shop), ServiceDeleted{})
      .add(stream_of(ssh_access), AccessEdited{access_settings("old-hosts")})
      .add(stream_of(ssh_access), AccessDeleted{})
      .add(stream_of(account), CaAccountEdited{account_settings("old-ca")})
      .add(stream_of(account), CaAccountDeleted{})
      .add(company_stream, SiteRemoved{tokyo})
      .add(company_stream, CompanyClaimed{admin})
      .add(company_stream, CompanyRecovered{admin})
      .add(stream_of(admin), TokensRevoked{})
      .add(stream_of(admin), UserDeleted{})
      .add(vault_stream, SecretsUnreferenced{{id<SecretRef>(23), id<SecretRef>(26)}})
      .add(vault_stream, SecretsReferencedAgain{{id<SecretRef>(26)}})
      .add(vault_stream, ErasureStarted{{id<SecretRef>(23)}})
      .add(vault_stream, SecretsErased{{id<SecretRef>(23)}})
      .add(system_stream, SystemStopped{});
}

History whole_story() {
  History history;
  set_up(history);
  issue(history);
  apply_well(history);
  apply_badly(history);
  trouble(history);
  take_down(history);
  return history;
}

}  // namespace kigen::tests
