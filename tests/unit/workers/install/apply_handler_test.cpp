#include "workers/install/apply_handler.hpp"

#include <gtest/gtest.h>

#include "events/access_events.hpp"
#include "events/apply_events.hpp"
#include "orchestrator/access/commands.hpp"
#include "orchestrator/pki/import.hpp"
#include "tests/support/history.hpp"
#include "tests/support/test_issuer.hpp"
#include "tests/unit/workers/support/workplace.hpp"
#include "workers/install/apache.hpp"

namespace kigen::workers::install {
namespace {

using namespace orchestrator;

const auto service = tests::id<ServiceId>(1);
const auto node = tests::id<NodeId>(2);
const auto access = tests::id<AccessId>(3);
const auto apply = tests::id<ApplyId>(4);
const auto key = tests::id<KeyRef>(5);
const auto password = tests::id<SecretRef>(6);
const HostKey shown{"ssh-ed25519", "SHA256:shown"};

/// A connection to a host that counts who tries to log in.
class ShownSession final : public SshSession {
 public:
  explicit ShownSession(int& logins) : logins_(logins) {}
  const HostKey& host_key() const override { return shown; }
  Task<Result<>> log_in(Instant) override {
    ++logins_;
    co_return fail(ssh_errc::login_failed);
  }
  Task<Result<CommandOutput>> run(std::vector<std::string>, bool, Secret, Instant) override {
    co_return fail(ssh_errc::connection_lost);
  }

 private:
  int& logins_;
};

/// Connects, and something happens before it has.
class SlowSsh final : public Ssh {
 public:
  std::function<Task<void>()> meanwhile;
  int logins = 0;
  Task<Result<std::unique_ptr<SshSession>>> connect(SshTarget, Instant) override {
    co_await meanwhile();
    co_return std::make_unique<ShownSession>(logins);
  }
  Task<Result<HostKey>> scan(Endpoint, events::SshAlgorithms, Instant) override { co_return shown; }
};

/// A host that lets nobody in.
class ClosedSsh final : public Ssh {
 public:
  ssh_errc refusal = ssh_errc::host_key_unknown;
  int opened = 0;
  Task<Result<std::unique_ptr<SshSession>>> connect(SshTarget target, Instant) override {
    ++opened;
    co_return fail(refusal, target.endpoint.host);
  }
  Task<Result<HostKey>> scan(Endpoint, events::SshAlgorithms, Instant) override { co_return shown; }
};

struct NoDialer final : Dialer {
  Task<Result<std::vector<std::string>>> resolve(std::string host, Instant) override {
    co_return fail(net_errc::name_not_found, host);
  }
  Task<Result<std::unique_ptr<ByteStream>>> connect(Endpoint to, Instant) override {
    co_return fail(net_errc::unreachable, to.host);
  }
};

struct NoProbe final : TlsProbe {
  Task<Result<Served>> probe(Endpoint address, std::string, std::string, Instant) override {
    co_return fail(probe_errc::unreachable, address.host);
  }
};

class ApplyHandlerTest : public testing::Test {
 protected:
  ApplyHandlerTest() {
    const auto issued = tests::TestIssuer::root("Root").issue({.common_name = "www.example.com"});
    auto generation = pki::read_chain(issued.certificate_pem).value();
    generation.key = key;
    events::NodeSettings settings{.name = "web1", .access = access};
    settings.apache = {.certificate_file = "/etc/ssl/cert.pem",
                       .key_file = "/etc/ssl/key.pem",
                       .work_folder = "/var/lib/kigen-work"};
    settings.check.method = events::CheckMethod::none;
    work_.keep(key, issued.key_pem);
    work_.given(stream_of(service),
                events::ServiceCreated{{.name = "www", .common_name = "www.example.com"}});
    work_.given(stream_of(service), events::GenerationRegistered{generation});
    work_.given(stream_of(access),
                events::AccessCreated{{.host = "192.0.2.1", .login_id = "ops", .login_password = password}});
    work_.given(stream_of(node), events::NodeCreated{service, settings});
    requested_ = {.service = service, .node = node, .slot = 1, .serial = generation.serial};
  }

  void run() { run(ssh_); }
  void run(Ssh& ssh) {
    ApacheInstaller apache(ssh, work_.clock);
    work_.given(stream_of(apply), requested_);
    work_.run(std::make_unique<ApplyHandler>(ApplyPorts{
        {{events::NodeKind::apache, &apache}}, dialer_, probe_, work_.vault, work_.clock, work_.log}));
  }
  void expect_ended_untouched() {
    EXPECT_EQ(work_.count("apply.failed"), 1u);
    EXPECT_EQ(work_.count("job.succeeded"), 1u);
    EXPECT_EQ(work_.count("job.parked"), 0u);
  }

  tests::Workplace work_{"install"};
  ClosedSsh ssh_;
  NoDialer dialer_;
  NoProbe probe_;
  events::ApplyRequested requested_;
};

TEST_F(ApplyHandlerTest, a_host_that_nobody_confirmed_ends_it_and_is_shown_to_be_confirmed) {
  work_.keep(password, Secret("secret"));
  run();
  EXPECT_EQ(ssh_.opened, 1);
  expect_ended_untouched();
  EXPECT_EQ(work_.last<events::HostKeyRefused>(),
            (events::HostKeyRefused{shown.algorithm, shown.fingerprint, ""}));
  EXPECT_TRUE(work_.last<events::ApplyFailed>().reason.contains("not confirmed"));
}

TEST_F(ApplyHandlerTest, a_changed_host_ends_it_and_is_shown_beside_what_was_confirmed) {
  work_.keep(password, Secret("secret"));
  work_.given(stream_of(access), events::HostKeyPinned{"ssh-ed25519", "SHA256:pinned", false});
  ssh_.refusal = ssh_errc::host_key_changed;
  run();
  expect_ended_untouched();
  EXPECT_EQ(work_.last<events::HostKeyRefused>().pinned_fingerprint, "SHA256:pinned");
}

TEST_F(ApplyHandlerTest, nobody_logs_in_to_a_host_when_another_identity_was_confirmed_since_it_connected) {
  work_.keep(password, Secret("secret"));
  work_.given(stream_of(access), events::HostKeyPinned{shown.algorithm, shown.fingerprint, false});
  SlowSsh ssh;
  ssh.meanwhile = [this]() -> Task<void> {
    const PinHostKey pin{access, {"ssh-ed25519", "SHA256:another", false}};
    EXPECT_TRUE(co_await work_.execute(as_command(pin)));
  };
  run(ssh);
  EXPECT_EQ(ssh.logins, 0);
  expect_ended_untouched();
}

TEST_F(ApplyHandlerTest, a_host_whose_identity_is_the_confirmed_one_is_logged_in_to) {
  work_.keep(password, Secret("secret"));
  work_.given(stream_of(access), events::HostKeyPinned{shown.algorithm, shown.fingerprint, false});
  SlowSsh ssh;
  ssh.meanwhile = []() -> Task<void> { co_return; };
  run(ssh);
  EXPECT_EQ(ssh.logins, 1);
}

TEST_F(ApplyHandlerTest, a_refused_login_ends_it_at_the_first_attempt) {
  work_.keep(password, Secret("wrong"));
  ssh_.refusal = ssh_errc::login_failed;
  run();
  EXPECT_EQ(ssh_.opened, 1);
  expect_ended_untouched();
  EXPECT_EQ(work_.count("access.host_key_refused"), 0u);
}

TEST_F(ApplyHandlerTest, a_host_that_is_away_is_tried_again_before_it_ends) {
  work_.keep(password, Secret("secret"));
  ssh_.refusal = ssh_errc::connect_failed;
  run();
  EXPECT_EQ(ssh_.opened, 4) << "a person waits";
  EXPECT_EQ(work_.count("job.retry_scheduled"), 3u);
  expect_ended_untouched();
}

TEST_F(ApplyHandlerTest, what_nobody_waits_for_is_tried_for_hours) {
  work_.keep(password, Secret("secret"));
  ssh_.refusal = ssh_errc::connect_failed;
  requested_.reason = events::ApplyReason::issued;
  run();
  EXPECT_EQ(ssh_.opened, 12);
  expect_ended_untouched();
}

TEST_F(ApplyHandlerTest, a_secret_that_is_gone_ends_it_before_any_step) {
  run();
  EXPECT_EQ(ssh_.opened, 0);
  EXPECT_EQ(work_.count("apply.step_started"), 0u);
  expect_ended_untouched();
}

}  // namespace
}  // namespace kigen::workers::install
