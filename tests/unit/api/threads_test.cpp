// The API as the product runs it: its loop on one thread, the orchestrator's on another, and pools between.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_future.hpp>

#include <fstream>
#include <future>

#include "api/server/ask.hpp"
#include "api/server/server.hpp"
#include "events/log/memory_log.hpp"
#include "orchestrator/pki/digest.hpp"
#include "orchestrator/runtime/first_group.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "orchestrator/runtime/system_random.hpp"
#include "orchestrator/runtime/task_group.hpp"
#include "orchestrator/vault/memory_vault.hpp"
#include "tests/support/eventually.hpp"
#include "tests/support/temp_folder.hpp"
#include "tests/unit/api/support/api_answer.hpp"
#include "tests/unit/api/support/test_sink.hpp"
#include "tools/kigen/server/loop_thread.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using tests::ApiAnswer;
using tests::Headers;

constexpr std::string_view bootstrap = "kgnboot_of-the-threads";
constexpr auto patience = 10s;
constexpr int some = 24;

class ApiThreads : public testing::Test {
 protected:
  ApiThreads() {
    auto made = projections::Views::in_memory();
    ensure(made.has_value(), "views in memory can be made");
    views_ = *std::move(made);
    runner_ = std::make_unique<projections::Runner>(log_, *views_, pool_.get_executor());
    ensure(on(home_, orchestrator_.start()).has_value(), "an empty log can be folded");
    ensure(on(home_, follow()).has_value(), "the views follow");
    ensure(on(home_, orchestrator::ensure_first_group(orchestrator_, log_)).has_value(),
           "there is a first group");
    const auto token_file = folder_.path() / "bootstrap.sha256";
    std::ofstream(token_file) << orchestrator::pki::sha256_hex(bootstrap);
    server_ = std::make_unique<Server>(Backend{orchestrator_,
                                               log_,
                                               *views_,
                                               *runner_,
                                               vault_,
                                               troubles_,
                                               clock_,
                                               random_,
                                               pool_.get_executor(),
                                               pool_.get_executor(),
                                               {},
                                               {},
                                               token_file});
    ensure(on(front_, server_->prepare_first_admin()).has_value(), "there is a first admin");
    token_ = claim();
  }
  ~ApiThreads() override {
    ensure(on(home_, following_.stop(patience)).has_value(), "the views stop");
    ensure(on(home_, orchestrator_.stop(patience)).has_value(), "the orchestrator stops");
    front_.end();
    home_.end();
  }

  /// Runs on that loop; whoever waits is on a thread of neither.
  template <class T>
  T on(tools::LoopThread& loop, Task<T> task) {
    return start(loop, std::move(task)).get();
  }
  template <class T>
  std::future<T> start(tools::LoopThread& loop, Task<T> task) {
    return asio::co_spawn(loop.executor(), std::move(task), asio::use_future);
  }

  orchestrator::net::ServerRequest request(std::string method, std::string path, std::string body = {},
                                           Headers headers = {}) const {
    orchestrator::net::ServerRequest made;
    made.method = std::move(method);
    made.target = made.path = std::move(path);
    made.headers = std::move(headers);
    made.headers.emplace_back("Host", "kigen.example:8443");
    if (!body.empty()) made.headers.emplace_back("Content-Type", "application/json");
    if (!token_.empty()) made.headers.emplace_back("Authorization", "Bearer " + token_);
    made.body = std::move(body);
    made.peer = "203.0.113.7";
    made.is_tls = true;
    return made;
  }
  std::future<ServerResponse> begin(ServerRequest asked) {
    return start(front_, server_->handle(std::move(asked)));
  }
  ApiAnswer send(ServerRequest asked) { return {begin(std::move(asked)).get()}; }
  static std::string service_called(const std::string& name) {
    return R"({"name":")" + name + R"(","commonName":"www.example.com"})";
  }
  std::future<ServerResponse> begin_service(int number) {
    return begin(request("POST", "/api/v1/services", service_called("service " + std::to_string(number))));
  }

  Task<Result<>> follow() {
    following_.spawn("views", runner_->run());
    co_return Result<>{};
  }
  std::string claim() {
    const auto claimed =
        send(request("POST", "/api/v1/bootstrap",
                     R"({"token":")" + std::string(bootstrap) + R"(","password":"correct horse battery"})"));
    const auto cookie = claimed.header("Set-Cookie");
    const auto made = send(request(
        "POST", "/api/v1/tokens", R"({"name":"tests","role":"admin"})",
        {{"Cookie", cookie.substr(0, cookie.find(';'))}, {"X-CSRF-Token", claimed.at("/csrfToken")}}));
    return made.at("/token");
  }
  std::size_t count(const std::string& type) {
    const auto records = on(home_, log_.read(0, 10'000)).value();
    return static_cast<std::size_t>(std::ranges::count(records, type, &events::Record::type));
  }

  tests::TempFolder folder_;
  events::MemoryLog log_;
  orchestrator::SystemClock clock_;
  orchestrator::SystemRandom random_;
  orchestrator::vault::MemoryVault vault_;
  orchestrator::Troubles troubles_{clock_};
  asio::thread_pool pool_{2};
  tools::LoopThread home_;   ///< the orchestrator's
  tools::LoopThread front_;  ///< the API's
  std::unique_ptr<projections::Views> views_;
  orchestrator::Orchestrator orchestrator_{home_.executor(), log_, clock_, random_};
  std::unique_ptr<projections::Runner> runner_;
  orchestrator::TaskGroup following_{home_.executor(), clock_};
  std::unique_ptr<Server> server_;
  std::string token_;
};

TEST_F(ApiThreads, WritesReadsAndTheStateOfAllAtOnce) {
  std::vector<std::future<ServerResponse>> made, read;
  for (int i = 0; i < some; ++i) {
    made.push_back(begin_service(i));
    for (const auto* path : {"/api/v1/services", "/api/v1/state", "/metrics", "/api/v1/tokens"})
      read.push_back(begin(request("GET", path)));
  }
  for (auto& answer : made) EXPECT_EQ(answer.get().status, 201u);
  for (auto& answer : read) EXPECT_EQ(answer.get().status, 200u);
  EXPECT_EQ(send(request("GET", "/api/v1/services")).at("/total"), std::to_string(some));
}

TEST_F(ApiThreads, ALiveStreamFollowsWhatIsDecidedElsewhere) {
  const auto from = std::to_string(log_.end());
  auto asked = request("GET", "/api/v1/events/stream");
  asked.query = {{"from", from}, {"type", "service.created"}};
  const auto opened = send(std::move(asked));
  ASSERT_EQ(opened.status(), 200u);
  const auto all_of_them = [](const std::string& text) {
    std::size_t seen = 0;
    for (auto at = text.find("data: "); at != text.npos; at = text.find("data: ", at + 1)) ++seen;
    return seen == some;
  };
  tests::TestSink sink(all_of_them);
  auto followed = start(front_, opened.raw.stream(sink));
  for (int i = 0; i < some; ++i) EXPECT_EQ(begin_service(i).get().status, 201u);
  EXPECT_FALSE(followed.get()) << "the client left";
  EXPECT_TRUE(all_of_them(sink.text));
}

/// Requests of clients that are gone before their answer.
TEST_F(ApiThreads, ARequestThatIsCutOffHarmsNobody) {
  const auto ask = [this](int number) -> Task<Result<>> {
    auto body = service_called("service " + std::to_string(number));
    co_await server_->handle(request("POST", "/api/v1/services", std::move(body)));
    co_return Result<>{};
  };
  const auto come_and_go = [&](int round) -> Task<Result<>> {
    orchestrator::TaskGroup clients(front_.executor(), clock_);
    for (int i = 0; i < some; ++i) clients.spawn("client", ask(some * round + i));
    CO_TRY_DO(co_await clock_.sleep_until(clock_.now() + round * 300us));
    co_return co_await clients.stop(patience);
  };
  for (int round = 0; round < 5; ++round) ASSERT_TRUE(on(front_, come_and_go(round)));
  EXPECT_EQ(send(request("GET", "/api/v1/state")).at("/intake"), "open");
  EXPECT_TRUE(tests::eventually([&] {
    return send(request("GET", "/api/v1/services")).at("/total") == std::to_string(count("service.created"));
  }));
}

}  // namespace
}  // namespace kigen::api
