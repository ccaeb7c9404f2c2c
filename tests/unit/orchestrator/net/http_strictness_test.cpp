// Requests that two readers would not read alike: none of them is served, and nothing behind them is.
#include <array>

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/net/http_client.hpp"
#include "orchestrator/net/http_server.hpp"
#include "orchestrator/net/http_strictness.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/support/run_task.hpp"

namespace kigen::orchestrator::net {
namespace {

using namespace std::chrono_literals;
using tests::run_task;

constexpr std::string_view smuggled = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

/// A real server, and what one connection to it came to.
class Smuggling : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(server_.start()); }
  void TearDown() override { EXPECT_TRUE(run_task(io_, server_.stop(0s))); }

  Task<ServerResponse> note(ServerRequest request) {
    seen_.push_back(request.path);
    last_ = std::move(request);
    co_return ServerResponse{.body = "served"};
  }

  Task<Result<std::string>> exchange(std::string bytes) {
    CO_TRY(const auto stream, co_await dialer_.connect({"127.0.0.1", server_.port()}, clock_.now() + 10s));
    CO_TRY_DO(co_await stream->write(bytes));
    std::string received;
    std::array<char, 4096> some;
    for (;;) {
      const auto count = co_await stream->read_some(some);
      if (!count || *count == 0) co_return received;
      received.append(some.data(), *count);
      if (received.ends_with("served") || received.contains("refused the request")) co_return received;
    }
  }

  /// The status of the first answer; the server has closed unless it served.
  std::string status_of(const std::string& bytes) {
    const auto received = run_task(io_, exchange(bytes)).value_or("");
    return received.size() < 12 ? received : received.substr(9, 3);
  }
  void expect_refused(const std::string& head, const std::string& body = "") {
    seen_.clear();
    EXPECT_EQ(status_of(head + body + std::string(smuggled)), "400") << head;
    EXPECT_TRUE(seen_.empty()) << head << " had " << seen_.front() << " served";
  }

  asio::io_context io_;
  SystemClock clock_;
  TcpDialer dialer_{io_.get_executor(), clock_};
  std::vector<std::string> seen_;
  ServerRequest last_;
  HttpServerSettings settings_{.body_timeout = 200ms};
  HttpServer server_{io_.get_executor(), clock_, settings_,
                     [this](ServerRequest request) { return note(std::move(request)); }};
};

std::string post(const std::string& headers) {
  return "POST /first HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

TEST_F(Smuggling, no_coding_but_chunked) {
  for (const auto* coding :
       {"xchunked", "identity", "chunked, identity", "identity, chunked", "gzip, chunked", "chunked, chunked",
        "chunked;q=1", "\"chunked\"", "", ",chunked", "chunked,", "chunke\xc3\xa9"})
    expect_refused(post("Transfer-Encoding: " + std::string(coding) + "\r\n"), "0\r\n\r\n");
  expect_refused(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"), "0\r\n\r\n");
  expect_refused(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n"), "0\r\n\r\n");
  expect_refused("POST /first HTTP/1.0\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n");
  EXPECT_EQ(status_of(post("transfer-encoding:\t Chunked \r\nConnection: close\r\n") + "1\r\na\r\n0\r\n\r\n"),
            "200");
  EXPECT_EQ(last_.body, "a");
}

TEST_F(Smuggling, no_two_words_on_the_length) {
  expect_refused(post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"), "0\r\n\r\n");
  expect_refused(post("Transfer-Encoding: chunked\r\nContent-Length: 0\r\n"), "0\r\n\r\n");
  expect_refused(post("Content-Length: 0\r\nContent-Length: 0\r\n"));
  expect_refused(post("Content-Length: 0\r\nContent-Length: 36\r\n"));
  for (const auto* length : {"0, 0", "+0", "-1", "0x0", "", " ", "0 0", "1e1", "99999999999999999999"})
    expect_refused(post("Content-Length: " + std::string(length) + "\r\n"));
}

TEST_F(Smuggling, no_header_twice_that_has_one_value) {
  for (const auto* header : {"Host: h", "Authorization: Bearer a", "Cookie: a=b",
                             "Content-Type: application/json", "Idempotency-Key: a", "If-Match: *",
                             "Origin: https://h", "X-CSRF-Token: a", "Expect: 100-continue"}) {
    const std::string line = std::string(header) + "\r\n";
    expect_refused("GET /first HTTP/1.1\r\n" + (line.starts_with("Host") ? "" : std::string("Host: h\r\n")) +
                   line + line + "\r\n");
  }
  expect_refused("GET /first HTTP/1.1\r\n\r\n");
}

TEST_F(Smuggling, no_lines_that_can_be_read_otherwise) {
  const std::string begin = "GET /first HTTP/1.1\r\nHost: h\r\n";
  for (const std::string lines : {"X: a\r\n b\r\n", "X: a\r\n\tb\r\n", "X : a\r\n", "X\t: a\r\n", " X: a\r\n",
                                  ": a\r\n", "X\r\n", "X: a\nY: b\r\n", "X: a\rY: b\r\n", "X: a\r\r\n",
                                  "X\x01: a\r\n", "X: a\x01\r\n", "X: a\x7f\r\n", "X y: a\r\n"})
    expect_refused(begin + lines + "\r\n");
  expect_refused("GET /first HTTP/1.1\nHost: h\n\n");
  expect_refused("GET  /first HTTP/1.1\r\nHost: h\r\n\r\n");
  expect_refused("GET /first HTTP/1.1 \r\nHost: h\r\n\r\n");
  expect_refused("GET /first HTTP/1.2\r\nHost: h\r\n\r\n");
  expect_refused("GET /first HTTP/2.0\r\nHost: h\r\n\r\n");
  expect_refused("GET http://evil.example/first HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  expect_refused(std::string("GET /first HTTP/1.1\r\nHost: h\r\nX: a") + '\0' + "b\r\n\r\n");
}

TEST_F(Smuggling, no_chunks_that_can_be_read_otherwise) {
  const auto chunked = post("Transfer-Encoding: chunked\r\n");
  for (const auto* chunks :
       {"1;a\nb\r\na\r\n0\r\n\r\n", "1\na\r\n0\r\n\r\n", "0x1\r\na\r\n0\r\n\r\n", "+1\r\na\r\n0\r\n\r\n",
        "-1\r\na\r\n0\r\n\r\n", "1\r\nab\r\n0\r\n\r\n", "ffffffffffffffffff\r\na\r\n0\r\n\r\n",
        "1;a\rb\r\na\r\n0\r\n\r\n", "\r\n1\r\na\r\n0\r\n\r\n", "1 1\r\na\r\n0\r\n\r\n"})
    expect_refused(chunked, chunks);
  EXPECT_EQ(status_of(chunked + "1;name=\"value\"\r\na\r\n0\r\n\r\n"), "200");
}

TEST_F(Smuggling, trailers_are_no_headers) {
  EXPECT_EQ(status_of(post("Transfer-Encoding: chunked\r\nTrailer: Authorization\r\n") +
                      "1\r\na\r\n0\r\nAuthorization: Bearer x\r\nCookie: a=b\r\nConnection: close\r\n\r\n"),
            "200");
  EXPECT_EQ(last_.body, "a");
  EXPECT_EQ(last_.header("Authorization"), std::nullopt);
  EXPECT_EQ(last_.header("Cookie"), std::nullopt);
  EXPECT_EQ(last_.header("Connection"), std::nullopt);
}

TEST_F(Smuggling, what_is_plain_is_served) {
  EXPECT_EQ(
      status_of("GET / HTTP/1.1\r\nhost:h\r\nX:\r\nY: a\tb \xe3\x81\x82\r\nAccept: a\r\nAccept: b\r\n\r\n"),
      "200");
  EXPECT_EQ(status_of(post("Content-Length: 2\r\n") + "ab"), "200");
}

TEST(HttpStrictness, speaks_of_answers_too) {
  const auto parsed = [](const std::string& answer) -> Result<HttpMessage> {
    const auto parser = response_parser({1000, 1000}, false);
    for (std::string_view rest = answer; !parser->done();) {
      TRY(const auto taken, parser->put(rest));
      if (taken == 0) return fail(http_errc::truncated);
      rest.remove_prefix(taken);
    }
    return parser->message();
  };
  const std::string chunks = "1\r\na\r\n0\r\nRetry-After: 1\r\n\r\n";
  const auto plain = parsed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
  ASSERT_TRUE(plain) << describe(plain.error());
  EXPECT_EQ(plain->body, "a");
  EXPECT_EQ(plain->headers.size(), 1u) << "trailers are dropped";
  for (const auto* headers :
       {"Transfer-Encoding: gzip, chunked", "Content-Length: 1\r\nTransfer-Encoding: chunked",
        "Content-Length: 1\r\nContent-Length: 1"})
    EXPECT_EQ(parsed("HTTP/1.1 200 OK\r\n" + std::string(headers) + "\r\n\r\n" + chunks).error().code,
              http_errc::malformed);
}

}  // namespace
}  // namespace kigen::orchestrator::net
