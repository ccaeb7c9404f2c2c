#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <simdjson.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <fstream>

#include "api/server/problem.hpp"
#include "api/server/server.hpp"
#include "events/log/memory_log.hpp"
#include "orchestrator/net/http_client.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/runtime/first_group.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "orchestrator/vault/memory_vault.hpp"
#include "tests/support/run_task.hpp"
#include "tests/support/temp_folder.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using testing::HasSubstr;

constexpr std::string_view token_text = "kgnboot_integration";

/// The API behind its HTTPS server on loopback, with views on disk and real pools; requests come through our
/// client.
class ApiOverTls : public testing::Test {
 protected:
  void SetUp() override {
    const auto now = clock.now();
    auto pair = orchestrator::pki::make_self_signed({"127.0.0.1"}, now - 1h, now + 24h);
    ASSERT_TRUE(pair) << describe(pair.error());
    trust = pair->certificate_pem;
    auto context = orchestrator::net::TlsServerContext::make(pair->certificate_pem, pair->key_pem);
    ASSERT_TRUE(context) << describe(context.error());
    tls = *std::move(context);
    auto opened = projections::Views::open(folder.path() / "views");
    ASSERT_TRUE(opened) << describe(opened.error());
    views = *std::move(opened);
    runner = std::make_unique<projections::Runner>(log, *views, storage.get_executor());
    const auto token_file = folder.path() / "bootstrap.sha256";
    std::ofstream(token_file) << orchestrator::pki::sha256_hex(token_text);
    api = std::make_unique<Server>(Backend{orchestrator,
                                           log,
                                           *views,
                                           *runner,
                                           vault,
                                           troubles,
                                           clock,
                                           random,
                                           storage.get_executor(),
                                           cpu.get_executor(),
                                           {},
                                           {},
                                           token_file});
    orchestrator::net::HttpServerSettings settings;
    settings.tls = tls.get();
    settings.refusal = transport_problem;
    http = std::make_unique<orchestrator::net::HttpServer>(
        io.get_executor(), clock, settings,
        [this](ServerRequest request) { return api->handle(std::move(request)); });
    ASSERT_TRUE(run(orchestrator.start()));
    tasks.spawn("views", runner->run());
    ASSERT_TRUE(run(orchestrator::ensure_first_group(orchestrator, log)));
    ASSERT_TRUE(run(api->prepare_first_admin()));
    ASSERT_TRUE(http->start());
  }

  void TearDown() override {
    EXPECT_TRUE(run(http->stop(2s)));
    EXPECT_TRUE(run(tasks.stop(2s)));
    EXPECT_TRUE(run(orchestrator.stop(2s)));
  }

  template <class T>
  T run(Task<T> task) {
    return tests::run_task(io, std::move(task));
  }

  orchestrator::HttpResponse send(std::string method, const std::string& target, std::string body = {},
                                  std::vector<std::pair<std::string, std::string>> headers = {}) {
    orchestrator::HttpRequest request;
    request.method = std::move(method);
    request.url = "https://127.0.0.1:" + std::to_string(http->port()) + target;
    request.headers = std::move(headers);
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    if (!admin.empty()) request.headers.emplace_back("Authorization", "Bearer " + admin);
    request.body = std::move(body);
    request.trust_pem = trust;
    auto answer = run(client.send(std::move(request), clock.now() + 20s));
    EXPECT_TRUE(answer) << describe(answer.error());
    return answer.value_or(orchestrator::HttpResponse{});
  }

  static std::string field(const orchestrator::HttpResponse& answer, const char* name) {
    simdjson::dom::parser parser;
    std::string_view text;
    if (parser.parse(answer.body)[name].get_string().get(text))
      ADD_FAILURE() << name << " in " << answer.body;
    return std::string(text);
  }

  void claim() {
    const auto claimed =
        send("POST", "/api/v1/bootstrap",
             R"({"token":")" + std::string(token_text) + R"(","password":"correct horse battery"})");
    ASSERT_EQ(claimed.status, 201u) << claimed.body;
    const auto cookie = *claimed.header("Set-Cookie");
    const auto made = send("POST", "/api/v1/tokens", R"({"name":"integration","role":"admin"})",
                           {{"Cookie", cookie.substr(0, cookie.find(';'))},
                            {"X-CSRF-Token", field(claimed, "csrfToken")},
                            {"Origin", "https://127.0.0.1:" + std::to_string(http->port())}});
    ASSERT_EQ(made.status, 201u) << made.body;
    admin = field(made, "token");
  }

  /// A TLS connection for bytes that our client would never send.
  std::unique_ptr<orchestrator::net::TlsStream> connect() {
    const auto deadline = clock.now() + 10s;
    auto tcp = run(dialer.connect({"127.0.0.1", http->port()}, deadline));
    EXPECT_TRUE(tcp);
    auto stream = run(orchestrator::net::tls_client(*std::move(tcp), {"127.0.0.1", trust}, clock, deadline));
    EXPECT_TRUE(stream) << describe(stream.error());
    return *std::move(stream);
  }
  /// What comes until `enough` holds or the other side ends.
  std::string read_until(orchestrator::ByteStream& stream,
                         const std::function<bool(const std::string&)>& enough) {
    std::string text;
    std::array<char, 4096> some;
    while (!enough(text)) {
      const auto count = run(stream.read_some(some));
      if (!count || *count == 0) break;
      text.append(some.data(), *count);
    }
    return text;
  }
  std::string exchange(const std::string& bytes) {
    const auto stream = connect();
    EXPECT_TRUE(run(stream->write(bytes)));
    return read_until(*stream, [](const std::string& text) {
      return text.find("\r\n\r\n") != text.npos && text.ends_with('}');
    });
  }

  tests::TempFolder folder;
  orchestrator::SystemClock clock;
  orchestrator::SystemRandom random;
  events::MemoryLog log;
  orchestrator::vault::MemoryVault vault;
  orchestrator::Troubles troubles{clock};
  asio::io_context io;
  asio::thread_pool storage{2};
  asio::thread_pool cpu{1};
  orchestrator::Orchestrator orchestrator{io.get_executor(), log, clock, random};
  std::unique_ptr<projections::Views> views;
  std::unique_ptr<projections::Runner> runner;
  orchestrator::TaskGroup tasks{io.get_executor(), clock};
  std::unique_ptr<orchestrator::net::TlsServerContext> tls;
  std::unique_ptr<Server> api;
  std::unique_ptr<orchestrator::net::HttpServer> http;
  orchestrator::net::TcpDialer dialer{io.get_executor(), clock};
  orchestrator::net::HttpClient client{dialer, clock};
  std::string trust;
  std::string admin;
};

constexpr const char* new_service = R"({"name":"web","commonName":"www.example.com"})";

TEST_F(ApiOverTls, AWholeConversation) {
  claim();
  const auto made = send("POST", "/api/v1/services", new_service);
  ASSERT_EQ(made.status, 201u) << made.body;
  const auto path = "/api/v1/services/" + field(made, "id");
  const auto shown = send("GET", path);
  EXPECT_EQ(shown.header("ETag"), "\"1\"");
  EXPECT_EQ(shown.header("Cache-Control"), "no-store");
  const auto head = send("HEAD", path);
  EXPECT_EQ(head.status, 200u);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(send("PUT", path, new_service, {{"If-Match", "\"9\""}}).status, 412u);
  EXPECT_EQ(send("DELETE", path, {}, {{"If-Match", "\"1\""}}).status, 200u);
  EXPECT_THAT(send("GET", "/api/v1/log?format=text").body, HasSubstr("<I"));
}

TEST_F(ApiOverTls, AnExportOfTheLogIsStreamed) {
  claim();
  for (int i = 0; i < 30; ++i)
    ASSERT_EQ(send("POST", "/api/v1/sites", R"({"name":"site )" + std::to_string(i) + R"("})").status, 201u);
  const auto text = send("GET", "/api/v1/log?format=jsonl").body;
  simdjson::dom::parser parser;
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1, ++lines)
    ASSERT_FALSE(parser.parse(text.substr(at, text.find('\n', at) - at)).error());
  EXPECT_GE(lines, 30u);
}

TEST_F(ApiOverTls, LiveEventsResumeWithoutLossOrRepeat) {
  claim();
  const auto request = [&](const std::string& last) {
    return "GET /api/v1/events/stream?from=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + admin +
           "\r\n" + last + "\r\n";
  };
  const auto count = [](const std::string& text) {
    std::size_t found = 0;
    for (auto at = text.find("\nid: "); at != text.npos; at = text.find("\nid: ", at + 1)) ++found;
    return found;
  };
  const auto first_part = log.end();
  std::string seen;
  {
    const auto stream = connect();
    ASSERT_TRUE(run(stream->write(request(""))));
    seen = read_until(*stream, [&](const std::string& text) { return count(text) >= first_part; });
  }
  EXPECT_THAT(seen, HasSubstr("text/event-stream"));
  ASSERT_EQ(send("POST", "/api/v1/services", new_service).status, 201u);  // while nobody listens
  const auto stream = connect();
  ASSERT_TRUE(run(stream->write(request("Last-Event-ID: " + std::to_string(first_part - 1) + "\r\n"))));
  ASSERT_EQ(send("POST", "/api/v1/sites", R"({"name":"Kyoto"})").status, 201u);  // while somebody does
  const auto rest = read_until(
      *stream, [&](const std::string& text) { return text.find("company.site_created") != text.npos; });
  EXPECT_THAT(rest, HasSubstr("id: " + std::to_string(first_part) + "\ndata: "));
  EXPECT_THAT(rest, HasSubstr("service.created"));
  EXPECT_EQ(rest.find("id: " + std::to_string(first_part - 1) + "\n"), rest.npos);
}

TEST_F(ApiOverTls, BodiesOverTheLimitAreRefused) {
  claim();
  const auto end = log.end();
  const auto answer = exchange("POST /api/v1/services HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer " + admin +
                               "\r\nContent-Type: application/json\r\nContent-Length: 10485760\r\n\r\n{");
  EXPECT_THAT(answer, HasSubstr("413"));
  EXPECT_THAT(answer, HasSubstr("body_too_large"));
  EXPECT_EQ(log.end(), end);
}

TEST_F(ApiOverTls, WhatIsNotHttpIsRefused) {
  for (const auto& bytes :
       {"NONSENSE\r\n\r\n"s, "GET /%00 HTTP/1.1\r\nHost: k\r\n\r\n"s,
        "GET /api%2fv1/services HTTP/1.1\r\nHost: k\r\n\r\n"s, "GET / HTTP/1.1\r\nHost: k\r\nX: \0\r\n\r\n"s})
    EXPECT_THAT(exchange(bytes), HasSubstr("HTTP/1.1 400")) << bytes;
  EXPECT_THAT(exchange("GET / HTTP/1.1\r\nHost: k\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n"),
              HasSubstr("HTTP/1.1 431"));
  EXPECT_EQ(send("GET", "/healthz").status, 200u);
}

TEST_F(ApiOverTls, ManyAtOnceAreAllAnswered) {
  claim();
  constexpr int count = 40;
  int answered = 0;
  for (int i = 0; i < count; ++i) {
    orchestrator::HttpRequest request;
    request.method = "POST";
    request.url = "https://127.0.0.1:" + std::to_string(http->port()) + "/api/v1/sites";
    request.headers = {{"Authorization", "Bearer " + admin}, {"Content-Type", "application/json"}};
    request.body = R"({"name":"site )" + std::to_string(i) + R"("})";
    request.trust_pem = trust;
    tasks.spawn("client", [](auto& by, auto sent, auto deadline, int& into) -> Task<Result<>> {
      CO_TRY(const auto answer, co_await by.send(std::move(sent), deadline));
      into += answer.status == 201 ? 1 : 0;
      co_return Result<>{};
    }(client, std::move(request), clock.now() + 20s, answered));
  }
  EXPECT_TRUE(tests::run_until(io, [&] { return answered == count; }));
  EXPECT_THAT(send("GET", "/api/v1/sites?limit=100").body, HasSubstr("site 39"));
}

}  // namespace
}  // namespace kigen::api
