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

struct Offer {
  std::string key_exchange = "curve25519-sha256";
  std::string host_keys = "ssh-ed25519";
  std::string ciphers = "aes256-ctr";
  std::string macs = "hmac-sha2-256";
};

std::string server(const Offer& offer) {
  auto payload = "\x14" + std::string(16, 'c');
  for (const auto& list : {offer.key_exchange, offer.host_keys, offer.ciphers, offer.ciphers, offer.macs})
    payload += with_length(list);
  return "SSH-2.0-OpenSSH_9.2\r\n" + with_length("\x04" + payload);
}

Error explain(const std::string& opening, events::SshAlgorithms allowed = events::SshAlgorithms::modern) {
  return explain_handshake(opening, "h:22", "libssh2 says so", algorithms_of(allowed));
}

TEST(ServerOpening, has_banner_and_algorithms) {
  const auto opening = read_opening("please wait\r\n" + server({.host_keys = "rsa-sha2-512,rsa-sha2-256"}));
  EXPECT_EQ(opening.banner, "SSH-2.0-OpenSSH_9.2");
  EXPECT_EQ(opening.host_keys, (std::vector<std::string>{"rsa-sha2-512", "rsa-sha2-256"}));
  EXPECT_EQ(opening.macs, std::vector<std::string>{"hmac-sha2-256"});
}

TEST(ServerOpening, explains_a_failed_handshake) {
  EXPECT_EQ(explain(server({.host_keys = "rsa-sha2-512,rsa-sha2-256"})).code, ssh_errc::unsupported_key);
  EXPECT_EQ(explain(server({})).code, ssh_errc::connect_failed);
  const auto busy = explain("Exceeded MaxStartups\r\n");
  EXPECT_EQ(busy.code, ssh_errc::connect_failed);
  EXPECT_TRUE(busy.detail.contains("MaxStartups")) << busy.detail;
  const auto web = explain("HTTP/1.1 400 Bad\x1b[31m\r\n");
  EXPECT_TRUE(web.detail.contains("no SSH server; it says \"HTTP/1.1 400 Bad.[31m\"")) << web.detail;
}

TEST(ServerOpening, tells_what_is_outdated) {
  for (const auto& [offer, words] :
       {std::pair{Offer{.key_exchange = "diffie-hellman-group14-sha1"},
                  "key exchange by diffie-hellman-group14-sha1"},
        {Offer{.host_keys = "ssh-rsa,ssh-dss"}, "host keys for ssh-rsa, ssh-dss"},
        {Offer{.ciphers = "aes128-cbc"}, "encryption by aes128-cbc"},
        {Offer{.macs = "hmac-sha1"}, "integrity by hmac-sha1"}}) {
    const auto error = explain(server(offer));
    EXPECT_EQ(error.code, ssh_errc::outdated_algorithms) << words;
    EXPECT_TRUE(error.detail.contains(words)) << error.detail;
    EXPECT_EQ(explain(server(offer), events::SshAlgorithms::legacy).code, ssh_errc::connect_failed) << words;
  }
}

TEST(SshAlgorithms, have_nothing_broken_among_them) {
  for (const auto allowed : {events::SshAlgorithms::modern, events::SshAlgorithms::legacy}) {
    const auto& ours = algorithms_of(allowed);
    for (const auto names : {ours.key_exchange, ours.host_keys, ours.ciphers, ours.macs}) {
      for (const auto* broken :
           {"arcfour", "3des", "blowfish", "cast128", "md5", "dss", "group1-", "-96", "ripemd"})
        EXPECT_FALSE(names.contains(broken)) << names;
      EXPECT_FALSE(names.contains("group-exchange")) << "the server chooses how long that takes";
      if (allowed == events::SshAlgorithms::legacy) continue;
      for (const auto* outdated : {"sha1", "cbc", "ssh-rsa"}) EXPECT_FALSE(names.contains(outdated)) << names;
    }
  }
}

RC_GTEST_PROP(ServerOpening, any_bytes_are_read, (std::string bytes)) {
  read_opening(bytes);
  const auto all = server({.host_keys = "ssh-ed25519,rsa-sha2-256"});
  RC_ASSERT(read_opening(all.substr(0, bytes.size() % all.size())).host_keys.empty());
}

}  // namespace
}  // namespace kigen::workers::ssh
