#include <gtest/gtest.h>

#include "orchestrator/net/tcp.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/integration/support/byte_server.hpp"
#include "tests/integration/support/pretend_host.hpp"
#include "tests/integration/support/proxy.hpp"
#include "tests/support/run_task.hpp"
#include "workers/check/real_tls_probe.hpp"

namespace kigen::workers::check {
namespace {

using namespace std::chrono_literals;
using orchestrator::Endpoint;
using orchestrator::probe_errc;
using orchestrator::Served;
using tests::BytePeer;
using tests::ByteServer;
using tests::PretendHost;

struct TlsProbeContract : testing::Test {
  Result<Served> probe(const Endpoint& address, const std::string& name = "", const std::string& proxy = "",
                       Duration patience = 10s) {
    return tests::run_task(loop, subject.probe(address, name, proxy, clock.now() + patience));
  }

  asio::io_context loop;
  orchestrator::SystemClock clock;
  orchestrator::net::TcpDialer dialer{loop.get_executor(), clock};
  RealTlsProbe subject{dialer, clock};
};

TEST_F(TlsProbeContract, reads_leaf_and_chain_without_trusting_them) {
  const PretendHost host;
  for (const auto* name : {"", "www.example.test", "another.example.test"}) {
    const auto served = probe(host.tls(), name);
    ASSERT_TRUE(served) << describe(served.error());
    EXPECT_EQ(served->address, host.tls().host);
    EXPECT_EQ(served->chain_pem.size(), 1u);
    const auto leaf = orchestrator::pki::parse_certificates(served->leaf_pem).value().front();
    EXPECT_EQ(leaf.common_name, "www.example.test");
  }
}

TEST_F(TlsProbeContract, goes_through_a_proxy) {
  const PretendHost host;
  const tests::Proxy proxy(host.tls().port);
  const auto served = probe(host.tls(), "www.example.test", proxy.address());
  ASSERT_TRUE(served) << describe(served.error());
  EXPECT_EQ(served->leaf_pem, probe(host.tls())->leaf_pem);
  EXPECT_EQ(probe(host.ssh(), "", proxy.address()).error().code, probe_errc::unreachable)
      << "a port it refuses";
}

TEST_F(TlsProbeContract, says_what_kept_it_from_a_certificate) {
  const Endpoint nobody{"127.0.0.1", tests::free_port("127.0.0.1")};
  EXPECT_EQ(probe(nobody).error().code, probe_errc::unreachable);
  EXPECT_EQ(probe({"no-such-host.invalid", 443}).error().code, probe_errc::name_not_found);
  const ByteServer silent([](BytePeer& peer) { peer.wait_for_end(); });
  EXPECT_EQ(probe(silent.endpoint(), "", "", 300ms).error().code, probe_errc::timed_out);
  const ByteServer web([](BytePeer& peer) { peer.send("HTTP/1.1 400 Bad Request\r\n\r\n"); });
  EXPECT_EQ(probe(web.endpoint()).error().code, probe_errc::handshake_failed);
  const ByteServer rude([](BytePeer& peer) { peer.receive(); });
  EXPECT_EQ(probe(rude.endpoint()).error().code, probe_errc::handshake_failed);
}

TEST_F(TlsProbeContract, a_server_that_does_not_stop_is_left) {
  const std::string records = std::string("\x16\x03\x03\x40\x00", 5) + std::string(0x4000, 'x');
  const ByteServer endless([&](BytePeer& peer) {
    while (peer.send(records)) {
    }
  });
  EXPECT_EQ(probe(endless.endpoint(), "", "", 2s).error().code, probe_errc::handshake_failed);
}

}  // namespace
}  // namespace kigen::workers::check
