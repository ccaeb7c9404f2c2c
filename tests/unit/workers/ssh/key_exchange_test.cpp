#include "workers/ssh/key_exchange.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "orchestrator/ports/ssh.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;

std::string with_length(const std::string& text) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(text.size() >> shift & 0xff);
  return bytes + text;
}

std::string server(const std::string& host_keys) {
  const auto payload =
      "\x14" + std::string(16, 'c') + with_length("curve25519-sha256") + with_length(host_keys);
  return "SSH-2.0-OpenSSH_9.2\r\n" + with_length("\x04" + payload);
}

TEST(ServerOpening, has_banner_and_host_key_algorithms) {
  const auto opening = read_opening("please wait\r\n" + server("rsa-sha2-512,rsa-sha2-256"));
  EXPECT_EQ(opening.banner, "SSH-2.0-OpenSSH_9.2");
  EXPECT_EQ(opening.host_key_algorithms, (std::vector<std::string>{"rsa-sha2-512", "rsa-sha2-256"}));
}

TEST(ServerOpening, explains_a_failed_handshake) {
  EXPECT_EQ(explain_handshake(server("rsa-sha2-512,rsa-sha2-256"), "h:22", "-5").code,
            ssh_errc::unsupported_key);
  EXPECT_EQ(explain_handshake(server("ssh-ed25519"), "h:22", "-5").code, ssh_errc::connect_failed);
  const auto busy = explain_handshake("Exceeded MaxStartups\r\n", "h:22", "closed");
  EXPECT_EQ(busy.code, ssh_errc::connect_failed);
  EXPECT_TRUE(busy.detail.contains("MaxStartups")) << busy.detail;
  const auto web = explain_handshake("HTTP/1.1 400 Bad\x1b[31m\r\n", "h:22", "closed");
  EXPECT_TRUE(web.detail.contains("no SSH server; it says \"HTTP/1.1 400 Bad.[31m\"")) << web.detail;
}

RC_GTEST_PROP(ServerOpening, any_bytes_are_read, (std::string bytes)) {
  read_opening(bytes);
  const auto all = server("ssh-ed25519,rsa-sha2-256");
  RC_ASSERT(read_opening(all.substr(0, bytes.size() % all.size())).host_key_algorithms.empty());
}

}  // namespace
}  // namespace kigen::workers::ssh
