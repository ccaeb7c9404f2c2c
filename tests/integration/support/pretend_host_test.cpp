#include "tests/integration/support/pretend_host.hpp"

#include <gtest/gtest.h>

namespace kigen::tests {
namespace {

TEST(PretendHost, has_its_own_users_and_serves_tls) {
  const PretendHost host;
  EXPECT_EQ(host.shell("id deploy && id ops && id opspw"), 0);
  EXPECT_NE(PretendHost::machine_shell("getent passwd opspw"), 0);
  const auto at = host.tls().host + ":" + std::to_string(host.tls().port);
  EXPECT_EQ(PretendHost::machine_shell("openssl s_client -connect " + at +
                                       " < /dev/null 2>/dev/null | grep -q www.example.test"),
            0);
}

TEST(PretendHost, once_broken_a_restart_with_a_new_key_ends_apache) {
  const PretendHost host;
  host.break_at_restart();
  const auto apache = "apachectl -f " + (host.folder() / "apache/httpd.conf").string();
  ASSERT_EQ(host.shell(apache + " -k graceful"), 0);
  const auto resumed =
      "grep -c 'resuming normal operations' " + (host.folder() / "apache/logs/error.log").string();
  ASSERT_EQ(
      host.shell("for i in $(seq 100); do [ $(" + resumed + ") -ge 2 ] && exit 0; sleep 0.1; done; exit 1"),
      0)
      << "the graceful restart is over before its files change";
  const auto tls = (host.folder() / "apache/tls").string();
  ASSERT_EQ(
      host.shell(
          "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=new -keyout " +
          tls + "/key.pem -out " + tls + "/cert.pem 2>/dev/null"),
      0);
  EXPECT_EQ(host.shell(apache + " -t 2>/dev/null"), 0);
  EXPECT_EQ(host.shell(apache + " -k graceful"), 0);
  EXPECT_EQ(
      host.shell("for i in $(seq 100); do pgrep -x apache2 > /dev/null || exit 0; sleep 0.1; done; exit 1"),
      0);
}

}  // namespace
}  // namespace kigen::tests
