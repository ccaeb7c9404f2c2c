#include <array>
#include <stdexcept>

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/net/http_client.hpp"
#include "orchestrator/net/http_server.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/test_ca.hpp"
#include "tests/support/virtual_clock.hpp"

namespace kigen::orchestrator::net {
namespace {

using namespace std::chrono_literals;
using tests::run_task;
using tests::run_until;
using tests::VirtualClock;

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

/// A client that sends any bytes and collects what comes back.
struct RawClient {
  std::unique_ptr<ByteStream> stream = {};
  std::string received = {};
  bool ended = false;

  Task<Result<>> collect() {
    std::array<char, 4096> some;
    for (;;) {
      const auto count = co_await stream->read_some(some);
      if (!count || *count == 0) break;
      received.append(some.data(), *count);
    }
    ended = true;
    co_return Result<>{};
  }
};

/// A server whose time stands still until the test moves it, and real sockets.
class HttpServerTest : public testing::Test {
 protected:
  void serve(HttpServerSettings settings = {}, Handler handler = {}) {
    if (!handler) handler = [this](ServerRequest request) { return echo(std::move(request)); };
    server_ =
        std::make_unique<HttpServer>(io_.get_executor(), clock_, std::move(settings), std::move(handler));
    ASSERT_TRUE(server_->start());
  }

  void TearDown() override {
    for (auto& client : opened_) client->stream->close();
    EXPECT_TRUE(run_until(io_, [&] { return clients_.size() == 0; }));
    if (server_) EXPECT_TRUE(run_task(io_, clock_, server_->stop(0s)));
  }

  Task<ServerResponse> echo(ServerRequest request) {
    seen_.push_back(request);
    co_return ServerResponse{.headers = {{"Content-Type", "text/plain"}}, .body = "<" + request.body + ">"};
  }

  RawClient& connect() {
    auto& client = *opened_.emplace_back(std::make_unique<RawClient>());
    auto stream = run_task(io_, dialer_.connect({"127.0.0.1", server_->port()}, wall_.now() + 10s));
    client.stream = *std::move(stream);
    clients_.spawn("client", client.collect());
    return client;
  }

  RawClient& send(RawClient& client, std::string_view bytes) {
    EXPECT_TRUE(run_task(io_, client.stream->write(bytes)));
    return client;
  }
  RawClient& send(std::string_view bytes) { return send(connect(), bytes); }

  /// What came back by the time the server closed.
  std::string answer_to(std::string_view bytes) {
    auto& client = send(bytes);
    EXPECT_TRUE(run_until(io_, [&] { return client.ended; }));
    return client.received;
  }
  /// The status line for a request that cannot be read; the server still listens a moment after it.
  std::string refusal_of(std::string_view bytes) {
    auto& client = send(bytes);
    EXPECT_TRUE(receives(client, "\r\n\r\n"));
    return client.received.substr(0, client.received.find("\r\n"));
  }
  bool receives(RawClient& client, std::string_view part, std::size_t times = 1) {
    return run_until(io_, [&] { return count_of(client.received, part) >= times; });
  }

  /// Lets virtual time pass, a second whenever all is quiet, until `condition` holds.
  template <class Condition>
  bool holds_in_time(Condition condition) {
    const auto limit = clock_.now() + 10min;
    io_.restart();
    while (!condition() && clock_.now() < limit)
      if (io_.run_one_for(2ms) == 0) clock_.advance_by(1s);
    return condition();
  }

  asio::io_context io_;
  SystemClock wall_;
  VirtualClock clock_;
  TcpDialer dialer_{io_.get_executor(), wall_};
  std::vector<ServerRequest> seen_;
  std::vector<std::unique_ptr<RawClient>> opened_;
  std::unique_ptr<HttpServer> server_;
  TaskGroup clients_{io_.get_executor(), wall_};
};

TEST_F(HttpServerTest, answers_a_request) {
  serve();
  const auto answer =
      answer_to("GET /a%20b/c?x=1+2&y=%26&z HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n<>")) << answer;
  EXPECT_EQ(count_of(answer, "Content-Length: 2\r\n"), 1u);
  EXPECT_EQ(count_of(answer, "Date: Sun, 22 Nov 2026 00:00:00 GMT\r\n"), 1u) << answer;
  ASSERT_EQ(seen_.size(), 1u);
  EXPECT_EQ(seen_[0].path, "/a b/c");
  EXPECT_EQ(seen_[0].target, "/a%20b/c?x=1+2&y=%26&z");
  EXPECT_EQ(seen_[0].query_value("x"), "1 2");
  EXPECT_EQ(seen_[0].query_value("y"), "&");
  EXPECT_EQ(seen_[0].query_value("z"), "");
  EXPECT_EQ(seen_[0].query_value("w"), std::nullopt);
  EXPECT_EQ(seen_[0].header("x-oNe"), "1");
  EXPECT_EQ(seen_[0].peer, "127.0.0.1");
  EXPECT_FALSE(seen_[0].is_tls);
}

TEST_F(HttpServerTest, keeps_the_connection_for_more_requests) {
  serve();
  auto& client = send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\none");
  ASSERT_TRUE(receives(client, "<one>"));
  send(client,
       "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\ntw\r\n1\r\no\r\n0\r\n\r\n");
  ASSERT_TRUE(receives(client, "<two>"));
  EXPECT_FALSE(client.ended);
}

TEST_F(HttpServerTest, answers_pipelined_requests_in_order) {
  serve();
  auto& client = send(
      "POST /1 HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\naPOST /2 HTTP/1.1\r\nHost: "
      "h\r\nContent-Length: 1\r\n\r\n"
      "bGET /3 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  ASSERT_TRUE(run_until(io_, [&] { return client.ended; }));
  const auto a = client.received.find("<a>"), b = client.received.find("<b>"), c = client.received.find("<>");
  EXPECT_TRUE(a < b && b < c && c != std::string::npos) << client.received;
}

TEST_F(HttpServerTest, head_has_the_length_and_no_body) {
  serve();
  const auto answer = answer_to("HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(count_of(answer, "Content-Length: 2\r\n"), 1u);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST_F(HttpServerTest, http_1_0_closes) {
  serve();
  EXPECT_TRUE(answer_to("GET / HTTP/1.0\r\n\r\n").ends_with("<>"));
}

TEST_F(HttpServerTest, asks_for_the_body_when_the_client_waits) {
  serve();
  auto& client = send("PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  ASSERT_TRUE(receives(client, "HTTP/1.1 100 Continue\r\n\r\n"));
  send(client, "ok");
  EXPECT_TRUE(receives(client, "<ok>"));
}

TEST_F(HttpServerTest, refuses_what_is_not_http) {
  serve();
  EXPECT_EQ(refusal_of("\x16\x03\x01 hello\r\n\r\n"), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(refusal_of("GET /a%2fb HTTP/1.1\r\nHost: h\r\n\r\n"), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(refusal_of("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n"), "HTTP/1.1 400 Bad Request");
  EXPECT_EQ(
      refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"),
      "HTTP/1.1 400 Bad Request");
  EXPECT_TRUE(seen_.empty());
}

TEST_F(HttpServerTest, refuses_what_is_too_large) {
  serve({.max_body_bytes = 1000});
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\n\r\n"),
            "HTTP/1.1 413 Payload Too Large");
  EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n" +
                       std::string(1001, 'x')),
            "HTTP/1.1 413 Payload Too Large");
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(20'000, 'x')),
            "HTTP/1.1 431 Request Header Fields Too Large");
  EXPECT_TRUE(seen_.empty());
}

TEST_F(HttpServerTest, lets_go_of_a_refused_client_that_does_not_stop) {
  serve({.max_body_bytes = 1000});
  auto& client =
      send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 100000000\r\n\r\n" + std::string(100'000, 'x'));
  ASSERT_TRUE(receives(client, "HTTP/1.1 413 "));
  EXPECT_TRUE(holds_in_time([&] { return client.ended; }));
}

TEST_F(HttpServerTest, a_slow_header_ends_in_408) {
  serve();
  auto& client = send("GET / HTTP/1.1\r\nX: ");
  const auto begin = clock_.now();
  auto last_sent = begin;
  EXPECT_TRUE(holds_in_time([&] {
    if (client.received.empty() && std::exchange(last_sent, clock_.now()) != clock_.now())
      send(client, "x");  // a byte a second does not buy more time
    return client.received.starts_with("HTTP/1.1 408 Request Timeout\r\n");
  }));
  EXPECT_GE(clock_.now(), begin + 10s);
}

TEST_F(HttpServerTest, a_slow_body_ends_in_408) {
  serve();
  auto& client = send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  const auto begin = clock_.now();
  EXPECT_TRUE(holds_in_time([&] { return client.received.starts_with("HTTP/1.1 408 Request Timeout\r\n"); }));
  EXPECT_GE(clock_.now(), begin + 30s);
}

TEST_F(HttpServerTest, an_idle_connection_is_closed) {
  serve();
  auto& client = send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(receives(client, "<>"));
  const auto begin = clock_.now();
  EXPECT_TRUE(holds_in_time([&] { return client.ended; }));
  EXPECT_GE(clock_.now(), begin + 60s);
}

TEST_F(HttpServerTest, who_finds_no_place_is_told_so) {
  int begun = 0;
  serve({.places = {.all = 2, .for_known = 0}}, [&](ServerRequest) -> Task<ServerResponse> {
    ++begun;
    std::ignore = co_await clock_.sleep_until(clock_.now() + 5s);
    co_return ServerResponse{.body = "done"};
  });
  auto& first = send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  auto& second = send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(run_until(io_, [&] { return begun == 2; }));
  EXPECT_TRUE(answer_to("GET / HTTP/1.1\r\nHost: h\r\n\r\n").starts_with("HTTP/1.1 503 "));
  EXPECT_TRUE(holds_in_time([&] { return first.received.ends_with("done"); }));
  EXPECT_TRUE(receives(second, "done"));
}

TEST_F(HttpServerTest, the_silent_give_way_to_newcomers) {
  serve({.places = {.all = 8, .for_known = 2, .per_source = 4}});
  for (int i = 0; i < 40; ++i) connect();
  EXPECT_TRUE(answer_to("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").ends_with("<>"));
  const auto open = std::ranges::count_if(opened_, [](const auto& client) { return !client->ended; });
  EXPECT_LE(open, 4);
}

TEST_F(HttpServerTest, who_sends_or_takes_bytes_slowly_gives_way_too) {
  serve({.places = {.all = 3, .for_known = 0}});
  auto& in_header = send("GET / HTTP/1.1\r\nX: ");
  auto& in_body = send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  auto& in_another = send("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nab");
  ASSERT_TRUE(run_until(io_, [&] { return server_->connections() == 3; }));
  EXPECT_TRUE(answer_to("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").ends_with("<>"));
  EXPECT_TRUE(run_until(io_, [&] { return in_header.ended; }));
  EXPECT_FALSE(in_body.ended);
  EXPECT_FALSE(in_another.ended);
}

TEST_F(HttpServerTest, who_was_let_in_keeps_the_place) {
  serve({.places = {.all = 4, .for_known = 2}}, [](ServerRequest request) -> Task<ServerResponse> {
    co_return ServerResponse{.body = "<>", .known_as = request.header("Authorization").value_or("")};
  });
  auto& known = send("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: somebody\r\n\r\n");
  ASSERT_TRUE(receives(known, "<>"));
  for (int i = 0; i < 20; ++i) connect();
  EXPECT_TRUE(answer_to("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").ends_with("<>"));
  EXPECT_FALSE(known.ended);
  send(known, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_TRUE(receives(known, "<>", 2));
}

TEST_F(HttpServerTest, handshakes_give_way_too) {
  const tests::TestCa ca;
  const auto certificate = ca.issue({.names = {"IP:127.0.0.1"}});
  const auto context = TlsServerContext::make(certificate.chain_pem, certificate.key_pem);
  ASSERT_TRUE(context);
  serve({.tls = context->get(), .places = {.all = 8, .for_known = 0}});
  for (int i = 0; i < 40; ++i) connect();
  HttpClient client(dialer_, wall_);
  const HttpRequest request{.url = "https://127.0.0.1:" + std::to_string(server_->port()) + "/x",
                            .trust_pem = ca.root_pem()};
  const auto answer = run_task(io_, client.send(request, wall_.now() + 10s));
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->header("Strict-Transport-Security"), "max-age=31536000");
}

TEST_F(HttpServerTest, serves_its_own_names_only) {
  serve({.names = *OwnNames::of({"kigen.example.com"})});
  const auto status_for = [this](const std::string& host) {
    auto& client = send("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(run_until(io_, [&] { return client.ended; }));
    return client.received.substr(9, 3);
  };
  for (const auto* ours :
       {"kigen.example.com", "KIGEN.example.com.:8443", "localhost:1", "127.0.0.1", "[::1]:9"})
    EXPECT_EQ(status_for(ours), "200") << ours;
  for (const auto* other :
       {"evil.example", "kigen.example.com.evil.example", "127.0.0.2", "0x7f000001", "[::2]"})
    EXPECT_EQ(status_for(other), "421") << other;
  for (const auto* wrong : {"", "localhost@evil.example", "evil.example, localhost", "localhost:99999",
                            "localhost/evil", "loc alhost"})
    EXPECT_EQ(status_for(wrong), "400") << wrong;
  EXPECT_TRUE(answer_to("GET / HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_EQ(seen_.size(), 5u);
}

TEST_F(HttpServerTest, a_trusted_proxy_says_whose_request_it_is) {
  serve({.proxies = {.trusted = {*Network::parse("127.0.0.0/8")}}});
  const auto ask = [this](const std::string& header) {
    answer_to("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n" + header + "\r\n\r\n");
    return seen_.back().peer;
  };
  EXPECT_EQ(ask("X-Forwarded-For: 10.9.9.9, 192.0.2.7, 127.0.0.5"), "192.0.2.7");
  EXPECT_EQ(ask("Forwarded: for=192.0.2.7"), "127.0.0.1") << "the other header is not read";
}

TEST_F(HttpServerTest, nobody_else_says_whose_request_it_is) {
  serve({.proxies = {.trusted = {*Network::parse("192.0.2.1")}}});
  answer_to("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-Forwarded-For: 10.9.9.9\r\n\r\n");
  EXPECT_EQ(seen_.back().peer, "127.0.0.1");
}

TEST_F(HttpServerTest, a_throwing_handler_is_a_500) {
  serve({}, [](ServerRequest) -> Task<ServerResponse> {
    throw std::runtime_error("broken");
    co_return ServerResponse{};
  });
  EXPECT_TRUE(
      answer_to("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").starts_with("HTTP/1.1 500 "));
}

TEST_F(HttpServerTest, a_header_with_a_line_break_never_leaves) {
  serve({}, [](ServerRequest) -> Task<ServerResponse> {
    co_return ServerResponse{.headers = {{"Location", "/x\r\nSet-Cookie: a=b"}}};
  });
  const auto answer = answer_to("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 "));
  EXPECT_EQ(count_of(answer, "Set-Cookie"), 0u);
}

TEST_F(HttpServerTest, refusals_can_be_worded) {
  serve({.refusal = [](unsigned status) {
    return ServerResponse{
        .status = status, .headers = {{"Content-Type", "application/problem+json"}}, .body = "{}"};
  }});
  auto& client = send("nonsense\r\n\r\n");
  EXPECT_TRUE(receives(client, "\r\n\r\n{}"));
  EXPECT_EQ(count_of(client.received, "Content-Type: application/problem+json\r\n"), 1u);
}

/// Streams a tick whenever virtual time moves by a second.
Task<ServerResponse> ticks(Clock& clock, bool& writer_ended) {
  auto writer = [&clock, &writer_ended](ByteSink& sink) -> Task<Result<>> {
    struct Ended {
      bool& flag;
      ~Ended() { flag = true; }
    } ended{writer_ended};
    for (int i = 0; i < 3; ++i) {
      CO_TRY_DO(co_await sink.write("tick" + std::to_string(i)));
      CO_TRY_DO(co_await clock.sleep_until(clock.now() + 1s));
    }
    co_return Result<>{};
  };
  co_return ServerResponse{.headers = {{"Content-Type", "text/event-stream"}}, .stream = writer};
}

TEST_F(HttpServerTest, streams_as_it_goes) {
  bool ended = false;
  serve({}, [&](ServerRequest) { return ticks(clock_, ended); });
  auto& client = send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(receives(client, "5\r\ntick0\r\n"));
  EXPECT_EQ(count_of(client.received, "tick1"), 0u);
  ASSERT_TRUE(holds_in_time([&] { return client.ended; }));
  EXPECT_EQ(count_of(client.received, "5\r\ntick1\r\n5\r\ntick2\r\n"), 1u);
  EXPECT_TRUE(client.received.ends_with("0\r\n\r\n"));
}

TEST_F(HttpServerTest, a_stream_ends_with_its_client) {
  bool ended = false;
  serve({}, [&](ServerRequest) { return ticks(clock_, ended); });
  auto& client = send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(receives(client, "tick0"));
  client.stream->close();
  EXPECT_TRUE(run_until(io_, [&] { return ended && server_->connections() == 0; }));
}

TEST_F(HttpServerTest, stop_ends_idle_and_streaming_connections_and_waits_for_busy_ones) {
  bool stream_ended = false, busy_began = false;
  serve({}, [&](ServerRequest request) -> Task<ServerResponse> {
    if (request.path == "/stream") co_return co_await ticks(clock_, stream_ended);
    busy_began = true;
    std::ignore = co_await clock_.sleep_until(clock_.now() + 5s);
    co_return ServerResponse{.body = "done"};
  });
  auto& idle = connect();
  auto& streaming = send("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
  auto& busy = send("GET /busy HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(receives(streaming, "tick0"));
  ASSERT_TRUE(run_until(io_, [&] { return server_->connections() == 3 && busy_began; }));
  const auto port = server_->port();
  std::optional<Result<>> stopped;
  clients_.spawn("stop", [](HttpServer& server, std::optional<Result<>>& result) -> Task<Result<>> {
    result = co_await server.stop(10s);
    co_return Result<>{};
  }(*server_, stopped));
  ASSERT_TRUE(run_until(io_, [&] { return idle.ended && streaming.ended && stream_ended; }));
  EXPECT_FALSE(run_task(io_, dialer_.connect({"127.0.0.1", port}, wall_.now() + 10s)));
  EXPECT_FALSE(stopped);
  clock_.advance_by(5s);
  ASSERT_TRUE(run_until(io_, [&] { return stopped.has_value(); }));
  EXPECT_TRUE(*stopped);
  EXPECT_TRUE(receives(busy, "done"));
  EXPECT_EQ(count_of(busy.received, "Connection: close\r\n"), 1u);
}

TEST_F(HttpServerTest, speaks_tls) {
  const tests::TestCa ca;
  const auto certificate = ca.issue({.names = {"IP:127.0.0.1"}});
  const auto context = TlsServerContext::make(certificate.chain_pem, certificate.key_pem);
  ASSERT_TRUE(context);
  serve({.tls = context->get()});
  HttpClient client(dialer_, wall_);
  HttpRequest request{.method = "POST",
                      .url = "https://127.0.0.1:" + std::to_string(server_->port()) + "/x",
                      .body = std::string(300'000, 'b'),
                      .trust_pem = ca.root_pem()};
  const auto answer = run_task(io_, client.send(request, wall_.now() + 10s));
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->status, 200u);
  EXPECT_EQ(answer->body, "<" + request.body + ">");
  ASSERT_EQ(seen_.size(), 1u);
  EXPECT_TRUE(seen_[0].is_tls);
}

TEST_F(HttpServerTest, says_why_it_cannot_listen) {
  serve();
  HttpServer second(io_.get_executor(), clock_, {.listen = {"127.0.0.1", server_->port()}}, {});
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().code, net_errc::listen_failed);
  EXPECT_EQ(started.error().detail,
            "127.0.0.1:" + std::to_string(server_->port()) + ": Address already in use");
}

}  // namespace
}  // namespace kigen::orchestrator::net
