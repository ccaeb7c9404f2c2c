#include "orchestrator/net/forwarded.hpp"

#include <gtest/gtest.h>

namespace kigen::orchestrator::net {
namespace {

Proxies trusting(std::vector<std::string> networks, ProxyHeader header = ProxyHeader::x_forwarded_for) {
  Proxies proxies{.header = header};
  for (const auto& network : networks) proxies.trusted.push_back(*Network::parse(network));
  return proxies;
}

std::string x_forwarded_for(const std::string& value, const std::string& peer = "10.0.0.5") {
  return client_address(peer, {{"x-forwarded-for", value}}, trusting({"10.0.0.0/24", "2001:db8:1::/48"}));
}
std::string forwarded(const std::string& value) {
  return client_address("10.0.0.5", {{"Forwarded", value}}, trusting({"10.0.0.5"}, ProxyHeader::forwarded));
}

TEST(ForwardedFor, is_the_last_address_before_the_trusted_ones) {
  EXPECT_EQ(x_forwarded_for("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(x_forwarded_for("1.1.1.1, 192.0.2.7"), "192.0.2.7") << "what the client itself wrote is not read";
  EXPECT_EQ(x_forwarded_for("1.1.1.1,192.0.2.7 , 10.0.0.9"), "192.0.2.7");
  EXPECT_EQ(x_forwarded_for("192.0.2.7:4711"), "192.0.2.7");
  EXPECT_EQ(x_forwarded_for("2001:db8:2::7"), "2001:db8:2::7");
  EXPECT_EQ(x_forwarded_for("[2001:DB8:2::7]:443, 2001:db8:1::5"), "2001:db8:2::7");
  EXPECT_EQ(x_forwarded_for("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(x_forwarded_for("10.0.0.8"), "10.0.0.8") << "a proxy's own request";
  EXPECT_EQ(client_address("10.0.0.5", {{"X-Forwarded-For", "1.1.1.1"}, {"X-Forwarded-For", "192.0.2.7"}},
                           trusting({"10.0.0.5"})),
            "192.0.2.7");
}

TEST(ForwardedFor, counts_from_trusted_peers_only) {
  EXPECT_EQ(x_forwarded_for("192.0.2.7", "192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(x_forwarded_for("192.0.2.7", "10.0.1.5"), "10.0.1.5");
  EXPECT_EQ(x_forwarded_for("192.0.2.7", "::ffff:10.0.0.5"), "192.0.2.7");
  EXPECT_EQ(client_address("127.0.0.1", {{"X-Forwarded-For", "192.0.2.7"}}, {}), "127.0.0.1");
}

TEST(ForwardedFor, wrong_ones_leave_the_peer) {
  for (const auto* wrong :
       {"", "unknown", "192.0.2.7,", "192.0.2.300", "localhost", "192.0.2.7/24", "fe80::1%eth0",
        "[2001:db8::1", "192.0.2.7, bad", "192.0.2.7:port", "[2001:db8::1]1", "["})
    EXPECT_EQ(x_forwarded_for(wrong), "10.0.0.5") << wrong;
  EXPECT_EQ(x_forwarded_for("bad, 192.0.2.7"), "192.0.2.7");
}

TEST(ForwardedHeader, is_read_as_rfc_7239_says) {
  EXPECT_EQ(forwarded("for=192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(forwarded("For=\"192.0.2.7:4711\";proto=https;by=10.0.0.5"), "192.0.2.7");
  EXPECT_EQ(forwarded("by=1.1.1.1; for=\"[2001:db8::7]:80\""), "2001:db8::7");
  EXPECT_EQ(forwarded("for=1.1.1.1, for=192.0.2.7;host=\"a,for=3.3.3.3\""), "192.0.2.7");
  for (const auto* wrong : {"for=unknown", "for=_hidden", "proto=https", "192.0.2.7", "for=\"192.0.2.7", ""})
    EXPECT_EQ(forwarded(wrong), "10.0.0.5") << wrong;
}

TEST(Networks, are_addresses_with_as_many_bits_as_they_say) {
  EXPECT_TRUE(Network::parse("10.1.0.0/12")->contains("10.15.255.255"));
  EXPECT_FALSE(Network::parse("10.1.0.0/12")->contains("10.16.0.0"));
  EXPECT_TRUE(Network::parse("0.0.0.0/0")->contains("203.0.113.7"));
  EXPECT_FALSE(Network::parse("0.0.0.0/0")->contains("2001:db8::1"));
  EXPECT_TRUE(Network::parse("::1")->contains("::1"));
  EXPECT_FALSE(Network::parse("::1")->contains("::2"));
  for (const auto* wrong :
       {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "host", "10.0.0.0/8/8", "::/129"})
    EXPECT_FALSE(Network::parse(wrong)) << wrong;
}

}  // namespace
}  // namespace kigen::orchestrator::net
