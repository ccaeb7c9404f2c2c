#include "orchestrator/access/commands.hpp"
#include "orchestrator/access/errors.hpp"
#include "orchestrator/bound_secrets.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/jobs/make.hpp"
#include "tests/support/kept_names.hpp"
#include "unit/orchestrator/history.hpp"

namespace kigen::orchestrator {
namespace {

using namespace events;
using namespace testing;

const auto access = id<AccessId>(1);
const auto stream = stream_of(access);
const auto job = id<JobId>(7);
const AccessSettings settings{
    "web", SshAccess{.host = "192.0.2.1", .login_id = "deploy", .login_password = id<SecretRef>(2)}};
const HostKeyPinned pin{"ssh-ed25519", "SHA256:abc", false};
const HostKeyPinned other_pin{"ssh-ed25519", "SHA256:def", false};

SshAccess& ssh_of(AccessSettings& of) { return of.connection.as<SshAccess>(); }

AccessSettings renamed(std::string name) {
  auto changed = settings;
  changed.name = std::move(name);
  return changed;
}

AccessSettings with(auto member, auto value) {
  auto changed = settings;
  ssh_of(changed).*member = value;
  return changed;
}

struct Accesses : ::testing::Test {
  History history = History().given(stream, AccessCreated{settings});
};

TEST_F(Accesses, are_created) {
  then(History().when(CreateAccess{access, settings}), {{stream, AccessCreated{settings}}});
  const auto key_only = [] {
    auto changed = with(&SshAccess::ssh_private_key, id<SecretRef>(3));
    ssh_of(changed).login_password.reset();
    return changed;
  }();
  EXPECT_TRUE(History().when(CreateAccess{access, key_only}));
  for (const auto* host : {"2001:db8::1", "web-1", "web1.example.com", "127.0.0.1"})
    EXPECT_TRUE(History().when(CreateAccess{access, with(&SshAccess::host, host)})) << host;
}

TEST_F(Accesses, are_refused_when_incomplete_or_malformed) {
  const auto refused_with = [](const AccessSettings& bad, auto code, int message, const std::string& field) {
    refused(History().when(CreateAccess{access, bad}), code, message, field);
    refused(History().given(stream, AccessCreated{settings}).when(EditAccess{access, bad}), code, message,
            field);
  };
  refused_with(renamed(""), input_errc::missing, 6, "settings.name");
  refused_with(with(&SshAccess::host, ""), input_errc::missing, 6, "settings.connection.host");
  for (const auto* host : {"a b", "-x", "x-", "a..b", "$(id)", "256.1.1.1:22"})
    refused_with(with(&SshAccess::host, host), input_errc::malformed_host, 6, "settings.connection.host");
  refused_with(with(&SshAccess::port, 0), input_errc::out_of_range, 6, "settings.connection.port");
  refused_with(with(&SshAccess::port, 65'536), input_errc::out_of_range, 6, "settings.connection.port");
  refused_with(with(&SshAccess::login_id, ""), input_errc::missing, 6, "settings.connection.loginId");
  for (const auto* login : {"-froot", "a b", "a;b", "a'b"})
    refused_with(with(&SshAccess::login_id, login), input_errc::malformed_login, 6,
                 "settings.connection.loginId");
  refused_with(with(&SshAccess::login_password, std::nullopt), access_errc::no_login, 1813,
               "settings.connection.loginPassword");
}

TEST_F(Accesses, need_what_their_elevation_needs) {
  auto su = with(&SshAccess::elevation, Elevation::su);
  refused(History().when(CreateAccess{access, su}), access_errc::no_execution_login, 1813,
          "settings.connection.executionId");
  ssh_of(su).execution_id = "root";
  refused(History().when(CreateAccess{access, su}), access_errc::no_execution_login, 1813,
          "settings.connection.executionPassword");
  ssh_of(su).execution_password = id<SecretRef>(5);
  EXPECT_TRUE(History().when(CreateAccess{access, su}));
  auto sudo = with(&SshAccess::elevation, Elevation::sudo);
  ssh_of(sudo).execution_id = "root";
  EXPECT_TRUE(History().when(CreateAccess{access, sudo}));
  ssh_of(sudo).execution_id = "-u";
  refused(History().when(CreateAccess{access, sudo}), input_errc::malformed_login, 6,
          "settings.connection.executionId");
}

TEST_F(Accesses, have_names_of_their_own) {
  refused(history.when(CreateAccess{id<AccessId>(9), settings}), kept_errc::name_taken, 6, "settings.name");
  const auto other = renamed("db");
  history.given(stream_of(id<AccessId>(9)), AccessCreated{other});
  refused(history.when(EditAccess{access, other}), kept_errc::name_taken, 6, "settings.name");
}

TEST_F(Accesses, are_edited) {
  const auto edited = renamed("shop");
  then(history.when(EditAccess{access, edited}), {{stream, AccessEdited{edited, false}}});
  then_nothing(history.when(EditAccess{access, settings}));
  refused(history.when(EditAccess{id<AccessId>(9), settings}), kept_errc::unknown, 6);
}

TEST_F(Accesses, are_kept_while_a_node_uses_them) {
  then(history.when(DeleteAccess{access}), {{stream, AccessDeleted{}}});
  refused(history.when(DeleteAccess{id<AccessId>(9)}), kept_errc::unknown, 6);
  history.given(stream_of(id<NodeId>(1)), NodeCreated{{}, {.access = access}});
  refused(history.when(DeleteAccess{access}), kept_errc::used, 6);
}

TEST_F(Accesses, pin_the_identity_of_their_host) {
  then(history.when(PinHostKey{access, pin}), {{stream, pin}});
  refused(history.when(PinHostKey{access, {"", "x"}}), access_errc::no_identity, 6, "algorithm");
  refused(history.when(PinHostKey{access, {"x", ""}}), access_errc::no_identity, 6, "fingerprint");
  refused(history.when(PinHostKey{id<AccessId>(9), pin}), kept_errc::unknown, 6);
  then_nothing(history.given(stream, pin).when(PinHostKey{access, pin}));
}

TEST_F(Accesses, let_only_a_person_replace_a_pinned_identity) {
  history.given(stream, pin);
  auto first_use = other_pin;
  first_use.first_use = true;
  refused(history.when(PinHostKey{access, first_use}), access_errc::identity_changed, 1811);
  then(history.when(PinHostKey{access, other_pin}), {{stream, other_pin}});
}

TEST_F(Accesses, say_once_that_a_host_showed_another_identity) {
  const HostKeyRefused seen{"ssh-ed25519", "SHA256:def", "SHA256:abc"};
  then(history.when(ReportHostKeyRefused{access, seen}), {{stream, seen}});
  then_nothing(history.given(stream, seen).when(ReportHostKeyRefused{access, seen}));
  refused(history.when(ReportHostKeyRefused{access, {}}), access_errc::no_identity, 6, "algorithm");
  refused(history.when(ReportHostKeyRefused{id<AccessId>(9), seen}), kept_errc::unknown, 6);
}

TEST_F(Accesses, forget_the_identity_of_another_machine) {
  history.given(stream, pin).given(stream, AccessEdited{with(&SshAccess::login_id, "x")});
  EXPECT_TRUE(history.world.access(access)->pinned);
  history.given(stream, AccessEdited{with(&SshAccess::host, "192.0.2.2")});
  EXPECT_FALSE(history.world.access(access)->pinned);
}

// Of two changes at once the later one must not take along what the earlier one replaced.
TEST_F(Accesses, keep_no_secret_that_was_replaced_meanwhile) {
  const auto stored = *settings.connection.as<SshAccess>().login_password;
  EditAccess moving{access, with(&SshAccess::host, "203.0.113.66")};
  moving.kept = {stored};
  history.given(stream, AccessEdited{with(&SshAccess::login_password, std::optional(id<SecretRef>(99)))});
  refused(history.when(moving), secret_errc::replaced, 6, "settings");
}

// Whoever may change an address shall not have the password that was stored for another one sent there.
TEST_F(Accesses, ask_for_their_secrets_again_at_another_place) {
  const auto full = [] {
    auto all = with(&SshAccess::elevation, Elevation::su);
    ssh_of(all).execution_id = "root";
    ssh_of(all).execution_password = id<SecretRef>(5);
    return all;
  }();
  const auto of_key = [](AccessSettings changed) {
    ssh_of(changed).login_password.reset();
    ssh_of(changed).ssh_private_key = id<SecretRef>(6);
    return changed;
  };
  const auto refused_after = [](const AccessSettings& before, const AccessSettings& after,
                                const std::string& field) {
    refused(History().given(stream, AccessCreated{before}).when(EditAccess{access, after}),
            secret_errc::needed, 6, field);
  };
  const auto moved = [&](const AccessSettings& before, auto member, auto value) {
    auto after = before;
    ssh_of(after).*member = value;
    return after;
  };
  for (const auto& elsewhere :
       {moved(full, &SshAccess::host, "192.0.2.66"), moved(full, &SshAccess::port, 2222u),
        moved(full, &SshAccess::login_id, "other")}) {
    refused_after(full, elsewhere, "settings.connection.loginPassword");
    refused_after(of_key(full), of_key(elsewhere), "settings.connection.sshPrivateKey");
    auto half = elsewhere;
    ssh_of(half).login_password = id<SecretRef>(7);
    refused_after(full, half, "settings.connection.executionPassword");
    ssh_of(half).execution_password = id<SecretRef>(8);
    then(History().given(stream, AccessCreated{full}).when(EditAccess{access, half}),
         {{stream, AccessEdited{half, true}}});
  }
  refused_after(full, moved(full, &SshAccess::execution_id, "admin"),
                "settings.connection.executionPassword");
  refused_after(full, moved(full, &SshAccess::elevation, Elevation::sudo),
                "settings.connection.executionPassword");
}

TEST_F(Accesses, keep_no_identity_at_another_place) {
  auto elsewhere = with(&SshAccess::login_id, "other");
  ssh_of(elsewhere).login_password = id<SecretRef>(7);
  history.given(stream, pin)
      .given(stream, HostKeyRefused{"ssh-ed25519", "SHA256:def", "SHA256:abc"})
      .given(stream, AccessEdited{elsewhere, true});
  EXPECT_FALSE(history.world.access(access)->pinned);
  EXPECT_FALSE(history.world.access(access)->refused);
}

// A look that began before the access was moved ends after it.
TEST_F(Accesses, learn_nothing_from_a_look_at_the_place_before) {
  const HostPlace before{"192.0.2.66", 22};
  auto first_use = pin;
  first_use.first_use = true;
  then_nothing(history.when(PinHostKey{access, first_use, before}));
  then_nothing(history.when(ReportHostKeyRefused{access, {"ssh-ed25519", "SHA256:def", ""}, before}));
  refused(history.when(PinHostKey{access, pin, before}), access_errc::moved_meanwhile, 6);
  then(history.when(PinHostKey{access, pin, place_of(settings)}), {{stream, pin}});
}

TEST_F(Accesses, have_their_host_looked_at_once_at_a_time) {
  const auto scan = scan_host_key(*history.world.access(access), second(3));
  then(history.when(ScanHostKey{access, job, second(3)}), {{stream_of(job), scan}});
  then_nothing(history.given(stream_of(job), scan).when(ScanHostKey{access, id<JobId>(8), second(4)}));
  refused(history.when(ScanHostKey{id<AccessId>(9), job, start}), kept_errc::unknown, 6);
}

}  // namespace
}  // namespace kigen::orchestrator
