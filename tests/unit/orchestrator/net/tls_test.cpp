#include "orchestrator/net/tls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/net/openssl.hpp"
#include "tests/support/test_ca.hpp"
#include "tests/unit/orchestrator/net/scripted_server.hpp"

namespace kigen::orchestrator::net {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::run_task;
using tests::ScriptedServer;
using tests::TestCa;
using tests::TestLeaf;

class TlsTest : public testing::Test {
 protected:
  Instant soon() const { return clock_.now() + 20s; }

  std::unique_ptr<TlsServerContext> context_for(const TestLeaf& leaf) {
    const auto certificate = ca_.issue(leaf);
    return TlsServerContext::make(certificate.chain_pem, certificate.key_pem).value();
  }

  /// A server that handshakes with `context` and sends back what it gets.
  ScriptedServer::Script echo(const TlsServerContext& context) {
    return [this, &context](std::unique_ptr<ByteStream> tcp) -> Task<Result<>> {
      auto tls = co_await tls_server(std::move(tcp), context, "client", clock_, soon());
      if (!tls) co_return Result<>{};  // the client's verdict is what the test looks at
      std::array<char, 5000> some;
      for (;;) {
        CO_TRY(const auto count, co_await (*tls)->read_some(some));
        if (count == 0) co_return Result<>{};
        CO_TRY_DO(co_await (*tls)->write(std::span<const char>(some.data(), count)));
      }
    };
  }

  Task<Result<std::unique_ptr<TlsStream>>> dial(std::uint16_t port, TlsClientOptions options, Duration time) {
    CO_TRY(auto tcp, co_await dialer_.connect({"127.0.0.1", port}, soon()));
    co_return co_await tls_client(std::move(tcp), std::move(options), clock_, clock_.now() + time);
  }

  Result<std::unique_ptr<TlsStream>> connect(const ScriptedServer& server, TlsClientOptions options,
                                             Duration time = 20s) {
    return run_task(io_, dial(server.port(), std::move(options), time));
  }
  TlsClientOptions trusting(std::string name) const { return {std::move(name), ca_.root_pem(), true}; }

  /// Why a handshake with a server that has this leaf fails; empty when it does not.
  std::string verdict_on(const TestLeaf& leaf, TlsClientOptions options) {
    const auto context = context_for(leaf);
    ScriptedServer server(io_, echo(*context));
    const auto stream = connect(server, std::move(options));
    if (stream) return {};
    EXPECT_EQ(stream.error().code, net_errc::tls_failed) << describe(stream.error());
    return stream.error().detail;
  }

  asio::io_context io_;
  SystemClock clock_;
  TcpDialer dialer_{io_.get_executor(), clock_};
  TestCa ca_;
};

TEST_F(TlsTest, verifies_names_and_addresses) {
  EXPECT_EQ(verdict_on({.names = {"www.example.test"}}, trusting("www.example.test")), "");
  EXPECT_EQ(verdict_on({.names = {"*.example.test"}}, trusting("www.example.test")), "");
  EXPECT_EQ(verdict_on({.names = {"IP:127.0.0.1"}}, trusting("127.0.0.1")), "");
  EXPECT_EQ(verdict_on({.names = {"IP:::1"}}, trusting("::1")), "");
}

TEST_F(TlsTest, refuses_wrong_names) {
  EXPECT_EQ(verdict_on({.names = {"other.example.test"}}, trusting("www.example.test")),
            "www.example.test: hostname mismatch");
  EXPECT_EQ(verdict_on({.names = {"*.test"}}, trusting("www.example.test")),
            "www.example.test: hostname mismatch");
  EXPECT_EQ(verdict_on({.names = {"w*.example.test"}}, trusting("www.example.test")),
            "www.example.test: hostname mismatch");
  EXPECT_EQ(verdict_on({.names = {"IP:127.0.0.2"}}, trusting("127.0.0.1")), "127.0.0.1: IP address mismatch");
}

TEST_F(TlsTest, refuses_certificates_out_of_their_time) {
  EXPECT_EQ(verdict_on({.names = {"a.test"}, .starts = -48h, .ends = -24h}, trusting("a.test")),
            "a.test: certificate has expired");
  EXPECT_EQ(verdict_on({.names = {"a.test"}, .starts = 24h, .ends = 48h}, trusting("a.test")),
            "a.test: certificate is not yet valid");
}

TEST_F(TlsTest, refuses_what_it_has_no_root_for) {
  EXPECT_EQ(verdict_on({.names = {"a.test"}}, {.server_name = "a.test"}),
            "a.test: unable to get local issuer certificate");
  const TestCa other;
  EXPECT_THAT(verdict_on({.names = {"a.test"}}, {"a.test", other.root_pem(), true}), HasSubstr("a.test: "));
  EXPECT_THAT(verdict_on({.names = {"a.test"}}, {"a.test", "no PEM", true}),
              HasSubstr("extra trusted roots"));
}

TEST_F(TlsTest, can_look_at_what_it_does_not_trust) {
  const auto context = context_for({.names = {"a.test"}, .starts = -48h, .ends = -24h});
  ScriptedServer server(io_, echo(*context));
  const auto stream = connect(server, {.verify = false});
  ASSERT_TRUE(stream) << describe(stream.error());
  const auto chain = (*stream)->peer_certificates();
  ASSERT_EQ(chain.size(), 1u);
  EXPECT_EQ(certificates_of(chain[0]).size(), 1u);
}

TEST_F(TlsTest, carries_a_lot_both_ways) {
  const auto context = context_for({.names = {"a.test"}});
  ScriptedServer server(io_, echo(*context));
  const auto stream = connect(server, trusting("a.test"));
  ASSERT_TRUE(stream) << describe(stream.error());
  std::string sent;
  while (sent.size() < 3'000'000) sent += std::to_string(sent.size()) + ",";
  std::string received;
  TaskGroup writer(io_.get_executor(), clock_);
  writer.spawn("writer", (*stream)->write(sent));
  const auto read =
      run_task(io_, [](ByteStream& from, std::string& into, std::size_t size) -> Task<Result<>> {
        std::array<char, 7000> some;
        while (into.size() < size) {
          CO_TRY(const auto count, co_await from.read_some(some));
          into.append(some.data(), count);
        }
        co_return Result<>{};
      }(**stream, received, sent.size()));
  EXPECT_TRUE(read);
  EXPECT_TRUE(received == sent);
}

TEST_F(TlsTest, serves_a_new_certificate_after_reload) {
  const auto context = context_for({.names = {"old.test"}});
  ScriptedServer server(io_, echo(*context));
  ASSERT_TRUE(connect(server, trusting("old.test")));
  const auto next = ca_.issue({.names = {"new.test"}});
  EXPECT_FALSE(context->reload("nonsense", next.key_pem));
  EXPECT_FALSE(context->reload(next.chain_pem, Secret("nonsense")));
  EXPECT_FALSE(context->reload(next.chain_pem, ca_.issue({}).key_pem));
  EXPECT_TRUE(connect(server, trusting("old.test")));
  ASSERT_TRUE(context->reload(next.chain_pem, next.key_pem));
  EXPECT_TRUE(connect(server, trusting("new.test")));
}

TEST_F(TlsTest, refuses_giant_certificates) {
  EXPECT_THAT(verdict_on({.names = {"a.test"}, .padding_bytes = 200'000}, trusting("a.test")),
              HasSubstr("a.test: "));
}

TEST_F(TlsTest, a_handshake_is_bounded_in_bytes) {
  // A server hello that announces 64 KiB, then warnings without end, then handshake records without end.
  const std::string alert("\x15\x03\x03\x00\x02\x01\x5a", 7);
  const std::string hello("\x16\x03\x03\x00\x04\x02\x00\xff\xff", 9);
  const std::string empty("\x16\x03\x03\x00\x00", 5);
  for (const auto& bytes : {alert, hello, empty, std::string(100, 'x'), std::string(100, '\0')}) {
    ScriptedServer server(io_, [&](std::unique_ptr<ByteStream> tcp) -> Task<Result<>> {
      co_return co_await tests::send_for_ever(*tcp, bytes);
    });
    const auto stream = connect(server, trusting("a.test"));
    ASSERT_FALSE(stream);
    EXPECT_EQ(stream.error().code, net_errc::tls_failed) << describe(stream.error());
  }
}

TEST_F(TlsTest, a_handshake_is_bounded_in_time) {
  ScriptedServer server(
      io_, [](std::unique_ptr<ByteStream> tcp) -> Task<Result<>> { co_return co_await tests::stay(*tcp); });
  const auto stream = connect(server, trusting("a.test"), 50ms);
  ASSERT_FALSE(stream);
  EXPECT_EQ(stream.error().code, net_errc::unreachable);
  EXPECT_EQ(stream.error().detail, "a.test: no TLS handshake in time");
}

TEST_F(TlsTest, a_server_that_just_closes_is_no_server) {
  ScriptedServer server(io_, [](std::unique_ptr<ByteStream> tcp) -> Task<Result<>> {
    CO_TRY_DO(co_await tests::read_until(*tcp, std::string_view("\x16", 1)));
    co_return Result<>{};
  });
  const auto stream = connect(server, trusting("a.test"));
  ASSERT_FALSE(stream);
  EXPECT_TRUE(stream.error().code == net_errc::tls_failed ||
              stream.error().code == net_errc::connection_lost);
}

TEST_F(TlsTest, an_end_without_close_notify_is_not_an_end) {
  const auto context = context_for({.names = {"a.test"}});
  ScriptedServer server(io_, [&](std::unique_ptr<ByteStream> tcp) -> Task<Result<>> {
    CO_TRY(auto tls, co_await tls_server(std::move(tcp), *context, "client", clock_, soon()));
    co_return co_await tls->write(std::string_view("half"));
  });
  const auto stream = connect(server, trusting("a.test"));
  ASSERT_TRUE(stream);
  const auto all = run_task(io_, tests::read_until(**stream, "never"));
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().code, net_errc::connection_lost);
}

}  // namespace
}  // namespace kigen::orchestrator::net
