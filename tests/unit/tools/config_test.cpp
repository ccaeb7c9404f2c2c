#include "tools/kigen/server/config.hpp"

#include <unistd.h>

#include <array>

#include <gtest/gtest.h>

namespace kigen::tools {
namespace {

using orchestrator::Endpoint;

std::string text_with(const std::string& server_lines) {
  return "[data]\ndirectory = \"data\"\n[vault]\nmaster_key_file = \"/keys/master.key\"\n"
         "[log]\nsigner_key_file = \"keys/log.key\"\n"
         "[server]\ncertificate_file = \"tls/certificate.pem\"\nkey_file = \"tls/key.pem\"\n" +
         server_lines;
}

std::string refusal_of(const std::string& server_lines) {
  const auto config = parse_config(text_with(server_lines), "/etc/kigen/kigen.toml");
  return config ? "taken" : config.error().detail;
}

TEST(ConfigFile, paths_start_at_its_folder_and_the_rest_has_defaults) {
  const auto config = parse_config(text_with(""), "/etc/kigen/kigen.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->data, "/etc/kigen/data");
  EXPECT_EQ(config->master_key, "/keys/master.key");
  EXPECT_EQ(config->listen, (Endpoint{"127.0.0.1", 8443}));
}

TEST(ConfigFile, what_init_writes_is_taken) {
  const auto config = parse_config(default_config({"::1", 9443}, {"0.0.0.0", 0}), "/etc/kigen/kigen.toml");
  ASSERT_TRUE(config) << config.error().detail;
  EXPECT_EQ(config->listen, (Endpoint{"::1", 9443}));
  EXPECT_EQ(config->http01_listen, (Endpoint{"0.0.0.0", 0}));
}

TEST(ConfigFile, refusals_name_file_key_line_and_what_is_expected) {
  EXPECT_EQ(refusal_of("listen = \"[[a]]:1\"\n"),
            "/etc/kigen/kigen.toml: [server] listen takes host:port or [v6]:port, not \"[[a]]:1\" (line 10)");
  EXPECT_EQ(refusal_of("colour = 1\n"), "/etc/kigen/kigen.toml: [server] has no key \"colour\" (line 10)");
  EXPECT_EQ(
      refusal_of("names = [\"a:1\"]\n"),
      "/etc/kigen/kigen.toml: [server] names takes host names and addresses without a port, not \"a:1\" "
      "(line 10)");
  EXPECT_EQ(refusal_of("names = \"a\"\n"),
            "/etc/kigen/kigen.toml: [server] names takes a list of texts in quotes (line 10)");
  EXPECT_EQ(
      refusal_of("trusted_proxies = [\"10.0.0.0/33\"]\n"),
      "/etc/kigen/kigen.toml: [server] trusted_proxies takes addresses and networks like 10.1.0.0/16, not "
      "\"10.0.0.0/33\" (line 10)");
  EXPECT_EQ(
      refusal_of("proxy_header = \"X-Real-IP\"\n"),
      "/etc/kigen/kigen.toml: [server] proxy_header takes \"X-Forwarded-For\" or \"Forwarded\" (line 10)");
  EXPECT_EQ(refusal_of("[pools]\nca = 0\n"),
            "/etc/kigen/kigen.toml: [pools] ca takes a number from 1 to 1000 (line 11)");
}

TEST(ServerNames, are_those_listed_or_the_host_name) {
  const auto own = [](const std::string& lines) {
    return *names_of(*parse_config(text_with(lines), "/k.toml"));
  };
  const auto listed =
      own("names = [\"Kigen.example.com\", \"2001:db8::5\", \"192.0.2.9\"]\nlisten = \"192.0.2.1:1\"\n");
  for (const auto* name :
       {"kigen.example.com", "2001:db8::5", "192.0.2.9", "192.0.2.1", "localhost", "127.0.0.1", "::1"})
    EXPECT_TRUE(listed.include(name, "")) << name;
  std::array<char, 256> machine{};
  ASSERT_EQ(::gethostname(machine.data(), machine.size() - 1), 0);
  EXPECT_FALSE(listed.include(machine.data(), ""));
  EXPECT_FALSE(listed.include("", ""));
  EXPECT_TRUE(own("").include(machine.data(), ""));
  EXPECT_TRUE(own("").include("192.0.2.77", "192.0.2.77")) << "the address that the connection came to";
}

TEST(Proxies, are_none_unless_listed) {
  EXPECT_FALSE(parse_config(text_with(""), "/k.toml")->proxies.include("127.0.0.1"));
  const auto config = parse_config(
      text_with("trusted_proxies = [\"10.0.0.5\", \"10.1.0.0/16\"]\nproxy_header = \"Forwarded\"\n"),
      "/k.toml");
  EXPECT_TRUE(config->proxies.include("10.1.2.3"));
  EXPECT_FALSE(config->proxies.include("10.0.0.6"));
  EXPECT_EQ(config->proxies.header, orchestrator::net::ProxyHeader::forwarded);
}

TEST(ConfigFile, unused_secrets_have_a_grace_that_can_be_set) {
  EXPECT_EQ(parse_config(text_with(""), "/etc/kigen/kigen.toml")->erase_after_days, 30u);
  const auto with = [](const std::string& days) {
    auto text = text_with("");
    return parse_config(text.replace(text.find("[log]"), 0, "erase_after_days = " + days + "\n"),
                        "/etc/kigen/kigen.toml");
  };
  EXPECT_EQ(with("3650")->erase_after_days, 3650u);
  for (const auto* days : {"0", "-1", "3651", "\"30\"", "1.5"})
    EXPECT_FALSE(with(days)) << days << ": what was just put must outlive its command";
}

TEST(ListenAddress, host_and_port) {
  EXPECT_EQ(parse_listen_address("kigen.example.test:8443"), (Endpoint{"kigen.example.test", 8443}));
  EXPECT_EQ(parse_listen_address("[::]:0"), (Endpoint{"::", 0}));
  for (const auto* text : {"", ":1", "a", "a:", "a:65536", "::1:8443", "[a]:1", "[[a]]:1", "a\"\n[data]:1"})
    EXPECT_FALSE(parse_listen_address(text)) << text;
}

}  // namespace
}  // namespace kigen::tools
