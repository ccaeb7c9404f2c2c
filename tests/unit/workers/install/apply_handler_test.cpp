#include "workers/install/apply_handler.hpp"

#include <gtest/gtest.h>

#include "events/access_events.hpp"
#include "events/apply_events.hpp"
#include "orchestrator/access/commands.hpp"
#include "orchestrator/pki/import.hpp"
#include "tests/support/history.hpp"
#include "tests/support/over_bytes.hpp"
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

/// Replaces a file, and restarts what reads it, if that goes well.
class ScriptedInstaller final : public Installer {
 public:
  bool restarts = true;

  std::string_view kind() const override { return events::ApacheSettings::kind; }
  Result<Procedure> prepare(InstallPlan plan) override {
    const auto& target = std::get<SshTarget>(plan.target);
    const bool has_secrets = target.password.reveal() == "secret" && !plan.key_pem.empty();
    Step replace{.name = "replace",
                 .run = [=] { return did(has_secrets ? "with its key" : "without its key"); },
                 .undo = [] { return did("put back"); },
                 .live = true};
    Step restart{.name = "restart", .run = [this] { return restart_it(); }, .live = true};
    return Procedure{{std::move(replace), std::move(restart)}};
  }
  Result<Procedure> clean_up(InstallPlan plan) override { return prepare(std::move(plan)); }

 private:
  static Task<Result<StepReport>> did(std::string detail) { co_return StepReport{1850, std::move(detail)}; }
  Task<Result<StepReport>> restart_it() {
    if (!restarts) co_return fail(install_errc::restart_failed, "no");
    co_return StepReport{1850, "restarted"};
  }
};

/// Where the second half is done.
enum class Where : std::uint8_t { here, over_bytes };

/// A node that a certificate is to be installed on.
class Installation {
 public:
  explicit Installation(Where where) : where_(where) {
    static const auto issued = tests::TestIssuer::root("Root").issue({.common_name = "www.example.com"});
    auto generation = pki::read_chain(issued.certificate_pem).value();
    generation.key = key;
    events::NodeSettings settings{.name = "web1", .access = access};
    settings.server = events::ApacheSettings{.certificate_file = "/etc/ssl/cert.pem",
                                             .key_file = "/etc/ssl/key.pem",
                                             .work_folder = "/var/lib/kigen-work"};
    settings.check.method = events::CheckMethod::none;
    work_.keep(key, issued.key_pem);
    work_.given(stream_of(service),
                events::ServiceCreated{{.name = "www", .common_name = "www.example.com"}});
    work_.given(stream_of(service), events::GenerationRegistered{generation});
    work_.given(
        stream_of(access),
        events::AccessCreated{
            {"", events::SshAccess{.host = "192.0.2.1", .login_id = "ops", .login_password = password}}});
    work_.given(stream_of(node), events::NodeCreated{service, settings});
    requested_ = {.service = service, .node = node, .slot = 1, .serial = generation.serial};
  }

  void run() { run(ssh_); }
  void run(Ssh& ssh) {
    ApacheInstaller apache(ssh, work_.clock);
    run(apache);
  }
  void run(Installer& installer) {
    work_.given(stream_of(apply), requested_);
    auto handler = std::make_unique<ApplyHandler>(
        HomePorts{work_.log, work_.vault, work_.clock, work_.random},
        ApplyPorts{{{installer.kind(), &installer}}, dialer_, probe_, work_.clock});
    work_.run(where_ == Where::here ? std::move(handler) : tests::over_bytes(std::move(handler)));
  }
  void expect_ended_untouched() {
    EXPECT_EQ(work_.count("apply.failed"), 1u);
    EXPECT_EQ(work_.count("job.succeeded"), 1u);
    EXPECT_EQ(work_.count("job.parked"), 0u);
  }

  Where where_;
  tests::Workplace work_{"install"};
  ClosedSsh ssh_;
  NoDialer dialer_;
  NoProbe probe_;
  events::ApplyRequested requested_;
};

class ApplyHandlerTest : public testing::TestWithParam<Where>, protected Installation {
 protected:
  ApplyHandlerTest() : Installation(GetParam()) {}
};
INSTANTIATE_TEST_SUITE_P(Everywhere, ApplyHandlerTest, testing::Values(Where::here, Where::over_bytes),
                         [](const auto& param) {
                           return param.param == Where::here ? "here" : "over_bytes";
                         });

TEST_P(ApplyHandlerTest, a_host_that_nobody_confirmed_ends_it_and_is_shown_to_be_confirmed) {
  work_.keep(password, Secret("secret"));
  run();
  EXPECT_EQ(ssh_.opened, 1);
  expect_ended_untouched();
  EXPECT_EQ(work_.last<events::HostKeyRefused>(),
            (events::HostKeyRefused{shown.algorithm, shown.fingerprint, ""}));
  EXPECT_TRUE(work_.last<events::ApplyFailed>().reason.contains("not confirmed"));
}

TEST_P(ApplyHandlerTest, a_changed_host_ends_it_and_is_shown_beside_what_was_confirmed) {
  work_.keep(password, Secret("secret"));
  work_.given(stream_of(access), events::HostKeyPinned{"ssh-ed25519", "SHA256:pinned", false});
  ssh_.refusal = ssh_errc::host_key_changed;
  run();
  expect_ended_untouched();
  EXPECT_EQ(work_.last<events::HostKeyRefused>().pinned_fingerprint, "SHA256:pinned");
}

TEST_P(ApplyHandlerTest, nobody_logs_in_to_a_host_when_another_identity_was_confirmed_since_it_connected) {
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

TEST_P(ApplyHandlerTest, a_host_whose_identity_is_the_confirmed_one_is_logged_in_to) {
  work_.keep(password, Secret("secret"));
  work_.given(stream_of(access), events::HostKeyPinned{shown.algorithm, shown.fingerprint, false});
  SlowSsh ssh;
  ssh.meanwhile = []() -> Task<void> { co_return; };
  run(ssh);
  EXPECT_EQ(ssh.logins, 1);
}

TEST_P(ApplyHandlerTest, a_refused_login_ends_it_at_the_first_attempt) {
  work_.keep(password, Secret("wrong"));
  ssh_.refusal = ssh_errc::login_failed;
  run();
  EXPECT_EQ(ssh_.opened, 1);
  expect_ended_untouched();
  EXPECT_EQ(work_.count("access.host_key_refused"), 0u);
}

TEST_P(ApplyHandlerTest, a_host_that_is_away_is_tried_again_before_it_ends) {
  work_.keep(password, Secret("secret"));
  ssh_.refusal = ssh_errc::connect_failed;
  run();
  EXPECT_EQ(ssh_.opened, 4) << "a person waits";
  EXPECT_EQ(work_.count("job.retry_scheduled"), 3u);
  expect_ended_untouched();
}

TEST_P(ApplyHandlerTest, what_nobody_waits_for_is_tried_for_hours) {
  work_.keep(password, Secret("secret"));
  ssh_.refusal = ssh_errc::connect_failed;
  requested_.reason = events::ApplyReason::issued;
  run();
  EXPECT_EQ(ssh_.opened, 12);
  expect_ended_untouched();
}

TEST_P(ApplyHandlerTest, a_secret_that_is_gone_ends_it_before_any_step) {
  run();
  EXPECT_EQ(ssh_.opened, 0);
  EXPECT_EQ(work_.count("apply.step_started"), 0u);
  expect_ended_untouched();
}

std::vector<std::string> history(Where where, ScriptedInstaller installer) {
  Installation installation(where);
  installation.work_.keep(password, Secret("secret"));
  installation.run(installer);
  return installation.work_.told_of("apply.");
}

TEST(ApplyHandlerFarAway, installs_in_the_same_history) {
  const auto here = history(Where::here, {});
  EXPECT_EQ(history(Where::over_bytes, {}), here);
  EXPECT_TRUE(std::ranges::any_of(here, [](const auto& line) { return line.contains("with its key"); }));
  EXPECT_TRUE(here.back().starts_with("apply.succeeded"));
}

TEST(ApplyHandlerFarAway, rolls_back_in_the_same_history) {
  ScriptedInstaller broken;
  broken.restarts = false;
  const auto here = history(Where::here, broken);
  EXPECT_EQ(history(Where::over_bytes, broken), here);
  EXPECT_TRUE(here.back().starts_with("apply.rolled_back"));
}

}  // namespace
}  // namespace kigen::workers::install
