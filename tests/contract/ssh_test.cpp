#include <gtest/gtest.h>

#include <boost/asio/ip/tcp.hpp>

#include "orchestrator/net/tcp.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "tests/integration/support/byte_server.hpp"
#include "tests/integration/support/pretend_host.hpp"
#include "tests/support/run_task.hpp"
#include "workers/ssh/libssh2_ssh.hpp"

namespace kigen::workers::ssh {
namespace {

using namespace std::chrono_literals;
using orchestrator::CommandOutput;
using orchestrator::Endpoint;
using orchestrator::HostKey;
using orchestrator::ssh_errc;
using orchestrator::SshSession;
using orchestrator::SshTarget;
using tests::BytePeer;
using tests::ByteServer;
using tests::PretendHost;
using tests::run_task;

/// The client under test, on a loop of its own.
class Client {
 public:
  Result<std::unique_ptr<SshSession>> open(SshTarget target, Duration patience = 20s) {
    TRY(auto session, run_task(loop_, ssh_.connect(std::move(target), clock_.now() + patience)));
    TRY_DO(run_task(loop_, session->log_in(clock_.now() + patience)));
    return session;
  }
  Result<HostKey> scan(const Endpoint& endpoint, Duration patience = 20s) {
    return run_task(loop_, ssh_.scan(endpoint, clock_.now() + patience));
  }
  Result<CommandOutput> run(SshSession& session, std::vector<std::string> arguments, bool elevated = false,
                            Duration patience = 20s) {
    return run_task(loop_, session.run(std::move(arguments), elevated, clock_.now() + patience));
  }
  Result<> write(SshSession& session, const std::string& path, const std::string& bytes, unsigned mode) {
    return run_task(loop_, session.write_file(path, bytes, mode, clock_.now() + 20s));
  }
  Result<std::string> read(SshSession& session, const std::string& path, std::size_t max_bytes) {
    return run_task(loop_, session.read_file(path, max_bytes, clock_.now() + 20s));
  }

 private:
  asio::io_context loop_;
  orchestrator::SystemClock clock_;
  orchestrator::SystemRandom random_;
  orchestrator::net::TcpDialer dialer_{loop_.get_executor(), clock_};
  Libssh2Ssh ssh_{dialer_, clock_, random_};
};

SshTarget key_target(const PretendHost& host, const std::filesystem::path& key) {
  auto target = host.target("deploy");
  target.password = Secret();
  target.private_key = Secret(tests::read_text(key));
  return target;
}

/// A key pair that deploy may log in with, made by ssh-keygen with these options.
std::filesystem::path make_key(const PretendHost& host, const std::string& options) {
  const auto file = host.folder() / "another_key";
  EXPECT_EQ(PretendHost::machine_shell("ssh-keygen -q -N '' -f " + file.string() + " " + options), 0);
  tests::write_text(host.folder() / "authorized/deploy", tests::read_text(file.string() + ".pub"));
  return file;
}

class SshContract : public testing::Test {
 protected:
  PretendHost host;
  Client client;
};

TEST_F(SshContract, logs_in_by_password_and_runs_a_program) {
  const auto session = client.open(host.target("deploy"));
  ASSERT_TRUE(session) << describe(session.error());
  const auto output = client.run(**session, {"sh", "-c", "echo out; echo err >&2; exit 7"});
  ASSERT_TRUE(output) << describe(output.error());
  EXPECT_EQ(output->exit_code, 7);
  EXPECT_EQ(output->out, "out\n");
  EXPECT_EQ(output->err, "err\n");
}

TEST_F(SshContract, passes_arguments_as_they_are) {
  const auto session = client.open(host.target("deploy")).value();
  const std::string strange = "a b'c\"d$HOME`id`\\ \n* ; & é";
  EXPECT_EQ(client.run(*session, {"printf", "%s", strange}).value().out, strange);
  EXPECT_EQ(client.run(*session, {"echo", std::string("a\0b", 3)}).error().code, ssh_errc::command_failed);
}

TEST_F(SshContract, cuts_what_the_login_shell_says) {
  ASSERT_EQ(
      host.shell("printf 'echo Welcome\\necho noise >&2\\n' | tee /home/deploy/.bashrc > /home/ops/.bashrc"),
      0);
  for (const auto* user : {"deploy", "ops"}) {
    const auto session = client.open(host.root_target(user)).value();
    for (const bool elevated : {false, true}) {
      const auto output = client.run(*session, {"echo", "out"}, elevated);
      ASSERT_TRUE(output) << describe(output.error());
      EXPECT_EQ(output->out, "out\n") << user << elevated;
      EXPECT_EQ(output->err, "") << user << elevated;
    }
  }
}

TEST_F(SshContract, refuses_a_wrong_password) {
  auto target = host.target("deploy");
  target.password = Secret("wrong");
  const auto session = client.open(target);
  EXPECT_EQ(session.error().code, ssh_errc::login_failed);
  EXPECT_TRUE(session.error().detail.contains("deploy at ")) << session.error().detail;
  EXPECT_FALSE(session.error().detail.contains("wrong"));
}

TEST_F(SshContract, logs_in_by_each_kind_of_key) {
  EXPECT_TRUE(client.open(key_target(host, host.folder() / "login_key")));
  for (const auto* kind : {"-t ecdsa", "-t ecdsa -b 384", "-t ecdsa -m PEM"}) {
    const auto key = make_key(host, kind);
    const auto session = client.open(key_target(host, key));
    EXPECT_TRUE(session) << kind << ": " << describe(session.error());
    std::filesystem::remove(key);
  }
}

TEST_F(SshContract, says_what_to_do_with_a_key_it_cannot_use) {
  for (const auto* kind : {"-t rsa -b 2048", "-t rsa -b 2048 -m PEM", "-t ed25519 -N secret"}) {
    const auto key = make_key(host, kind);
    const auto session = client.open(key_target(host, key));
    EXPECT_EQ(session.error().code, ssh_errc::unsupported_key) << kind;
    EXPECT_TRUE(session.error().detail.contains("ssh-keygen -t ed25519")) << session.error().detail;
    std::filesystem::remove(key);
  }
}

TEST_F(SshContract, pins_the_host_key) {
  const auto shown = client.scan(host.ssh()).value();
  EXPECT_EQ(PretendHost::machine_shell("ssh-keygen -lf " + (host.folder() / "host_key_ed25519.pub").string() +
                                       " | grep -qF '" + shown.fingerprint + "'"),
            0);
  auto target = host.target("deploy");
  target.trust_on_first_use = false;
  EXPECT_EQ(client.open(target).error().code, ssh_errc::host_key_unknown);
  target.pinned = shown;
  const auto session = client.open(target);
  ASSERT_TRUE(session) << describe(session.error());
  EXPECT_EQ((*session)->host_key(), shown);
}

TEST_F(SshContract, stops_before_the_login_when_the_host_key_changed) {
  auto target = host.target("deploy");
  target.pinned = HostKey{"ssh-ed25519", "SHA256:0000000000000000000000000000000000000000000"};
  const auto session = client.open(target);
  EXPECT_EQ(session.error().code, ssh_errc::host_key_changed);
  EXPECT_TRUE(session.error().detail.contains(target.pinned->fingerprint)) << session.error().detail;
  EXPECT_TRUE(session.error().detail.contains(client.scan(host.ssh()).value().fingerprint));
  EXPECT_FALSE(tests::read_text(host.folder() / "sshd.log").contains("deploy"));
}

TEST(SshHostKeys, the_pinned_kind_is_asked_for) {
  const PretendHost host({.host_keys = "ed25519,ecdsa"});
  Client client;
  EXPECT_EQ(PretendHost::machine_shell("ssh-keygen -lf " + (host.folder() / "host_key_ecdsa.pub").string() +
                                       " > " + (host.folder() / "ecdsa").string()),
            0);
  const auto line = tests::read_text(host.folder() / "ecdsa");
  auto target = host.target("deploy");
  target.pinned = HostKey{"ecdsa-sha2-nistp256", line.substr(line.find("SHA256:"), 50)};
  const auto session = client.open(target);
  EXPECT_TRUE(session) << describe(session.error());
}

TEST(SshHostKeys, an_rsa_only_host_is_told_apart) {
  const PretendHost host({.host_keys = "rsa"});
  Client client;
  const auto session = client.open(host.target("deploy"));
  EXPECT_EQ(session.error().code, ssh_errc::unsupported_key);
  EXPECT_TRUE(session.error().detail.contains("rsa-sha2-512")) << session.error().detail;
}

TEST(SshLogin, answers_a_single_hidden_question) {
  const PretendHost host({.sshd = {"PasswordAuthentication no", "KbdInteractiveAuthentication yes"}});
  Client client;
  const auto session = client.open(host.target("deploy"));
  EXPECT_TRUE(session) << describe(session.error());
  auto wrong = host.target("deploy");
  wrong.password = Secret("wrong");
  EXPECT_EQ(client.open(wrong).error().code, ssh_errc::login_failed);
}

TEST_F(SshContract, reaches_root_by_su_and_by_sudo) {
  for (const auto* user : {"deploy", "ops", "opspw", "root"}) {
    const auto session = client.open(host.root_target(user)).value();
    const auto output = client.run(*session, {"sh", "-c", "id -un; echo 'err $x' >&2; exit 3"}, true);
    ASSERT_TRUE(output) << user << ": " << describe(output.error());
    EXPECT_EQ(output->out, "root\n") << user;
    EXPECT_TRUE(output->err.starts_with("err $x")) << user << ": " << output->err;
    EXPECT_EQ(output->exit_code, 3) << user;
    EXPECT_EQ(client.run(*session, {"id", "-un"}).value().out, std::string(user) + "\n");
  }
}

TEST_F(SshContract, passes_arguments_and_bytes_through_su) {
  const auto session = client.open(host.root_target("deploy")).value();
  const std::string strange = "it's $HOME `id` \\ \"q\"\r\n\ttab %s";
  EXPECT_EQ(client.run(*session, {"printf", "%s", strange}, true).value().out, strange);
}

TEST_F(SshContract, says_when_the_execution_id_is_refused) {
  auto su = host.root_target("deploy");
  su.execution_password = Secret("wrong");
  auto sudo = host.root_target("opspw");
  sudo.execution_password = Secret("wrong");
  auto needs_password = host.root_target("opspw");
  needs_password.execution_password = Secret();
  auto not_a_sudoer = host.target("deploy");
  not_a_sudoer.run_as = orchestrator::RunAs::sudo;
  not_a_sudoer.execution_password = not_a_sudoer.password;
  auto option = host.root_target("deploy");
  option.execution_user = "-c";
  for (const auto& target : {su, sudo, needs_password, not_a_sudoer, option}) {
    const auto session = client.open(target).value();
    const auto output = client.run(*session, {"id"}, true);
    ASSERT_FALSE(output);
    EXPECT_EQ(output.error().code, ssh_errc::execution_id_failed) << describe(output.error());
    EXPECT_EQ(client.run(*session, {"echo", "on"}).value().out, "on\n") << "the session lives on";
  }
}

TEST_F(SshContract, passwords_stay_off_command_lines) {
  ASSERT_EQ(host.shell("umask 000; touch " + (host.folder() / "seen").string()), 0);
  for (const auto* user : {"deploy", "opspw"}) {
    const auto session = client.open(host.root_target(user)).value();
    ASSERT_TRUE(client.run(
        *session, {"sh", "-c", "cat /proc/[0-9]*/cmdline >> " + (host.folder() / "seen").string()}, true));
  }
  const auto seen = tests::read_text(host.folder() / "seen");
  EXPECT_TRUE(seen.contains("cmdline"));
  EXPECT_FALSE(seen.contains("R-pw") || seen.contains("P-pw"));
}

TEST_F(SshContract, bounds_what_a_command_may_say) {
  const auto session = client.open(host.root_target("deploy")).value();
  for (const bool elevated : {false, true})
    EXPECT_EQ(client.run(*session, {"cat", "/dev/zero"}, elevated).error().code, ssh_errc::output_too_large);
  const auto most = client.run(*session, {"head", "-c", "60000", "/dev/zero"});
  EXPECT_EQ(most.value().out.size(), 60000u);
}

TEST_F(SshContract, a_deadline_ends_a_command_and_the_session) {
  const auto session = client.open(host.target("deploy")).value();
  EXPECT_EQ(client.run(*session, {"sleep", "60"}, false, 300ms).error().code, ssh_errc::timed_out);
  EXPECT_EQ(client.run(*session, {"true"}).error().code, ssh_errc::connection_lost);
}

TEST_F(SshContract, says_when_the_connection_is_lost) {
  const auto session = client.open(host.root_target("root")).value();
  const auto output = client.run(*session, {"sh", "-c", "kill -9 $PPID; sleep 60"});
  EXPECT_EQ(output.error().code, ssh_errc::connection_lost)
      << (output ? output->out : describe(output.error()));
}

TEST_F(SshContract, writes_files_whole_and_with_their_mode) {
  const auto session = client.open(host.target("deploy")).value();
  const std::string path = "/home/deploy/file";
  for (const std::string& bytes : {std::string(), std::string("short\0\n", 7), std::string(200'000, 'x')}) {
    const auto written = client.write(*session, path, bytes, 0640);
    ASSERT_TRUE(written) << describe(written.error());
    EXPECT_EQ(client.read(*session, path, 1 << 20).value(), bytes);
    EXPECT_EQ(client.run(*session, {"stat", "-c", "%a %U", path}).value().out, "640 deploy\n");
  }
  EXPECT_EQ(client.run(*session, {"ls", "-A1", "/home/deploy"}).value().out.find("kigen-new"),
            std::string::npos);
}

TEST_F(SshContract, says_why_a_file_cannot_be_written_or_read) {
  const auto session = client.open(host.target("deploy")).value();
  EXPECT_EQ(client.write(*session, "/etc/shadow", "x", 0600).error().code, ssh_errc::transfer_failed);
  EXPECT_EQ(client.write(*session, "/no/such/folder/x", "x", 0600).error().code, ssh_errc::transfer_failed);
  EXPECT_EQ(client.read(*session, "/etc/shadow", 100).error().code, ssh_errc::transfer_failed);
  EXPECT_EQ(client.read(*session, "/no/such", 100).error().code, ssh_errc::not_found);
  EXPECT_EQ(client.read(*session, "/dev/zero", 100).error().code, ssh_errc::output_too_large);
  EXPECT_TRUE(client.run(*session, {"true"})) << "the session lives on";
}

TEST(SshBusyHost, too_many_logins_are_tried_again_later) {
  const PretendHost host({.sshd = {"MaxStartups 3:100:3"}});
  Client client;
  asio::io_context loop;
  std::vector<asio::ip::tcp::socket> idlers;
  auto shown = client.scan(host.ssh());
  EXPECT_TRUE(shown);
  for (int i = 0; i < 20 && shown; ++i) {
    idlers.emplace_back(loop).connect({asio::ip::make_address(host.ssh().host), host.ssh().port});
    shown = client.scan(host.ssh());
  }
  ASSERT_FALSE(shown);
  EXPECT_EQ(shown.error().code, ssh_errc::connect_failed);
  EXPECT_EQ(failure_of(shown.error().code), Failure::transient);
  EXPECT_TRUE(shown.error().detail.contains("MaxStartups")) << shown.error().detail;
}

SshTarget target_at(const Endpoint& endpoint) {
  return {.endpoint = endpoint, .user = "u", .password = Secret("p"), .trust_on_first_use = true};
}

TEST(SshHostileServer, nobody_listens) {
  Client client;
  const Endpoint nobody{"127.0.0.1", tests::free_port("127.0.0.1")};
  EXPECT_EQ(client.open(target_at(nobody)).error().code, ssh_errc::connect_failed);
  EXPECT_EQ(client.open(target_at({"no-such-host.invalid", 22})).error().code, ssh_errc::connect_failed);
}

TEST(SshHostileServer, a_silent_one_is_left_at_the_deadline) {
  const ByteServer server([](BytePeer& peer) { peer.wait_for_end(); });
  Client client;
  EXPECT_EQ(client.open(target_at(server.endpoint()), 300ms).error().code, ssh_errc::timed_out);
}

TEST(SshHostileServer, an_endless_banner_is_left_at_the_deadline) {
  for (const std::string& bytes : {std::string(1000, 'x'), std::string("line\r\n")}) {
    std::string flood;
    while (flood.size() < 60'000) flood += bytes;
    const ByteServer server([&](BytePeer& peer) {
      while (peer.send(flood)) {
      }
    });
    Client client;
    const auto session = client.open(target_at(server.endpoint()), 500ms);
    ASSERT_FALSE(session);
    EXPECT_TRUE(session.error().code == ssh_errc::timed_out ||
                session.error().code == ssh_errc::connect_failed)
        << describe(session.error());
  }
}

TEST(SshHostileServer, slow_bytes_are_left_at_the_deadline) {
  const ByteServer server([](BytePeer& peer) {
    while (!peer.gone_within(20ms)) peer.send("S");
  });
  Client client;
  EXPECT_EQ(client.open(target_at(server.endpoint()), 300ms).error().code, ssh_errc::timed_out);
}

TEST(SshHostileServer, garbage_and_giant_packets_end_the_handshake) {
  for (const std::string& packet : {std::string("\xff\xff\xff\xff\x04\x14", 6) + std::string(100'000, 'x'),
                                    std::string("\0\0\0\1\0\x14", 6) + std::string(1000, 'x'),
                                    std::string("\0\0\0\x1c\x04\x14", 6) + std::string(1000, '\xff')}) {
    const ByteServer server([&](BytePeer& peer) {
      peer.send("SSH-2.0-Odd\r\n" + packet);
      peer.wait_for_end();
    });
    Client client;
    const auto session = client.open(target_at(server.endpoint()), 1s);
    ASSERT_FALSE(session);
    EXPECT_TRUE(session.error().code == ssh_errc::timed_out ||
                session.error().code == ssh_errc::connect_failed)
        << describe(session.error());
  }
}

TEST(SshHostileServer, another_protocol_is_named) {
  const ByteServer server([](BytePeer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  Client client;
  const auto session = client.open(target_at(server.endpoint()));
  EXPECT_EQ(session.error().code, ssh_errc::connect_failed);
  EXPECT_TRUE(session.error().detail.contains("HTTP/1.1 400")) << session.error().detail;
}

}  // namespace
}  // namespace kigen::workers::ssh
