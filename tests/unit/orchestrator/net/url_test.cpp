#include "orchestrator/net/url.hpp"

#include <gtest/gtest.h>

namespace kigen::orchestrator::net {
namespace {

TEST(Url, parts) {
  const auto url = parse_url("https://WWW.Example.test/a/b?c=d#e");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->is_https);
  EXPECT_EQ(url->host, (Endpoint{"www.example.test", 443}));
  EXPECT_EQ(url->target, "/a/b?c=d");
  EXPECT_EQ(authority(*url), "www.example.test");
}

TEST(Url, ports_and_addresses) {
  EXPECT_EQ(parse_url("http://a.test")->host, (Endpoint{"a.test", 80}));
  EXPECT_EQ(parse_url("http://a.test")->target, "/");
  EXPECT_EQ(parse_url("https://a.test:8443?x")->target, "/?x");
  EXPECT_EQ(authority(*parse_url("https://a.test:8443")), "a.test:8443");
  EXPECT_EQ(parse_url("https://[::1]:8443/")->host, (Endpoint{"::1", 8443}));
  EXPECT_EQ(authority(*parse_url("https://[::1]/")), "[::1]");
}

TEST(Url, refuses_others) {
  for (const auto* text :
       {"", "/a", "a.test/", "//a.test/", "ftp://a.test/", "https:///a", "https://u@a.test/",
        "https://u:p@a.test/", "https://a.test:0/", "https://a.test:99999/", "https://a b/",
        "https://a.test/\r\nX: y", "mailto:a@b.test", "http://a%00b/", "https://a%0d%0ab/", "http://a:9p",
        "http://[v1.a:b]/"})
    EXPECT_FALSE(parse_url(text)) << text;
  EXPECT_FALSE(parse_url("https://a.test/" + std::string(9000, 'x')));
}

TEST(Target, path_and_query) {
  const auto target = parse_target("/a%20b/%E6%97%A5?k=v%3D1&k=+2&empty=&bare");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a b/日");
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(target->query, (Pairs{{"k", "v=1"}, {"k", " 2"}, {"empty", ""}, {"bare", ""}}));
}

TEST(Target, refuses_what_is_unclear) {
  for (const auto* text : {"", "a", "*", "http://a.test/", "/%2F", "/%2f", "/%00", "/%zz", "/a b"})
    EXPECT_FALSE(parse_target(text)) << text;
}

TEST(EndpointText, host_and_port) {
  EXPECT_EQ(parse_endpoint("proxy.test:3128"), (Endpoint{"proxy.test", 3128}));
  EXPECT_EQ(parse_endpoint("[::1]:3128"), (Endpoint{"::1", 3128}));
  for (const auto* text : {"", "proxy.test", ":3128", "proxy.test:0", "u@proxy.test:1", "http://proxy.test:1",
                           "a%00b:1", "::1:8443", "[[a]]:1", "[a]:1", "[v1.a:b]:1"})
    EXPECT_FALSE(parse_endpoint(text)) << text;
}

TEST(EndpointText, port_0_only_where_it_means_something) {
  EXPECT_FALSE(parse_endpoint("0.0.0.0:0"));
  EXPECT_EQ(parse_endpoint("0.0.0.0:0", 0), (Endpoint{"0.0.0.0", 0}));
  EXPECT_FALSE(parse_endpoint("0.0.0.0:", 0));
  EXPECT_FALSE(parse_endpoint("0.0.0.0", 0));
}

}  // namespace
}  // namespace kigen::orchestrator::net
