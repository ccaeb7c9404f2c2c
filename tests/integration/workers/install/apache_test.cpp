#include "workers/install/apache.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <algorithm>
#include <array>

#include "orchestrator/apply/saga.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/import.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tests/integration/support/pretend_host.hpp"
#include "tests/support/run_task.hpp"
#include "workers/check/node_check.hpp"
#include "workers/check/real_tls_probe.hpp"
#include "workers/install/apache_scripts.hpp"
#include "workers/ssh/libssh2_ssh.hpp"

namespace kigen::workers::install {
namespace {

using namespace std::chrono_literals;
using namespace orchestrator;
using tests::PretendHost;
using tests::read_text;
using tests::run_task;
using tests::write_text;

/// SSH whose connection breaks at one command: before the host sees it, or after it ran.
class BreakingSsh final : public Ssh {
 public:
  explicit BreakingSsh(Ssh& real) : real_(real) {}
  int break_at = 0;  ///< the n-th command; 0 = never
  bool after = false;
  int commands = 0;

  Task<Result<std::unique_ptr<SshSession>>> connect(SshTarget target, Instant deadline) override {
    CO_TRY(auto session, co_await real_.connect(std::move(target), deadline));
    co_return std::make_unique<Session>(*this, std::move(session));
  }
  Task<Result<HostKey>> scan(Endpoint endpoint, events::SshAlgorithms algorithms, Instant deadline) override {
    co_return co_await real_.scan(std::move(endpoint), algorithms, deadline);
  }

 private:
  struct Session final : SshSession {
    Session(BreakingSsh& all, std::unique_ptr<SshSession> real) : owner(all), session(std::move(real)) {}
    const HostKey& host_key() const override { return session->host_key(); }
    Task<Result<>> log_in(Instant deadline) override { co_return co_await session->log_in(deadline); }
    Task<Result<CommandOutput>> run(std::vector<std::string> arguments, bool elevated, Secret input,
                                    Instant deadline) override {
      const bool breaks = ++owner.commands == owner.break_at;
      if (breaks && !owner.after) co_return fail(ssh_errc::connection_lost, "broken by the test");
      auto output = co_await session->run(std::move(arguments), elevated, std::move(input), deadline);
      if (breaks) co_return fail(ssh_errc::connection_lost, "broken by the test");
      co_return output;
    }
    BreakingSsh& owner;
    std::unique_ptr<SshSession> session;
  };

  Ssh& real_;
};

events::ApacheSettings& apache_of(InstallPlan& plan) { return plan.server.as<events::ApacheSettings>(); }
const events::ApacheSettings& apache_of(const InstallPlan& plan) {
  return plan.server.as<events::ApacheSettings>();
}

/// A host, and applies on it by the real saga.
class Site {
 public:
  explicit Site(const PretendHost::Options& options = {}, std::string user = "opspw")
      : host(options), user_(std::move(user)) {}

  /// What it takes to install a certificate that is issued now.
  InstallPlan new_plan() {
    const auto issued = host.issue();
    InstallPlan plan;
    plan.apply = fresh_id<ApplyId>(clock_.now(), random_);
    plan.service = "www";
    plan.node = "web-1";
    plan.server = host.apache_settings();
    plan.target = host.root_target(user_);
    plan.leaf_pem = issued.leaf_pem;
    plan.chain_pem = issued.chain_pem;
    plan.key_pem = Secret("words beside the key\n" + issued.key_pem);
    generation_ = pki::read_chain(issued.leaf_pem + issued.chain_pem).value();
    plan.serial = generation_.serial;
    return plan;
  }

  /// Runs the apply in a "process" of its own, going on from what `log` tells, until it ends or what it says
  /// has no room in `log` any more.
  void run(const InstallPlan& plan, std::vector<events::ApplyEvent>& log, std::size_t stop_after = 1000) {
    ApacheInstaller installer(ssh, clock_);
    auto procedure = installer.prepare(plan);
    ASSERT_TRUE(procedure) << describe(procedure.error());
    Apply apply;
    apply.id = plan.apply;
    apply.serial = plan.serial;
    for (const auto& event : log) apply = evolve(std::move(apply), event, {});
    std::vector<events::ApplyEvent> said;
    const auto note = [&](events::ApplyEvent event) { said.push_back(std::move(event)); };
    const auto report = [&](events::ApplyEvent event) -> Task<Result<>> {
      note(std::move(event));
      if (log.size() + said.size() > stop_after)
        co_return fail(Error{make_error_code(std::errc::operation_canceled)});
      log.insert(log.end(), said.begin(), said.end());
      said.clear();
      co_return Result<>{};
    };
    const SagaWorld world{.clock = clock_,
                          .report = report,
                          .note = note,
                          .look = [this](std::string serial) { return look(std::move(serial)); },
                          .served_before = served_before_};
    std::ignore = run_task(loop_, run_saga(std::move(apply), std::move(*procedure), world), 120s);
  }

  /// Takes away what an ended apply left; the steps that stay.
  Result<std::vector<std::string>> clean_up(InstallPlan plan, std::vector<std::string> begun,
                                            bool keep_backup) {
    plan.leaf_pem.clear();
    plan.chain_pem.clear();
    plan.key_pem = Secret();
    ApacheInstaller installer(ssh, clock_);
    return run_task(
        loop_,
        orchestrator::clean_up(std::move(begun), keep_backup, installer.clean_up(std::move(plan)).value()),
        60s);
  }

  /// One apply from begin to end; its last event.
  events::ApplyEvent apply(const InstallPlan& plan) {
    served_before_ = served();
    std::vector<events::ApplyEvent> log;
    run(plan, log);
    return log.empty() ? events::ApplyEvent(events::ApplyCancelled{"never began"}) : log.back();
  }

  /// The serial that Apache serves; empty when it serves none.
  std::string served() {
    return run_task(loop_, check::check_node(ports_, settings(), {}, "", clock_.now() + 5s))->served_serial;
  }
  void remember_served() { served_before_ = served(); }

  struct stat stat_of(const std::string& path) const {
    struct stat found{};
    EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
    return found;
  }
  std::vector<std::string> in_work_folder() const {
    std::vector<std::string> names;
    const auto work = host.folder() / "work";
    if (!std::filesystem::exists(work)) return names;
    for (const auto& base : std::filesystem::directory_iterator(work))
      for (const auto& entry : std::filesystem::directory_iterator(base))
        names.push_back(entry.path().filename());
    std::ranges::sort(names);
    return names;
  }

  PretendHost host;

 private:
  events::CheckSettings settings() const {
    return {.method = events::CheckMethod::address, .address = host.tls().host, .port = host.tls().port};
  }
  Task<Result<events::NodeChecked>> look(std::string serial) {
    co_return co_await check::check_until_served(ports_, settings(), check::expectation(generation_), serial,
                                                 "", clock_.now() + 10s);
  }

  std::string user_;
  asio::io_context loop_;
  SystemClock clock_;
  SystemRandom random_;
  net::TcpDialer dialer_{loop_.get_executor(), clock_};
  ssh::Libssh2Ssh real_ssh_{dialer_, clock_, random_};
  check::RealTlsProbe probe_{dialer_, clock_};
  check::CheckPorts ports_{dialer_, probe_, clock_};
  events::Generation generation_;
  std::string served_before_;

 public:
  BreakingSsh ssh{real_ssh_};
};

bool has_ended(const events::ApplyEvent& event) {
  return std::holds_alternative<events::ApplySucceeded>(event) ||
         std::holds_alternative<events::ApplyRolledBack>(event) ||
         std::holds_alternative<events::ApplyFailed>(event) ||
         std::holds_alternative<events::ApplyStuck>(event);
}

std::string reason_of(const events::ApplyEvent& event) {
  if (const auto* back = std::get_if<events::ApplyRolledBack>(&event)) return "rolled back: " + back->reason;
  if (const auto* failed = std::get_if<events::ApplyFailed>(&event)) return "failed: " + failed->reason;
  if (const auto* stuck = std::get_if<events::ApplyStuck>(&event)) return "stuck: " + stuck->reason;
  return "ended otherwise";
}

#define EXPECT_SUCCEEDED(event) \
  EXPECT_TRUE(std::holds_alternative<events::ApplySucceeded>(event)) << reason_of(event)
#define EXPECT_FAILED(event) \
  EXPECT_TRUE(std::holds_alternative<events::ApplyFailed>(event)) << reason_of(event)
#define EXPECT_ROLLED_BACK(event) \
  EXPECT_TRUE(std::holds_alternative<events::ApplyRolledBack>(event)) << reason_of(event)

struct Case {
  std::string user;
  bool separate_chain;
};
class ApacheInstall : public testing::TestWithParam<Case> {};

TEST_P(ApacheInstall, serves_the_new_certificate) {
  Site site({.separate_chain = GetParam().separate_chain}, GetParam().user);
  const auto before = site.served();
  const auto plan = site.new_plan();
  const auto end = site.apply(plan);
  EXPECT_SUCCEEDED(end);
  EXPECT_NE(site.served(), before);
  EXPECT_EQ(site.served(), plan.serial);
  const auto settings = site.host.apache_settings();
  EXPECT_EQ(read_text(settings.key_file), pki::parse_private_key(plan.key_pem)->pem.reveal());
  EXPECT_EQ(read_text(settings.certificate_file),
            GetParam().separate_chain ? plan.leaf_pem : plan.leaf_pem + plan.chain_pem);
  if (GetParam().separate_chain) EXPECT_EQ(read_text(settings.chain_file), plan.chain_pem);
  EXPECT_EQ(site.stat_of(settings.key_file).st_mode & 0777, 0600u);
  EXPECT_EQ(site.stat_of(settings.key_file).st_uid, 0u);
}

INSTANTIATE_TEST_SUITE_P(, ApacheInstall,
                         testing::Values(Case{"root", false}, Case{"deploy", true}, Case{"ops", false},
                                         Case{"opspw", true}),
                         [](const auto& info) {
                           return info.param.user +
                                  (info.param.separate_chain ? "_separate_chain" : "_full_chain");
                         });

TEST(ApacheRefusal, a_mismatched_pair_is_refused_before_anything_is_sent) {
  Site site;
  ApacheInstaller installer(site.ssh, *std::make_unique<SystemClock>());
  auto plan = site.new_plan();
  plan.key_pem = Secret(site.host.issue().key_pem);
  const auto mismatch = installer.prepare(plan);
  EXPECT_EQ(mismatch.error().code, pki::pki_errc::key_mismatch);
  EXPECT_EQ(message_number(mismatch.error().code), 1651);
  plan.key_pem = Secret();
  EXPECT_EQ(installer.prepare(plan).error().code, install_errc::key_missing);
  plan = site.new_plan();
  plan.chain_pem = read_text(site.host.folder() / "apache/tls/root.pem") + plan.chain_pem + plan.chain_pem;
  EXPECT_EQ(installer.prepare(plan).error().code, pki::pki_errc::not_one_chain);
  plan = site.new_plan();
  apache_of(plan).key_file = "/tmp/$(reboot)";
  EXPECT_EQ(installer.prepare(plan).error().code, input_errc::malformed_path);
  EXPECT_FALSE(read_text(site.host.folder() / "sshd.log").contains("Accepted"));
}

/// What is wrong with a path of the settings, and what is said of it.
struct Wrong {
  std::string name;
  std::string prepared;  ///< by a shell on the host, with $tls for the folder of Apache's files
  std::string words;
  std::string events::ApacheSettings::* path = nullptr;  ///< if another one than usual: this one
  std::string value = {};                                ///< in that folder
};
class ApachePaths : public testing::TestWithParam<Wrong> {};

TEST_P(ApachePaths, are_looked_at_before_anything_is_touched) {
  const auto& wrong = GetParam();
  Site site;
  auto plan = site.new_plan();
  const auto tls = std::filesystem::path(apache_of(plan).key_file).parent_path();
  if (site.host.shell("tls=" + tls.string() + "; cd $tls; " + wrong.prepared) != 0)
    GTEST_SKIP() << "this machine cannot do so: " << wrong.prepared;
  if (wrong.path != nullptr) apache_of(plan).*wrong.path = (tls / wrong.value).string();
  const auto before = site.served();
  const auto key = read_text(tls / "key.pem");
  const auto end = site.apply(plan);
  EXPECT_FAILED(end);
  EXPECT_TRUE(reason_of(end).contains(wrong.words)) << reason_of(end);
  EXPECT_TRUE(reason_of(end).contains(tls.string())) << reason_of(end);
  EXPECT_EQ(site.served(), before);
  EXPECT_EQ(read_text(tls / "key.pem"), key);
  EXPECT_TRUE(site.in_work_folder().empty());
}

using A = events::ApacheSettings;
INSTANTIATE_TEST_SUITE_P(
    , ApachePaths,
    testing::Values(
        Wrong{"missing_folder", "true", "new does not exist", &A::certificate_file, "new/cert.pem"},
        Wrong{"link_to_nowhere", "ln -s $tls/none/cert.pem link.pem", "link.pem is a link to",
              &A::certificate_file, "link.pem"},
        Wrong{"folder", "mkdir folder.pem", "folder.pem is a folder", &A::certificate_file, "folder.pem"},
        Wrong{"no_file", "mkfifo pipe.pem", "pipe.pem is no file", &A::certificate_file, "pipe.pem"},
        Wrong{"two_links_to_one_file",
              "cat cert.pem key.pem > both.pem; ln -s both.pem c2.pem; ln -sf both.pem key.pem",
              "are one file on the host", &A::certificate_file, "c2.pem"},
        Wrong{"hard_link", "ln key.pem other-name.pem", "has other names on the host"},
        Wrong{"mount", "mount --bind key.pem key.pem", "is a mount"},
        Wrong{"protected_file", "chattr +i cert.pem && lsattr cert.pem | grep -q -- '-i-'",
              "protected by chattr"},
        Wrong{"work_folder_is_a_file", "touch work", "work is no folder", &A::work_folder, "work"}),
    [](const auto& info) { return info.param.name; });

/// Ways in which a session or the execution id fails before any command of ours ran.
struct Closed {
  std::string name;
  std::string user;
  std::string prepared;  ///< by a shell on the host
  void (*spoil)(SshTarget&);
  std::string words;
};
class ClosedHost : public testing::TestWithParam<Closed> {};

TEST_P(ClosedHost, fails_an_apply_and_changes_nothing) {
  const auto& closed = GetParam();
  Site site({}, closed.user);
  const auto log = site.host.folder() / "sudo.log";
  ASSERT_EQ(site.host.shell("echo 'Defaults logfile=" + log.string() + "' >> /etc/sudoers.d/pretend; " +
                            closed.prepared),
            0);
  auto plan = site.new_plan();
  closed.spoil(std::get<SshTarget>(plan.target));
  const auto before = site.served();
  const auto end = site.apply(plan);
  EXPECT_FAILED(end);
  EXPECT_TRUE(reason_of(end).contains(closed.words)) << reason_of(end);
  EXPECT_EQ(site.served(), before);
  EXPECT_TRUE(site.in_work_folder().empty());
  const auto tries = [](const std::string& text, const std::string& words) {
    int count = 0;
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) ++count;
    return count;
  };
  EXPECT_LE(tries(read_text(site.host.folder() / "sshd.log"), "Failed password"), 1);
  if (std::filesystem::exists(log)) EXPECT_LE(tries(read_text(log), "incorrect password"), 1);
}

INSTANTIATE_TEST_SUITE_P(
    , ClosedHost,
    testing::Values(
        Closed{"wrong_login_password", "opspw", "true",
               [](SshTarget& target) { target.password = Secret("wrong"); }, "was not taken"},
        Closed{"wrong_sudo_password", "opspw", "true",
               [](SshTarget& target) { target.execution_password = Secret("wrong"); }, "Sorry, try again"},
        Closed{"wrong_su_password", "deploy", "true",
               [](SshTarget& target) { target.execution_password = Secret("wrong"); },
               "Authentication failure"},
        Closed{"not_in_sudoers", "deploy", "true",
               [](SshTarget& target) {
                 target.run_as = RunAs::sudo;
                 target.execution_password = target.password;
               },
               "not in the sudoers file"},
        Closed{"a_terminal_is_wanted", "ops", "echo 'Defaults requiretty' >> /etc/sudoers.d/pretend",
               [](SshTarget&) {}, "you must have a tty"},
        Closed{"no_password_was_given", "opspw", "true",
               [](SshTarget& target) { target.execution_password = Secret(); }, "a password is required"},
        Closed{"a_shell_that_lets_nobody_in", "deploy", "usermod -s /usr/sbin/nologin deploy",
               [](SshTarget&) {}, "not available"}),
    [](const auto& info) { return info.param.name; });

TEST(ApacheRollback, an_apache_that_dies_at_its_restart_serves_the_old_certificate_again) {
  for (const auto* user : {"deploy", "opspw"}) {
    Site site({}, user);
    const auto before = site.served();
    const auto key = read_text(site.host.apache_settings().key_file);
    site.host.break_at_restart();
    const auto end = site.apply(site.new_plan());
    EXPECT_ROLLED_BACK(end);
    EXPECT_TRUE(reason_of(end).contains("restart: the server did not come through its restart"))
        << reason_of(end);
    EXPECT_TRUE(reason_of(end).contains("do not match") || reason_of(end).contains("AH0")) << reason_of(end);
    EXPECT_EQ(site.served(), before);
    EXPECT_EQ(read_text(site.host.apache_settings().key_file), key);
    EXPECT_TRUE(site.in_work_folder().empty());
  }
}

TEST(ApacheRollback, a_refused_configuration_is_never_restarted_with) {
  Site site;
  const auto before = site.served();
  const auto pid = read_text(site.host.folder() / "apache/run/httpd.pid");
  write_text(site.host.folder() / "apache/conf.d/typo.conf", "SLLEngine on\n");
  const auto end = site.apply(site.new_plan());
  EXPECT_ROLLED_BACK(end);
  EXPECT_TRUE(reason_of(end).contains("SLLEngine")) << reason_of(end);
  EXPECT_EQ(site.served(), before);
  EXPECT_EQ(read_text(site.host.folder() / "apache/run/httpd.pid"), pid);
}

TEST(ApacheRollback, puts_back_owner_mode_and_what_was_not_there) {
  Site site({.separate_chain = true});
  auto plan = site.new_plan();
  const auto extra = (site.host.folder() / "apache/tls/not-there-yet.pem").string();
  const auto certificate = apache_of(plan).certificate_file;
  apache_of(plan).chain_file = extra;
  ASSERT_EQ(site.host.shell("chown www-data:adm " + certificate + " && chmod 640 " + certificate +
                            " && chmod 644 " + apache_of(plan).key_file),
            0);
  const auto was = site.stat_of(certificate);
  site.host.break_at_restart();
  EXPECT_ROLLED_BACK(site.apply(plan));
  EXPECT_FALSE(std::filesystem::exists(extra));
  const auto is = site.stat_of(certificate);
  EXPECT_EQ(std::tie(is.st_uid, is.st_gid, is.st_mode, is.st_mtim.tv_sec),
            std::tie(was.st_uid, was.st_gid, was.st_mode, was.st_mtim.tv_sec));
  EXPECT_EQ(site.stat_of(apache_of(plan).key_file).st_mode & 0777, 0644u);
}

/// A script whose connection was lost may come to its turn when its apply has been undone.
TEST(ApacheRollback, refuses_what_comes_late) {
  Site site;
  const auto folder = site.host.folder() / "late";
  const auto run = [&](const std::string& script, const std::string& arguments) {
    write_text(folder / "script", script);
    return site.host.shell("cd " + folder.string() + " && sh script " + arguments);
  };
  ASSERT_EQ(site.host.shell("mkdir -p " + (folder / "new").string()), 0);
  write_text(folder / "new/leaf", "new");
  write_text(folder / "target", "old");
  const std::string pair = " leaf " + (folder / "target").string();
  ASSERT_EQ(run(script::back_up, "backup" + pair), 0);
  ASSERT_EQ(run(script::replace, "new backup" + pair), 0);
  ASSERT_EQ(read_text(folder / "target"), "new");
  ASSERT_EQ(run(script::restore, "backup" + pair), 0);
  const auto restarted = "apachectl " + site.host.apache_settings().config_file + " backup";
  for (const bool removed : {false, true}) {
    EXPECT_NE(run(script::replace, "new backup" + pair), 0) << removed;
    EXPECT_NE(run(script::restart, restarted), 0) << removed;
    EXPECT_EQ(read_text(folder / "target"), "old") << removed;
    if (!removed) {
      ASSERT_EQ(run(script::revive, restarted), 0);
      ASSERT_EQ(run(script::remove_backup, "backup"), 0);
    }
  }
}

TEST(ApacheApply, keeps_owner_and_mode_and_follows_links) {
  Site site;
  auto plan = site.new_plan();
  const auto certificate = apache_of(plan).certificate_file;
  ASSERT_EQ(
      site.host.shell("mv " + certificate + " " + certificate + ".real && ln -s cert.pem.real " +
                      certificate + " && chown www-data:adm " + certificate + " && chmod 640 " + certificate),
      0);
  const auto was = site.stat_of(certificate);
  EXPECT_SUCCEEDED(site.apply(plan));
  EXPECT_TRUE(std::filesystem::is_symlink(certificate));
  const auto is = site.stat_of(certificate);
  EXPECT_EQ(std::tie(is.st_uid, is.st_gid, is.st_mode), std::tie(was.st_uid, was.st_gid, was.st_mode));
  EXPECT_EQ(site.served(), plan.serial);
}

/// An access control list as the kernel keeps it (acl(5), posix_acl_xattr.h): who else may read the file.
std::string readable_also_by(std::uint32_t user) {
  struct Entry {
    std::uint16_t tag;
    std::uint16_t permissions;
    std::uint32_t id;
  };
  constexpr std::uint32_t version = 2, nobody = ~0u;
  const std::array entries{Entry{0x01, 6, nobody}, Entry{0x02, 4, user}, Entry{0x04, 4, nobody},
                           Entry{0x10, 4, nobody}, Entry{0x20, 0, nobody}};
  std::string bytes(reinterpret_cast<const char*>(&version), sizeof version);
  return bytes.append(reinterpret_cast<const char*>(entries.data()), sizeof entries);
}

std::string attribute(const std::string& path, const char* name) {
  std::array<char, 256> bytes{};
  const auto size = ::getxattr(path.c_str(), name, bytes.data(), bytes.size());
  return {bytes.data(), size < 0 ? 0 : static_cast<std::size_t>(size)};
}

TEST(ApacheApply, keeps_who_owns_the_key_and_who_may_read_it) {
  Site site;
  auto plan = site.new_plan();
  const auto key = apache_of(plan).key_file;
  ASSERT_EQ(site.host.shell("chown root:www-data " + key + " && chmod 640 " + key), 0);
  const std::string words = "of the web team", list = readable_also_by(1);
  const bool has_attributes = ::setxattr(key.c_str(), "user.note", words.data(), words.size(), 0) == 0;
  const bool has_lists = ::setxattr(key.c_str(), "system.posix_acl_access", list.data(), list.size(), 0) == 0;
  const auto was = site.stat_of(key);
  EXPECT_SUCCEEDED(site.apply(plan));
  EXPECT_EQ(read_text(key), pki::parse_private_key(plan.key_pem)->pem.reveal());
  const auto is = site.stat_of(key);
  EXPECT_EQ(std::tie(is.st_uid, is.st_gid, is.st_mode), std::tie(was.st_uid, was.st_gid, was.st_mode));
  EXPECT_GE(is.st_mtim.tv_sec, was.st_mtim.tv_sec) << "it is another file";
  if (has_attributes) EXPECT_EQ(attribute(key, "user.note"), words);
  if (has_lists) EXPECT_TRUE(attribute(key, "system.posix_acl_access") == list);
}

TEST(ApacheApply, gives_new_files_modes_that_nobody_regrets) {
  Site site({.separate_chain = true});
  auto plan = site.new_plan();
  auto& settings = apache_of(plan);
  for (auto* path : {&settings.certificate_file, &settings.chain_file, &settings.key_file})
    ASSERT_EQ(site.host.shell("rm " + *path), 0);
  EXPECT_SUCCEEDED(site.apply(plan));
  EXPECT_EQ(site.stat_of(settings.key_file).st_mode & 0777, 0600u);
  EXPECT_EQ(site.stat_of(settings.certificate_file).st_mode & 0777, 0644u);
  EXPECT_EQ(site.stat_of(settings.chain_file).st_mode & 0777, 0644u);
}

/// Comes back when none runs any more, or fails after ten seconds. Again and again, as an Apache that has
/// just begun to listen may start a child while pkill counts them.
const std::string kill_apache =
    "for i in $(seq 200); do pkill -9 -x apache2 || exit 0; sleep 0.05; done; exit 1";

TEST(ApacheApply, starts_an_apache_that_did_not_run) {
  Site site;
  ASSERT_EQ(site.host.shell(kill_apache), 0);
  const auto plan = site.new_plan();
  EXPECT_SUCCEEDED(site.apply(plan));
  EXPECT_EQ(site.served(), plan.serial);
}

/// Debian's own configuration and apachectl, which takes words in place of -f and -k.
TEST(ApacheApply, works_with_the_distribution_s_layout) {
  Site site;
  const auto tls = site.host.apache_settings();
  const auto listen = to_text(site.host.tls());
  ASSERT_EQ(site.host.shell(kill_apache), 0);
  const auto set_up = R"(set -e
cd /etc/apache2
rm -f sites-enabled/*
printf '%s\n' 'ServerName www.example.test' 'Listen )" +
                      listen + R"(' > ports.conf
for mod in ssl socache_shmcb; do ln -sf ../mods-available/$mod.load mods-enabled/; done
printf '%s\n' '<VirtualHost )" +
                      listen + R"(>' 'ServerName www.example.test' 'SSLEngine on' \
  'SSLCertificateFile )" +
                      tls.certificate_file + R"(' 'SSLCertificateKeyFile )" + tls.key_file + R"(' \
  '</VirtualHost>' > sites-enabled/site.conf
mkdir -p /run/apache2 /var/log/apache2
apachectl start
)";
  ASSERT_EQ(site.host.shell(set_up), 0);
  auto plan = site.new_plan();
  apache_of(plan).config_file = "";
  EXPECT_SUCCEEDED(site.apply(plan));
  EXPECT_EQ(site.served(), plan.serial);
  ASSERT_EQ(site.host.shell("cp " + tls.key_file + " " + tls.key_file +
                            ".copy; sed 's/key.pem/&.copy/' "
                            "/etc/apache2/sites-enabled/site.conf > /etc/apache2/sites-enabled/second.conf"),
            0);
  auto broken = site.new_plan();
  apache_of(broken).config_file = "";
  EXPECT_ROLLED_BACK(site.apply(broken));
  EXPECT_EQ(site.served(), plan.serial);
}

TEST(ApacheApply, twice_is_the_same_as_once) {
  Site site;
  auto plan = site.new_plan();
  EXPECT_SUCCEEDED(site.apply(plan));
  const auto first = site.in_work_folder();
  EXPECT_SUCCEEDED(site.apply(plan));
  EXPECT_EQ(site.served(), plan.serial);
  EXPECT_EQ(site.in_work_folder(), first);
}

TEST(ApacheApply, keeps_two_generations) {
  Site site;
  std::vector<std::string> serials;
  for (int i = 0; i < 4; ++i) {
    auto plan = site.new_plan();
    if (!serials.empty()) plan.kept_serials = {serials.back()};
    serials.push_back(plan.serial);
    EXPECT_SUCCEEDED(site.apply(plan));
  }
  const auto kept = site.in_work_folder();
  EXPECT_EQ(kept.size(), 4u) << testing::PrintToString(kept);
  for (const auto& serial : {serials[2], serials[3]})
    EXPECT_TRUE(std::ranges::find(kept, "generation-" + serial) != kept.end())
        << testing::PrintToString(kept);
}

/// What the login user does on the host for as long as it lives.
class Intruder {
 public:
  Intruder(const PretendHost& host, std::string user, const std::string& deed)
      : host_(host), user_(std::move(user)) {
    const auto loop = "touch /home/" + user_ + "/began; while :; do " + deed + " done";
    EXPECT_EQ(host_.shell("cd /home/" + user_ + " && nohup setpriv --reuid " + user_ + " --regid " + user_ +
                          " --clear-groups bash -c " + quoted(loop) +
                          " > /dev/null 2>&1 < /dev/null & for i in $(seq 100); do test -e /home/" + user_ +
                          "/began && exit 0; sleep 0.05; done; exit 1"),
              0);
  }
  Intruder(const Intruder&) = delete;
  Intruder& operator=(const Intruder&) = delete;
  ~Intruder() { host_.shell("pkill -KILL -u " + user_); }

 private:
  static std::string quoted(const std::string& text) { return "'" + text + "'"; }
  const PretendHost& host_;
  std::string user_;
};

/// The folder by which files once came was the login user's, who put a link to what root alone reads in the
/// place of the certificate, and read the key.
TEST(ApacheAttack, a_login_user_who_swaps_what_was_sent_gains_nothing) {
  for (const std::string user : {"deploy", "opspw"}) {
    Site site({}, user);
    const auto plan = site.new_plan();
    const auto key = pki::parse_private_key(plan.key_pem)->pem.reveal();
    const auto home = "/home/" + user;
    ASSERT_EQ(site.host.shell("printf 'PRIVATE KEY\\n" + key.substr(key.find('\n') + 1, 60) + "\\n' > " +
                              home + "/wanted"),
              0);
    const Intruder intruder(
        site.host, user,
        "for f in /tmp/kigen-[0-9a-f]*-*; do cat $f/*; ln -sf /etc/shadow $f/certificate; done >> seen"
        " 2> /dev/null; cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2> /dev/null | tr \"\\0\" \"\\n\" |"
        " grep -a -F -f wanted >> seen; touch looked;");
    EXPECT_SUCCEEDED(site.apply(plan));
    EXPECT_EQ(site.served(), plan.serial);
    EXPECT_EQ(read_text(apache_of(plan).certificate_file), plan.leaf_pem + plan.chain_pem);
    EXPECT_EQ(site.host.shell("test -e " + home + "/looked && test ! -s " + home + "/seen"), 0);
  }
}

/// Who owns a folder on the way to a file decides what the file is.
struct Trap {
  std::string name;
  std::string prepared;  ///< by root on the host, with $tls and $work for the folders
  std::string words;
};
class ApacheTrap : public testing::TestWithParam<Trap> {};

TEST_P(ApacheTrap, is_refused_by_name_before_anything_is_written) {
  const auto& trap = GetParam();
  Site site({}, "deploy");
  auto plan = site.new_plan();
  const auto tls = std::filesystem::path(apache_of(plan).key_file).parent_path().string();
  apache_of(plan).work_folder = (site.host.folder() / "srv/work").string();
  ASSERT_EQ(site.host.shell("mkdir -p " + (site.host.folder() / "srv").string() + "; tls=" + tls +
                            " work=" + apache_of(plan).work_folder + "; " + trap.prepared),
            0);
  const auto before = site.served();
  const auto shadow = site.stat_of("/etc/shadow").st_mtim.tv_nsec;
  const auto end = site.apply(plan);
  EXPECT_FAILED(end);
  EXPECT_TRUE(reason_of(end).contains(trap.words)) << reason_of(end);
  EXPECT_EQ(site.served(), before);
  EXPECT_EQ(site.stat_of("/etc/shadow").st_mtim.tv_nsec, shadow);
  EXPECT_NE(
      site.host.shell("find " + site.host.folder().string() + " /home -name 'generation-*' | grep -q ."), 0);
  EXPECT_NE(site.host.shell("find " + site.host.folder().string() + " /home -name '*.kigen-new' | grep -q ."),
            0);
}

INSTANTIATE_TEST_SUITE_P(
    , ApacheTrap,
    testing::Values(
        Trap{"tls_folder_of_the_login_user", "chown deploy $tls", "apache/tls belongs to deploy"},
        Trap{"tls_folder_that_others_write", "chmod 777 $tls", "apache/tls may be written to by others"},
        Trap{"tls_folder_that_its_group_writes", "chgrp deploy $tls; chmod 775 $tls",
             "apache/tls may be written to by others"},
        Trap{"tls_folder_like_tmp", "chmod 1777 $tls", "apache/tls/ may be written to by others"},
        Trap{"folder_above_it", "chown deploy $tls/..", "/apache belongs to deploy"},
        Trap{"link_of_the_login_user",
             "mv $tls/key.pem $tls/real.pem; ln -s real.pem $tls/key.pem; chown -h deploy $tls/key.pem",
             "apache/tls/key.pem belongs to deploy"},
        Trap{"link_into_their_folder",
             "mkdir /home/deploy/tls; mv $tls/cert.pem /home/deploy/tls/; chown -R deploy /home/deploy/tls;"
             " ln -s /home/deploy/tls/cert.pem $tls/cert.pem",
             "/home/deploy belongs to deploy"},
        Trap{"work_folder_of_the_login_user", "mkdir $work; chown deploy $work",
             "/srv/work belongs to deploy"},
        Trap{"work_folder_in_theirs", "chown deploy ${work%/work}", "/srv belongs to deploy"},
        Trap{"work_folder_as_a_link",
             "mkdir /home/deploy/w; chown deploy /home/deploy/w; ln -s /home/deploy/w $work",
             "/home/deploy belongs to deploy"}),
    [](const auto& info) { return info.param.name; });

TEST(ApacheApply, says_that_what_is_outdated_was_allowed) {
  Site site;
  auto plan = site.new_plan();
  std::get<SshTarget>(plan.target).algorithms = events::SshAlgorithms::legacy;
  constexpr std::size_t until_connected = 4;  // events: apply.started, connect begun and ended, the next
  std::vector<events::ApplyEvent> log;
  site.run(plan, log, until_connected);
  const auto* connected = std::get_if<events::StepSucceeded>(&log.at(2));
  ASSERT_TRUE(connected);
  EXPECT_EQ(connected->message, 3811u);
}

/// Whoever logs in may install what is theirs.
TEST(ApacheApply, installs_without_other_rights_what_is_the_login_user_s_own) {
  Site site({}, "deploy");
  auto plan = site.new_plan();
  plan.target = site.host.target("deploy");
  auto& settings = apache_of(plan);
  const std::string home = "/home/deploy/";
  settings.certificate_file = home + "tls/cert.pem";
  settings.key_file = home + "tls/key.pem";
  settings.work_folder = home + "work";
  settings.control_program = "/bin/true";
  ASSERT_EQ(site.host.shell("cd " + home + " && mkdir -m 755 tls && chown deploy tls"), 0);
  constexpr std::size_t until_replaced = 18;  // events: apply.started, eight steps begun and ended, the next
  std::vector<events::ApplyEvent> log;
  site.run(plan, log, until_replaced);
  const auto* done = std::get_if<events::StepSucceeded>(&log.at(until_replaced - 2));
  ASSERT_TRUE(done) << reason_of(log.back());
  EXPECT_EQ(done->name, "set_permissions");
  EXPECT_EQ(site.host.shell("grep -q PRIVATE " + settings.key_file + " && [ $(stat -c %a%U " +
                            settings.key_file + ") = 600deploy ]"),
            0);
}

/// Interrupted after each event in turn; a new process goes on from the log.
TEST(ApacheInterruption, goes_on_from_anywhere) {
  Site site;
  bool interrupted = true;
  for (std::size_t stop = 1; interrupted; ++stop) {
    site.remember_served();
    const auto plan = site.new_plan();
    std::vector<events::ApplyEvent> log;
    site.run(plan, log, stop);
    interrupted = !has_ended(log.back());
    if (interrupted) site.run(plan, log);
    EXPECT_SUCCEEDED(log.back()) << "after " << stop << " events";
    EXPECT_EQ(site.served(), plan.serial) << "after " << stop << " events";
  }
}

/// Interrupted anywhere in a rollback: a new process ends it.
TEST(ApacheInterruption, a_rollback_goes_on_from_anywhere) {
  Site site;
  const auto before = site.served();
  site.host.break_at_restart();
  constexpr std::size_t begins_after =
      19;  // events: apply.started, nine steps begun and ended but for the restart
  bool interrupted = true;
  for (std::size_t stop = begins_after; interrupted; ++stop) {
    site.remember_served();
    const auto plan = site.new_plan();
    std::vector<events::ApplyEvent> log;
    site.run(plan, log, stop);
    interrupted = !has_ended(log.back());
    if (interrupted) site.run(plan, log);
    EXPECT_ROLLED_BACK(log.back()) << "after " << stop << " events";
    EXPECT_EQ(site.served(), before) << "after " << stop << " events";
  }
}

/// The connection breaks at each command in turn: installed or put back, and Apache serves what the log says.
TEST(ApacheInterruption, a_broken_connection_ends_well) {
  Site site;
  for (const bool after : {false, true})
    for (int at = 1; at <= 12; ++at) {
      site.ssh.break_at = at;
      site.ssh.after = after;
      site.ssh.commands = 0;
      const auto before = site.served();
      const auto plan = site.new_plan();
      const auto end = site.apply(plan);
      const bool installed = std::holds_alternative<events::ApplySucceeded>(end);
      EXPECT_TRUE(has_ended(end) && !std::holds_alternative<events::ApplyStuck>(end))
          << at << after << reason_of(end);
      EXPECT_EQ(site.served(), installed ? plan.serial : before) << at << after;
    }
}

/// The process dies somewhere, and a person gives the apply up: staged keys do not stay.
TEST(ApacheCleanUp, takes_away_what_a_given_up_apply_left) {
  Site site;
  for (std::size_t stop = 8; stop <= 15; ++stop) {  // from the start of make_folder to the end of replace
    const auto plan = site.new_plan();
    std::vector<events::ApplyEvent> log;
    site.run(plan, log, stop);
    Apply apply;
    for (const auto& event : log) apply = evolve(std::move(apply), event, {});
    const auto staged = "ls -d /tmp/kigen-" + to_text(plan.apply) + "-*";
    if (std::ranges::find(apply.steps, "transfer", &StepProgress::name) !=
        apply.steps.end())  // by the version that had one
      ASSERT_EQ(
          site.host.shell("d=$(setpriv --reuid opspw --regid opspw --clear-groups mktemp -d /tmp/kigen-" +
                          to_text(plan.apply) + "-XXXXXXXX) && echo key > $d/key"),
          0);
    const auto kept = site.clean_up(plan, left_over(apply), is_live_left(apply));
    ASSERT_TRUE(kept) << describe(kept.error());
    EXPECT_EQ(kept->empty(), !is_live_left(apply)) << stop;
    for (const auto& name : site.in_work_folder()) EXPECT_TRUE(name.starts_with("backup-")) << stop << name;
    EXPECT_EQ(site.in_work_folder().empty(), kept->empty()) << stop;
    EXPECT_NE(site.host.shell(staged), 0) << stop;
    EXPECT_NE(site.host.shell("ls " + apache_of(plan).key_file + ".kigen-new"), 0) << stop;
    ASSERT_TRUE(site.clean_up(plan, *kept, false));
    EXPECT_TRUE(site.in_work_folder().empty()) << stop;
  }
}

}  // namespace
}  // namespace kigen::workers::install
