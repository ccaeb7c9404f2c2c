#include "workers/ca/acme/http_challenges.hpp"

#include <gtest/gtest.h>
#include <boost/asio/io_context.hpp>

#include "orchestrator/net/http_client.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/support/run_task.hpp"

namespace kigen::workers::ca::acme {
namespace {

using namespace orchestrator;
using namespace std::chrono_literals;
using tests::run_task;

class HttpChallengesTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(challenges_.start()); }
  void TearDown() override { EXPECT_TRUE(run_task(io_, challenges_.stop(0s))); }

  HttpResponse ask(const std::string& path, const std::string& method = "GET") {
    HttpRequest request{.method = method,
                        .url = "http://127.0.0.1:" + std::to_string(challenges_.port()) + path};
    request.plain_allowed = true;
    return run_task(io_, client_.send(request, clock_.now() + 10s)).value();
  }

  asio::io_context io_;
  SystemClock clock_;
  net::TcpDialer dialer_{io_.get_executor(), clock_};
  net::HttpClient client_{dialer_, clock_};
  orchestrator::Troubles troubles_{clock_};
  HttpChallenges challenges_{io_.get_executor(), clock_, {"127.0.0.1", 0}, troubles_};
};

TEST_F(HttpChallengesTest, serves_what_an_order_provides_until_it_is_forgotten) {
  challenges_.provide("order-1", "token-a", "token-a.thumb");
  challenges_.provide("order-1", "token-b", "token-b.thumb");
  challenges_.provide("order-2", "token-c", "token-c.thumb");
  EXPECT_EQ(ask("/.well-known/acme-challenge/token-a").body, "token-a.thumb");
  EXPECT_EQ(ask("/.well-known/acme-challenge/token-a").header("Content-Type"), "application/octet-stream");
  challenges_.forget("order-1");
  EXPECT_EQ(ask("/.well-known/acme-challenge/token-a").status, 404u);
  EXPECT_EQ(ask("/.well-known/acme-challenge/token-b").status, 404u);
  EXPECT_EQ(ask("/.well-known/acme-challenge/token-c").body, "token-c.thumb");
}

TEST_F(HttpChallengesTest, serves_nothing_else) {
  challenges_.provide("order-1", "token", "answer");
  for (const auto* path :
       {"/", "/.well-known/acme-challenge/", "/.well-known/acme-challenge/token/", "/token",
        "/.well-known/acme-challenge/../token", "/.well-known/acme-challenge/other"})
    EXPECT_EQ(ask(path).status, 404u) << path;
  EXPECT_EQ(ask("/.well-known/acme-challenge/token", "DELETE").status, 405u);
}

}  // namespace
}  // namespace kigen::workers::ca::acme
