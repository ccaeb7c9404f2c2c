#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <time.h>

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
using events::SshAlgorithms;
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
  Result<HostKey> scan(const Endpoint& endpoint, SshAlgorithms algorithms = SshAlgorithms::modern) {
    return run_task(loop_, ssh_.scan(endpoint, algorithms, clock_.now() + 20s));
  }
  Result<CommandOutput> run(SshSession& session, std::vector<std::string> arguments, bool elevated = false,
                            Duration patience = 20s) {
    return give(session, std::move(arguments), {}, elevated, patience);
  }
  Result<CommandOutput> give(SshSession& session, std::vector<std::string> arguments, std::string input,
                             bool elevated, Duration patience = 20s) {
    return run_task(loop_, session.run(std::move(arguments), elevated, Secret(std::move(input)),
                                       clock_.now() + patience));
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

/// Hosts that know of one kind only what OpenSSH has given up.
struct Outdated {
  std::string name;
  std::string host_keys;
  std::string sshd;
};
class SshOutdated : public testing::TestWithParam<Outdated> {};

TEST_P(SshOutdated, is_spoken_only_where_the_access_allows_it) {
  const PretendHost host({.host_keys = GetParam().host_keys, .sshd = {GetParam().sshd}});
  Client client;
  auto target = host.target("deploy");
  const auto refused = client.open(target);
  EXPECT_EQ(refused.error().code, ssh_errc::outdated_algorithms) << describe(refused.error());
  EXPECT_EQ(client.scan(host.ssh()).error().code, ssh_errc::outdated_algorithms);
  EXPECT_TRUE(client.scan(host.ssh(), SshAlgorithms::legacy));
  target.algorithms = SshAlgorithms::legacy;
  const auto session = client.open(target);
  ASSERT_TRUE(session) << describe(session.error());
  EXPECT_EQ(client.run(**session, {"echo", "out"}).value().out, "out\n");
}

INSTANTIATE_TEST_SUITE_P(, SshOutdated,
                         testing::Values(Outdated{"key_exchange", "ed25519",
                                                  "KexAlgorithms diffie-hellman-group14-sha1"},
                                         Outdated{"ciphers", "ed25519", "Ciphers aes256-cbc"},
                                         Outdated{"integrity", "ed25519", "MACs hmac-sha1"},
                                         Outdated{"host_keys", "rsa", "HostKeyAlgorithms ssh-rsa"}),
                         [](const auto& info) { return info.param.name; });

/// Not even with what is outdated: nobody takes these seriously any more.
TEST(SshBroken, algorithms_are_never_spoken) {
  for (const auto* line : {"Ciphers 3des-cbc", "MACs hmac-md5", "KexAlgorithms diffie-hellman-group1-sha1"}) {
    const PretendHost host({.sshd = {line}});
    Client client;
    EXPECT_EQ(client.scan(host.ssh(), SshAlgorithms::legacy).error().code, ssh_errc::outdated_algorithms)
        << line;
  }
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
  for (int i = 0; i < 8; ++i) {  // what of it is under way uses up little of what a connection may bring
    const bool elevated = i % 2 == 1;
    EXPECT_EQ(client.run(*session, {"cat", "/dev/zero"}, elevated).error().code, ssh_errc::output_too_large);
  }
  const auto most = client.run(*session, {"head", "-c", "60000", "/dev/zero"});
  ASSERT_TRUE(most) << describe(most.error());
  EXPECT_EQ(most->out.size(), 60000u);
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

TEST_F(SshContract, gives_a_program_its_input_and_nobody_else) {
  std::string lines;
  for (int i = 0; lines.size() < 60'000; ++i) lines += "line " + std::to_string(i) + " of what is secret\n";
  const std::string until_dot = "while read -r line && [ \"$line\" != . ]; do echo \"$line\"; done";
  ASSERT_EQ(
      host.shell("echo 'read -r -t 0.2 stolen && echo \"$stolen\" > /tmp/stolen' > /home/deploy/.bashrc"), 0);
  for (const auto* user : {"root", "deploy", "ops", "opspw"}) {
    const auto session = client.open(host.root_target(user)).value();
    const auto output = client.give(*session, {"sh", "-c", until_dot}, lines + ".\n", true);
    ASSERT_TRUE(output) << user << ": " << describe(output.error());
    EXPECT_TRUE(output->out == lines) << user << ": " << output->out.size() << " of " << lines.size();
    EXPECT_EQ(output->err, "") << user;
  }
  EXPECT_NE(host.shell("grep -q secret /tmp/stolen"), 0);
}

TEST_F(SshContract, survives_a_program_that_does_not_want_its_input) {
  for (const auto* user : {"root", "deploy", "opspw"}) {
    const auto session = client.open(host.root_target(user)).value();
    const std::string lines(500'000, '\n');
    const auto output = client.give(*session, {"sh", "-c", "echo no >&2; exit 3"}, lines, true);
    ASSERT_TRUE(output) << user << ": " << describe(output.error());
    EXPECT_EQ(output->exit_code, 3) << user;
    EXPECT_EQ(client.run(*session, {"echo", "on"}).value().out, "on\n") << "the session lives on";
  }
}

/// What the login user prepares is no part of what runs with other rights.
TEST_F(SshContract, leaves_the_login_user_s_environment_behind) {
  const std::string trap = R"(
for home in deploy opspw; do
  mkdir -p /home/$home/bin
  for name in sh stty cat printf env id; do
    printf '#!/bin/sh\n/usr/bin/id -un >> /home/%s/ran\nexec /usr/bin/%s "$@"\n' $home $name > /home/$home/bin/$name
    chmod 755 /home/$home/bin/$name
  done
  { echo 'export PATH=$HOME/bin:$PATH ENV=$HOME/trap BASH_ENV=$HOME/trap'
    echo 'cd() { /usr/bin/id -un >> ~/ran; }; stty() { /usr/bin/id -un >> ~/ran; }; export -f cd stty'
  } > /home/$home/.bashrc
  echo '/usr/bin/id -un >> /home/'$home'/ran' > /home/$home/trap
  chown -R $home /home/$home
done)";
  ASSERT_EQ(host.shell(trap), 0);
  for (const auto* user : {"deploy", "opspw"}) {
    const auto session = client.open(host.root_target(user)).value();
    const auto output = client.run(*session, {"sh", "-c", "id -un; pwd; env"}, true);
    ASSERT_TRUE(output) << describe(output.error());
    EXPECT_TRUE(output->out.starts_with("root\n/\n")) << output->out;
    EXPECT_FALSE(output->out.contains("/home/")) << output->out;
    ASSERT_TRUE(client.run(*session, {"bash", "-c", "cd /"})) << "its own programs fall into it";
    EXPECT_EQ(
        host.shell("cd /home/" + std::string(user) + " && grep -q " + user + " ran && ! grep -q root ran"),
        0);
  }
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

/// SSH_MSG_IGNORE (RFC 4253 §11.2), which a server may send at any time.
std::string ignored_packet() {
  constexpr std::size_t data_bytes = 30'000, padding_bytes = 6;
  const auto u32 = [](std::size_t value) {
    return std::string{char(value >> 24), char(value >> 16), char(value >> 8), char(value)};
  };
  return u32(1 + 1 + 4 + data_bytes + padding_bytes) + char(padding_bytes) + char(2) + u32(data_bytes) +
         std::string(data_bytes + padding_bytes, 'x');
}

/// Of this thread: what else the machine does is no matter.
double cpu_seconds() {
  timespec used{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
}

/// How long others on the loop worked, at worst, before somebody whose turn it was had it.
Task<void> take_turns(double& worst_seconds, const bool& over) {
  while (!over) {
    const auto before = cpu_seconds();
    asio::steady_timer timer(co_await asio::this_coro::executor, 1ms);
    co_await timer.async_wait(asio::use_awaitable);
    worst_seconds = std::max(worst_seconds, cpu_seconds() - before);
  }
}

/// Whatever it sends and however much, others on the loop have their turn, and it comes to an end soon.
TEST(SshHostileServer, no_flood_takes_the_loop) {
  const std::string hello = "SSH-2.0-Odd\r\n";
  for (const auto& [first, again] : {std::pair<std::string, std::string>{"", std::string(1000, 'x')},
                                     {"", "line\r\n"},
                                     {"", "\n"},
                                     {hello, ignored_packet()}}) {
    std::string flood;
    while (flood.size() < 60'000) flood += again;
    const ByteServer server([&](BytePeer& peer) {
      peer.send(first);
      while (peer.send(flood)) {
      }
    });
    asio::io_context loop;
    orchestrator::SystemClock clock;
    orchestrator::SystemRandom random;
    orchestrator::net::TcpDialer dialer(loop.get_executor(), clock);
    Libssh2Ssh ssh(dialer, clock, random);
    double worst_seconds = 0;
    bool over = false;
    const auto cpu_before = cpu_seconds();
    const auto session = run_task(loop, [&]() -> Task<Result<std::unique_ptr<SshSession>>> {
      asio::co_spawn(loop, take_turns(worst_seconds, over), asio::detached);
      auto outcome = co_await ssh.connect(target_at(server.endpoint()), clock.now() + 10s);
      over = true;
      co_return outcome;
    }());
    ASSERT_FALSE(session);
    EXPECT_EQ(session.error().code, ssh_errc::connect_failed) << describe(session.error());
    EXPECT_LT(worst_seconds, 0.25) << again.substr(0, 10);
    EXPECT_LT(cpu_seconds() - cpu_before, 0.5) << again.substr(0, 10);
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
