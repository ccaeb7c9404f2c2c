#include "tools/kigen/client/unix_dialer.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/write.hpp>

#include <array>

#include "orchestrator/net/http_client.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::tools {
namespace {

using namespace std::chrono_literals;
using asio::local::stream_protocol;

struct UnixDialerTest : testing::Test {
  Result<orchestrator::HttpResponse> ask() {
    UnixDialer dialer(io.get_executor(), clock, socket);
    orchestrator::net::HttpClient client(dialer, clock);
    orchestrator::HttpRequest request;
    request.url = "http://localhost/healthz";
    request.plain_allowed = true;
    return tests::run_task(io, client.send(std::move(request), clock.now() + 10s));
  }

  tests::TempFolder folder;
  std::filesystem::path socket = folder.path() / "kigen.sock";
  asio::io_context io;
  orchestrator::SystemClock clock;
};

TEST_F(UnixDialerTest, AsksTheServerOnTheSocket) {
  stream_protocol::acceptor acceptor(io, stream_protocol::endpoint(socket.string()));
  stream_protocol::socket peer(io);
  std::array<char, 1024> asked{};
  std::size_t count = 0;
  acceptor.async_accept(peer, [&](const boost::system::error_code& error) {
    ASSERT_FALSE(error);
    peer.async_read_some(asio::buffer(asked), [&](const boost::system::error_code&, std::size_t read) {
      count = read;
      asio::write(peer, asio::buffer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nok\n", 41));
      peer.close();
    });
  });
  const auto answer = ask();
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->body, "ok\n");
  const std::string_view request(asked.data(), count);
  EXPECT_TRUE(request.starts_with("GET /healthz HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Host: localhost\r\n"), request.npos) << request;
}

TEST_F(UnixDialerTest, SaysThatNobodyIsThere) {
  const auto answer = ask();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, orchestrator::net_errc::unreachable);
  EXPECT_NE(answer.error().detail.find("kigen.sock"), std::string::npos);
}

TEST_F(UnixDialerTest, TakesNoPathThatNoSocketCanHave) {
  socket = "/" + std::string(200, 'x');
  const auto answer = ask();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, orchestrator::net_errc::malformed_request);
}

}  // namespace
}  // namespace kigen::tools
