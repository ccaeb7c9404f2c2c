// What a stranger, or a user who means ill, can do to the real server's door: the admin and the CAs still
// come in.
#include <array>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "orchestrator/net/tcp_stream.hpp"
#include "orchestrator/net/tls.hpp"
#include "orchestrator/net/url.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/integration/support/installation.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/run_task.hpp"

namespace kigen::tools {
namespace {

using namespace std::chrono_literals;
using orchestrator::ByteStream;
using testing::HasSubstr;
using tcp = boost::asio::ip::tcp;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class DoorTest : public testing::Test {
 protected:
  void SetUp() override {
    http01_port = free_port();
    const auto changed = here.run_script("sed -i 's/^http01_listen.*/http01_listen = \"127.0.0.1:" +
                                         std::to_string(http01_port) + "\"/' kigen.toml");
    ASSERT_EQ(changed.exit_code, 0) << changed.output;
    serve();
    token = here.claim();
  }
  void serve() {
    const auto served = here.serve();
    ASSERT_EQ(served.exit_code, 0) << served.output;
    port = orchestrator::net::parse_url(here.url())->host.port;
  }
  std::uint16_t free_port() {
    return tcp::acceptor(io, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0))
        .local_endpoint()
        .port();
  }

  std::unique_ptr<ByteStream> connect(std::uint16_t to, const std::string& from = "127.0.0.1") {
    tcp::socket socket(io, tcp::endpoint(boost::asio::ip::make_address(from), 0));
    socket.connect({boost::asio::ip::address_v4::loopback(), to});
    return std::make_unique<orchestrator::net::TcpStream>(orchestrator::net::TcpSocket(std::move(socket)),
                                                          from);
  }
  std::unique_ptr<ByteStream> connect_tls(const std::string& from = "127.0.0.1") {
    const orchestrator::net::TlsClientOptions options{.verify = false};
    auto stream = tests::run_task(
        io, orchestrator::net::tls_client(connect(port, from), options, clock, clock.now() + 10s));
    EXPECT_TRUE(stream) << describe(stream.error());
    return stream ? *std::move(stream) : nullptr;
  }
  /// The header section that comes back.
  std::string answer_to(ByteStream& stream, const std::string& request) {
    EXPECT_TRUE(tests::run_task(io, stream.write(request)));
    std::string received;
    std::array<char, 4096> some;
    while (received.find("\r\n\r\n") == received.npos) {
      const auto count = tests::run_task(io, stream.read_some(some));
      if (!count || *count == 0) break;
      received.append(some.data(), *count);
    }
    return received;
  }
  std::string curl(const std::string& arguments) {
    return here.run_script("curl -sS --max-time 10 --cacert \"$KIGEN_TRUST\" " + arguments).output;
  }
  std::string status_of(const std::string& arguments) {
    return curl("-o answer -w '%{http_code}' " + arguments);
  }
  /// Who has a right to come in does.
  void expect_served() {
    const auto listed = here.run({"site", "list"});
    EXPECT_EQ(listed.exit_code, 0) << listed.output;
    EXPECT_EQ(status_of("http://127.0.0.1:" + std::to_string(http01_port) + "/.well-known/acme-challenge/x"),
              "404");
  }

  tests::Installation here;
  asio::io_context io;
  orchestrator::SystemClock clock;
  std::string token;
  std::uint16_t port = 0;
  std::uint16_t http01_port = 0;
  std::vector<std::unique_ptr<ByteStream>> crowd;
};

TEST_F(DoorTest, SilentConnectionsFromOneAddressLockNobodyOut) {
  auto admin = connect_tls();
  const auto request =
      "GET /api/v1/sites HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
  ASSERT_THAT(answer_to(*admin, request), HasSubstr("HTTP/1.1 200 "));
  for (int i = 0; i < 520; ++i) crowd.push_back(connect(port));
  for (int i = 0; i < 130; ++i) crowd.push_back(connect(http01_port));
  expect_served();
  EXPECT_THAT(answer_to(*admin, request), HasSubstr("HTTP/1.1 200 ")) << "the admin's connection stays";
}

TEST_F(DoorTest, SilentConnectionsFromManyAddressesLockNobodyOut) {
  for (int i = 0; i < 640; ++i) crowd.push_back(connect(port, "127.0.1." + std::to_string(i % 10 + 1)));
  for (int i = 0; i < 130; ++i)
    crowd.push_back(connect(http01_port, "127.0.1." + std::to_string(i % 10 + 1)));
  expect_served();
}

TEST_F(DoorTest, IdleTlsConnectionsLockNobodyOut) {
  for (int i = 0; i < 256; ++i) crowd.push_back(connect_tls("127.0.2." + std::to_string(i % 2 + 1)));
  expect_served();
}

TEST_F(DoorTest, EventStreamsOfOneViewerLockNobodyOut) {
  const auto made = curl(
      "-X POST -H \"Authorization: Bearer $KIGEN_TOKEN\" -H 'Content-Type: application/json' "
      "-d '{\"name\":\"reader\",\"role\":\"viewer\"}' \"$KIGEN_URL/api/v1/tokens\"");
  const auto begin = made.find("\"token\":\"") + 9;
  ASSERT_LT(begin, made.size()) << made;
  const auto request = "GET /api/v1/events/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
                       made.substr(begin, made.find('"', begin) - begin) + "\r\n\r\n";
  int open = 0, refused = 0;
  for (int i = 0; i < 260; ++i) {
    crowd.push_back(connect_tls());
    const auto answer = answer_to(*crowd.back(), request);
    if (answer.starts_with("HTTP/1.1 200 ")) ++open;
    if (answer.starts_with("HTTP/1.1 429 ") && answer.find("\r\nRetry-After: ") != answer.npos) ++refused;
  }
  EXPECT_EQ(open, 16);
  EXPECT_EQ(refused, 244);
  expect_served();
  crowd.clear();
  EXPECT_TRUE(tests::eventually([&] {
    return answer_to(*connect_tls(), request).starts_with("HTTP/1.1 200 ");
  })) << "places of streams that ended are free again";
}

TEST_F(DoorTest, ABodyIsNeverASecondRequest) {
  auto stream = connect_tls();
  const auto answer =
      answer_to(*stream,
                "POST /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n"
                "GET /api/v1/sites HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer x\r\n\r\n");
  EXPECT_THAT(answer, testing::StartsWith("HTTP/1.1 400 "));
  EXPECT_THAT(answer, HasSubstr("\r\nConnection: close\r\n"));
  for (const auto* header :
       {"Strict-Transport-Security: max-age=", "Content-Security-Policy: default-src 'none'",
        "X-Content-Type-Options: nosniff", "Cache-Control: no-store"})
    EXPECT_THAT(answer, HasSubstr(header)) << "refusals of the transport have it too";
}

TEST_F(DoorTest, OnlyItsOwnNamesAreServed) {
  EXPECT_EQ(status_of("\"$KIGEN_URL/healthz\""), "200");
  EXPECT_EQ(status_of("-H 'Host: evil.example' \"$KIGEN_URL/healthz\""), "421");
  EXPECT_THAT(text_of(here.folder() / "answer"), HasSubstr("\"code\":\"other_host\""));
  EXPECT_EQ(status_of("-H 'Host:' \"$KIGEN_URL/healthz\""), "400");
}

TEST_F(DoorTest, TheUnixSocketServesTheMachinesOwn) {
  EXPECT_EQ(status_of("--unix-socket data/run/kigen.sock http://localhost/healthz"), "200");
  EXPECT_EQ(std::filesystem::status(here.data() / "run").permissions(), std::filesystem::perms::owner_all);
  here.kill();
  serve();
  EXPECT_EQ(status_of("--unix-socket data/run/kigen.sock http://localhost/healthz"), "200") << "after a kill";
  EXPECT_EQ(here.stop(), 0);
  EXPECT_FALSE(std::filesystem::exists(here.data() / "run" / "kigen.sock"));
}

TEST_F(DoorTest, TlsHasNoOldCiphers) {
  const auto shake = [this](const std::string& options) {
    return here.run_script("openssl s_client -connect 127.0.0.1:" + std::to_string(port) + " " + options +
                           " < /dev/null 2>&1")
               .exit_code == 0;
  };
  EXPECT_TRUE(shake("-tls1_3"));
  EXPECT_TRUE(shake("-tls1_2"));
  EXPECT_FALSE(shake("-tls1_1 -cipher 'ALL:@SECLEVEL=0'"));
  EXPECT_FALSE(shake("-tls1_2 -cipher 'ALL:!AESGCM:!CHACHA20:!aNULL:@SECLEVEL=0'"));
}

TEST_F(DoorTest, AnIdempotencyKeyIsOfOneRequestOverARestartToo) {
  const auto post = [this](const std::string& name) {
    return status_of(
        "-X POST -H \"Authorization: Bearer $KIGEN_TOKEN\" -H 'Content-Type: application/json' "
        "-H 'Idempotency-Key: one' -d '{\"name\":\"" +
        name + "\"}' \"$KIGEN_URL/api/v1/sites\"");
  };
  EXPECT_EQ(post("Tokyo"), "201");
  const auto first = text_of(here.folder() / "answer");
  EXPECT_EQ(post("Kyoto"), "422");
  ASSERT_EQ(here.stop(), 0);
  serve();
  EXPECT_EQ(post("Tokyo"), "201");
  EXPECT_EQ(text_of(here.folder() / "answer"), first);
  EXPECT_EQ(post("Kyoto"), "422");
  EXPECT_THAT(text_of(here.folder() / "answer"), HasSubstr("\"code\":\"key_reused\""));
  EXPECT_EQ(here.stop(), 0);
  const auto verified = here.run_here({"verify"});
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
}

}  // namespace
}  // namespace kigen::tools
