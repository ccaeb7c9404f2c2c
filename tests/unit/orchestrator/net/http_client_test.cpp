#include "orchestrator/net/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/net/tls.hpp"
#include "tests/support/test_ca.hpp"
#include "tests/unit/orchestrator/net/scripted_server.hpp"

namespace kigen::orchestrator::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::run_task;
using tests::ScriptedServer;

class HttpClientTest : public testing::Test {
 protected:
  /// A server that reads a request's header and answers with these bytes.
  ScriptedServer::Script answering(std::string bytes) {
    return [this, bytes](std::unique_ptr<ByteStream> stream) -> Task<Result<>> {
      CO_TRY(auto request, co_await tests::read_until(*stream, "\r\n\r\n"));
      requests_.push_back(std::move(request));
      co_return co_await stream->write(bytes);
    };
  }

  HttpRequest request_to(std::uint16_t port) const {
    HttpRequest request{.url = "http://127.0.0.1:" + std::to_string(port) + "/path?q=1"};
    request.plain_allowed = true;
    return request;
  }
  Result<HttpResponse> send(HttpRequest request, Duration time = 20s) {
    return run_task(io_, client_.send(std::move(request), clock_.now() + time));
  }
  Result<HttpResponse> answer_of(const std::string& bytes, const std::string& method = "GET") {
    ScriptedServer server(io_, answering(bytes));
    auto request = request_to(server.port());
    request.method = method;
    request.max_answer_bytes = 1000;
    return send(std::move(request));
  }
  std::error_code failure_of_answer(const std::string& bytes) {
    const auto answer = answer_of(bytes);
    EXPECT_FALSE(answer);
    if (answer) return {};
    EXPECT_THAT(answer.error().detail, HasSubstr("127.0.0.1:"));
    return answer.error().code;
  }

  asio::io_context io_;
  SystemClock clock_;
  TcpDialer dialer_{io_.get_executor(), clock_};
  HttpClient client_{dialer_, clock_};
  std::vector<std::string> requests_;
};

TEST_F(HttpClientTest, sends_a_request_and_reads_the_answer) {
  ScriptedServer server(io_,
                        answering("HTTP/1.1 201 Created\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\nok"));
  auto request = request_to(server.port());
  request.method = "POST";
  request.headers = {{"X-Mine", "yes"}};
  const auto answer = send(request);
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->status, 201u);
  EXPECT_EQ(answer->body, "ok");
  EXPECT_EQ(answer->header("x-a"), "1");
  ASSERT_EQ(requests_.size(), 1u);
  EXPECT_THAT(requests_[0], testing::StartsWith("POST /path?q=1 HTTP/1.1\r\n"));
  EXPECT_THAT(requests_[0], HasSubstr("Host: 127.0.0.1:" + std::to_string(server.port()) + "\r\n"));
  EXPECT_THAT(requests_[0], HasSubstr("X-Mine: yes\r\n"));
  EXPECT_THAT(requests_[0], HasSubstr("Content-Length: 0\r\n"));
}

TEST_F(HttpClientTest, reads_every_kind_of_body) {
  EXPECT_EQ(
      answer_of("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n")
          ->body,
      "abc");
  EXPECT_EQ(answer_of("HTTP/1.1 200 OK\r\n\r\nuntil the end")->body, "until the end");
  EXPECT_EQ(answer_of("HTTP/1.1 204 No Content\r\n\r\n")->body, "");
  EXPECT_EQ(answer_of("HTTP/1.1 200 OK\r\nContent-Length: 700\r\n\r\n", "HEAD")->body, "");
}

TEST_F(HttpClientTest, skips_interim_answers) {
  const std::string interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
  EXPECT_EQ(answer_of(interim + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")->status, 200u);
  std::string many;
  for (int i = 0; i < 20; ++i) many += interim;
  EXPECT_EQ(failure_of_answer(many), net_errc::malformed_answer);
}

TEST_F(HttpClientTest, returns_redirects) {
  const auto answer =
      answer_of("HTTP/1.1 302 Found\r\nLocation: https://elsewhere/\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(answer->status, 302u);
  EXPECT_EQ(answer->header("location"), "https://elsewhere/");
}

TEST_F(HttpClientTest, refuses_what_is_not_http) {
  EXPECT_EQ(failure_of_answer("SSH-2.0-OpenSSH_9.2p1\r\n"), net_errc::malformed_answer);
  EXPECT_EQ(failure_of_answer(std::string(200, '\0')), net_errc::malformed_answer);
  EXPECT_EQ(failure_of_answer("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"), net_errc::malformed_answer);
  EXPECT_EQ(failure_of_answer("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999\r\n\r\n"),
            net_errc::malformed_answer);
  EXPECT_EQ(failure_of_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
            net_errc::malformed_answer);
}

TEST_F(HttpClientTest, tells_an_answer_that_is_cut_off) {
  EXPECT_EQ(failure_of_answer(""), net_errc::connection_lost);
  EXPECT_EQ(failure_of_answer("HTTP/1.1 200 O"), net_errc::connection_lost);
  EXPECT_EQ(failure_of_answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"), net_errc::connection_lost);
  EXPECT_EQ(failure_of_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
            net_errc::connection_lost);
}

TEST_F(HttpClientTest, reads_no_more_than_it_was_told) {
  EXPECT_EQ(failure_of_answer("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n"), net_errc::malformed_answer);
  const auto endless = [&](std::string start, std::string more) {
    ScriptedServer server(io_, [&](std::unique_ptr<ByteStream> stream) -> Task<Result<>> {
      CO_TRY_DO(co_await tests::read_until(*stream, "\r\n\r\n"));
      CO_TRY_DO(co_await stream->write(start));
      co_return co_await tests::send_for_ever(*stream, more);
    });
    return send(request_to(server.port())).error().code;
  };
  EXPECT_EQ(endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"), net_errc::malformed_answer);
  EXPECT_EQ(endless("HTTP/1.1 200 OK\r\nX: ", "xxxxxxxxxxxxxxxxxxxxxxxx"), net_errc::malformed_answer);
  EXPECT_EQ(endless("HTTP/1.1 200 OK\r\n\r\n", std::string(5000, 'x')), net_errc::malformed_answer);
  EXPECT_EQ(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
                    "400\r\n" + std::string(1024, 'x') + "\r\n"),
            net_errc::malformed_answer);
  EXPECT_EQ(endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1", ";ext=1"),
            net_errc::malformed_answer);
}

TEST_F(HttpClientTest, waits_no_longer_than_it_was_told) {
  ScriptedServer server(io_, [](std::unique_ptr<ByteStream> stream) -> Task<Result<>> {
    co_return co_await tests::stay(*stream);
  });
  const auto answer = send(request_to(server.port()), 50ms);
  EXPECT_EQ(answer.error().code, net_errc::timed_out);
  EXPECT_EQ(answer.error().detail, "127.0.0.1:" + std::to_string(server.port()));
}

TEST_F(HttpClientTest, says_what_it_cannot_reach) {
  std::uint16_t closed = 0;
  {
    ScriptedServer server(io_, answering(""));
    closed = server.port();
  }
  const auto refused = send(request_to(closed));
  EXPECT_EQ(refused.error().code, net_errc::unreachable);
  EXPECT_THAT(refused.error().detail, HasSubstr("Connection refused"));
  EXPECT_EQ(send({.url = "https://no-such-name.invalid/"}).error().code, net_errc::name_not_found);
}

TEST_F(HttpClientTest, sends_nothing_that_is_not_safe) {
  EXPECT_EQ(send({.url = "http://127.0.0.1:1/"}).error().code, net_errc::malformed_request);
  EXPECT_EQ(send({.url = "ftp://127.0.0.1/"}).error().code, net_errc::malformed_request);
  auto request = request_to(1);
  request.headers = {{"X-A", "1\r\nX-B: 2"}};
  EXPECT_EQ(send(request).error().code, net_errc::malformed_request);
  request.headers = {{"X A", "1"}};
  EXPECT_EQ(send(request).error().code, net_errc::malformed_request);
  request.headers.clear();
  request.method = "GET /other HTTP/1.1\r\nX:";
  EXPECT_EQ(send(request).error().code, net_errc::malformed_request);
}

TEST_F(HttpClientTest, asks_a_proxy_for_a_tunnel_and_speaks_tls_through_it) {
  const tests::TestCa ca;
  const auto certificate = ca.issue({.names = {"ca.example.test"}});
  const auto context = TlsServerContext::make(certificate.chain_pem, certificate.key_pem).value();
  ScriptedServer proxy(io_, [&](std::unique_ptr<ByteStream> stream) -> Task<Result<>> {
    CO_TRY(auto connect, co_await tests::read_until(*stream, "\r\n\r\n"));
    requests_.push_back(std::move(connect));
    CO_TRY_DO(co_await stream->write(std::string_view("HTTP/1.1 200 Connection established\r\n\r\n")));
    CO_TRY(auto tls, co_await tls_server(std::move(stream), *context, "client", clock_, clock_.now() + 10s));
    CO_TRY(auto request, co_await tests::read_until(*tls, "\r\n\r\n"));
    requests_.push_back(std::move(request));
    co_return co_await tls->write(std::string_view("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndeep"));
  });
  HttpRequest request{.url = "https://ca.example.test/dir", .trust_pem = ca.root_pem()};
  request.proxy = "127.0.0.1:" + std::to_string(proxy.port());
  const auto answer = send(request);
  ASSERT_TRUE(answer) << describe(answer.error());
  EXPECT_EQ(answer->body, "deep");
  ASSERT_EQ(requests_.size(), 2u);
  EXPECT_THAT(requests_[0],
              testing::StartsWith("CONNECT ca.example.test:443 HTTP/1.1\r\nHost: ca.example.test:443\r\n"));
  EXPECT_THAT(requests_[1], testing::StartsWith("GET /dir HTTP/1.1\r\nHost: ca.example.test\r\n"));
}

TEST_F(HttpClientTest, says_that_the_proxy_refused) {
  ScriptedServer proxy(io_,
                       answering("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 10\r\n\r\n"));
  HttpRequest request{.url = "https://ca.example.test/dir"};
  request.proxy = "127.0.0.1:" + std::to_string(proxy.port());
  const auto answer = send(request);
  EXPECT_EQ(answer.error().code, net_errc::unreachable);
  EXPECT_EQ(answer.error().detail, "proxy " + request.proxy + " refused ca.example.test:443 with status 407");
  request.proxy = "no port";
  EXPECT_EQ(send(request).error().code, net_errc::malformed_request);
}

}  // namespace
}  // namespace kigen::orchestrator::net
