// What the client asks a server for, and what it makes of the answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "events/core/mutex.hpp"
#include "orchestrator/net/http_server.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/runtime/system_clock.hpp"
#include "tests/support/temp_folder.hpp"
#include "tools/kigen/client/commands.hpp"
#include "tools/kigen/client/print.hpp"
#include "tools/kigen/client/requests.hpp"
#include "tools/kigen/client/watch.hpp"

namespace kigen::tools {
namespace {

using testing::HasSubstr;

constexpr const char* id = "019a9b3c-0000-7000-8000-0000000000ff";

/// Answers requests by their target, on a thread of its own. The first change comes too late: 412.
class CannedServer {
 public:
  explicit CannedServer(std::map<std::string, std::string> answers) : answers_(std::move(answers)) {
    std::ofstream(trust_file_) << pair_.certificate_pem;
    settings_.tls = tls_.get();
    http_.emplace(loop_.get_executor(), clock_, settings_,
                  [this](orchestrator::net::ServerRequest request) { return answer(std::move(request)); });
    ensure(http_->start().has_value(), "a port on loopback is free");
    thread_ = std::jthread([this] { loop_.run(); });
  }
  ~CannedServer() {
    auto stopped = asio::co_spawn(loop_, http_->stop(Duration::zero()), asio::use_future);
    ensure(stopped.get().has_value(), "the server stops");
  }

  std::string url() const { return "https://127.0.0.1:" + std::to_string(http_->port()); }
  const std::string& trust_file() const { return trust_file_; }
  /// The bodies of all PUT.
  std::vector<std::string> changes() {
    const MutexLock held(mutex_);
    return changes_;
  }
  std::unique_ptr<ClientSession> session() {
    auto opened = ClientSession::open({.url = url(), .trust_file = trust_file_});
    ensure(opened.has_value(), "the certificate can be read");
    return *std::move(opened);
  }

 private:
  static orchestrator::pki::SelfSigned made(Instant now) {
    auto pair = orchestrator::pki::make_self_signed({"127.0.0.1"}, now - std::chrono::hours(1),
                                                    now + std::chrono::hours(24));
    ensure(pair.has_value(), "a certificate can be made");
    return *std::move(pair);
  }
  static std::unique_ptr<orchestrator::net::TlsServerContext> context(
      const orchestrator::pki::SelfSigned& pair) {
    auto made = orchestrator::net::TlsServerContext::make(pair.certificate_pem, pair.key_pem);
    ensure(made.has_value(), "the certificate fits its key");
    return *std::move(made);
  }
  bool is_too_late(const orchestrator::net::ServerRequest& request) {
    if (request.method != "PUT") return false;
    const MutexLock held(mutex_);
    changes_.push_back(request.body);
    return changes_.size() == 1;
  }
  Task<orchestrator::net::ServerResponse> answer(orchestrator::net::ServerRequest request) {
    if (is_too_late(request)) co_return orchestrator::net::ServerResponse{.status = 412};
    const auto found = answers_.find(request.target);
    orchestrator::net::ServerResponse response;
    response.status = found == answers_.end() ? 404 : 200;
    response.body =
        found == answers_.end() ? R"({"title":"not here: )" + request.target + "\"}" : found->second;
    co_return response;
  }

  std::map<std::string, std::string> answers_;
  Mutex mutex_;
  std::vector<std::string> changes_ GUARDED_BY(mutex_);
  asio::io_context loop_;
  orchestrator::SystemClock clock_;
  tests::TempFolder folder_;
  const std::string trust_file_ = folder_.path() / "trust.pem";
  const orchestrator::pki::SelfSigned pair_ = made(clock_.now());
  const std::unique_ptr<orchestrator::net::TlsServerContext> tls_ = context(pair_);
  orchestrator::net::HttpServerSettings settings_;
  std::optional<orchestrator::net::HttpServer> http_;
  std::jthread thread_;
};

std::string events_from(int version) {
  return "/api/v1/events?stream=order-" + std::string(id) + "&fromVersion=" + std::to_string(version) +
         "&limit=200";
}

std::string event(int version, const std::string& type) {
  return R"({"position":)" + std::to_string(version + 10) + R"(,"version":)" + std::to_string(version) +
         R"(,"time":"2026-11-22T20:46:19.000000Z","type":")" + type + R"(","payload":{"service":")" + id +
         R"("}})";
}

std::string items(const std::string& all) { return R"({"items":[)" + all + R"(],"next":null})"; }

const std::string parked_jobs = std::string("/api/v1/jobs?state=parked&limit=1000&service=") + id;

TEST(Client, FindsNamesOnLaterPages) {
  CannedServer server(
      {{"/api/v1/users?limit=1000", R"({"items":[{"mail":"a@example.com","id":"1"}],"next":"more"})"},
       {"/api/v1/users?limit=1000&cursor=more", items(R"({"mail":"b@example.com","id":"2"})")}});
  const Verb verb{"user", "show", "", "GET", "/api/v1/users/{user}"};
  const auto session = server.session();
  EXPECT_EQ(fill_path(*session, verb, {{"user", {"b@example.com"}}}), "/api/v1/users/2");
  const auto unknown = fill_path(*session, verb, {{"user", {"c@example.com"}}});
  ASSERT_FALSE(unknown);
  EXPECT_THAT(describe(unknown.error()), HasSubstr("no user is called"));
}

TEST(Client, FindsNamesOfAQuery) {
  CannedServer server({{"/api/v1/user-groups?q=sales", items(R"({"settings":{"name":"sales"},"id":"6"})")}});
  const Verb verb{"service", "list", "", "GET", "/api/v1/services"};
  EXPECT_EQ(fill_path(*server.session(), verb, {{"--group", {"sales"}}}), "/api/v1/services?group=6");
}

TEST(Client, ChoosesNoneOfSeveralThatHaveTheName) {
  CannedServer server(
      {{"/api/v1/services?q=shop",
        R"({"items":[{"name":"shop","id":"1","group":"6"},{"name":"shops","id":"2","group":"6"}],"next":"more"})"},
       {"/api/v1/services?q=shop&cursor=more", items(R"({"name":"shop","id":"3","group":"7"})")},
       {"/api/v1/user-groups/6", R"({"settings":{"name":"sales"}})"},
       {"/api/v1/user-groups/7", R"({"settings":{"name":"research"}})"},
       {"/api/v1/services?q=shops", items(R"({"name":"shops","id":"2","group":"6"})")}});
  const Verb verb{"service", "delete", "", "DELETE", "/api/v1/services/{service}"};
  const auto session = server.session();
  const auto either = fill_path(*session, verb, {{"service", {"shop"}}});
  ASSERT_FALSE(either);
  EXPECT_THAT(describe(either.error()),
              HasSubstr("more than one service is called \"shop\"; give the id of the one that is meant: "
                        "1 (user group sales), 3 (user group research)"));
  EXPECT_EQ(fill_path(*session, verb, {{"service", {"shops"}}}), "/api/v1/services/2");
}

/// What is wrong in a command line, by the field that the server blames.
TEST(Client, BlamesWhatWasTyped) {
  const Verb service{"service", "create", "", "POST", "/api/v1/services"};
  const Given names{{"--sans", {"a.example.com", "b c"}}, {"--common-name", {"x"}}};
  EXPECT_EQ(typed_for(service, names, "sans.0"), "--sans a.example.com");
  EXPECT_EQ(typed_for(service, names, "sans.1"), "--sans b c");
  EXPECT_EQ(typed_for(service, names, "commonName"), "--common-name x");
  EXPECT_EQ(typed_for(service, names, "name"), "give --name");
  EXPECT_EQ(typed_for(service, names, "sans.x"), "field sans.x");
  EXPECT_EQ(typed_for(service, names, ""), "");
  const Verb access{"access", "create", "", "POST", "/api/v1/accesses"};
  EXPECT_EQ(typed_for(access, {}, "connection.executionId"), "give --execution-id");
}

/// How `kigen LINE` ends, and what it says of errors.
std::pair<int, std::string> run_line(std::vector<std::string> line) {
  CLI::App app;
  int exit_code = 0;
  add_client_commands(app, exit_code);
  std::ranges::reverse(line);
  testing::internal::CaptureStderr();
  testing::internal::CaptureStdout();
  app.parse(std::move(line));
  testing::internal::GetCapturedStdout();
  return {exit_code, testing::internal::GetCapturedStderr()};
}

/// One that has been written to, and is empty once it was read.
class FullPipe {
 public:
  explicit FullPipe(std::string_view text) {
    ensure(::pipe(ends_.data()) == 0, "a pipe can be made");
    ensure(::write(ends_[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()),
           "a few bytes fit into a pipe");
    ::close(ends_[1]);
  }
  FullPipe(const FullPipe&) = delete;
  FullPipe& operator=(const FullPipe&) = delete;
  ~FullPipe() { ::close(ends_[0]); }

  std::string file() const { return "/dev/fd/" + std::to_string(ends_[0]); }

 private:
  std::array<int, 2> ends_{};
};

constexpr const char* nobody = "https://127.0.0.1:1";

TEST(Client, ReadsAPipeOnceForAllTries) {
  const auto access = "/api/v1/accesses/" + std::string(id);
  CannedServer server({{access, R"({"settings":{"name":"web","connection":{"kind":"ssh","host":"192.0.2.1",)"
                                R"("loginId":"root","loginPassword":{"set":true}}}})"}});
  const FullPipe pipe("new\n");
  const auto [exit_code, said] = run_line({"access", "edit", id, "--login-password-file", pipe.file(),
                                           "--url", server.url(), "--trust", server.trust_file()});
  EXPECT_EQ(exit_code, 0) << said;
  EXPECT_THAT(server.changes(), testing::ElementsAre(HasSubstr(R"("loginPassword":"new")"),
                                                     HasSubstr(R"("loginPassword":"new")")));
}

TEST(Client, GivesStandardInputToOneOptionOnly) {
  const auto [exit_code, said] = run_line({"access", "edit", id, "--login-password-file", "-",
                                           "--execution-password-file", "-", "--url", nobody});
  EXPECT_EQ(exit_code, 1) << "nobody was asked: " << said;
  EXPECT_THAT(said,
              HasSubstr("--execution-password-file and --login-password-file both take standard input"));
  const auto [of_token, said_of_it] = run_line(
      {"access", "edit", id, "--login-password-file", "/dev/stdin", "--token-file", "-", "--url", nobody});
  EXPECT_EQ(of_token, 1) << said_of_it;
  EXPECT_THAT(said_of_it, HasSubstr("--login-password-file and --token-file both take standard input"));
}

TEST(Client, ForgetsNoSecretForAnEmptyFile) {
  const tests::TempFolder folder;
  const auto file = (folder.path() / "empty").string();
  std::ofstream(file) << "\n";
  std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  const auto of = [](const std::string& secret) {
    return run_line({"access", "edit", id, "--login-password-file", secret, "--url", nobody});
  };
  const auto [exit_code, said] = of(file);
  EXPECT_EQ(exit_code, 1) << "nobody was asked: " << said;
  EXPECT_THAT(said, HasSubstr(file + " is empty; give /dev/null"));
  EXPECT_EQ(of("/dev/null").first, 3) << "that one is meant, and the server would be asked";
}

TEST(Client, PrintsOneLineOfJsonForEachEvent) {
  const auto first = event(1, "order.requested");
  const auto last = event(2, "order.registered");
  CannedServer server({{events_from(1), items(first + "," + last)}});
  testing::internal::CaptureStdout();
  const auto ended = watch(*server.session(), "order", id, WatchFormat::json_lines);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), first + "\n" + last + "\n");
  ASSERT_TRUE(ended) << describe(ended.error());
  EXPECT_TRUE(*ended);
}

/// What a name or a host's words do to the terminal of whoever lists them.
TEST(Client, PrintsNothingThatATerminalObeys) {
  const boost::json::value row = {{"name", "a\u001b]0;x\u0007\u202e\u009b"}, {"note", "b\nstate: good"}};
  const boost::json::value page = {{"items", {row}}};
  const std::vector<std::string> columns{"name", "note"};
  EXPECT_THAT(as_table(page, columns), HasSubstr("a<U+001B>]0;x<U+0007><U+202E><U+009B>  b state: good\n"));
  EXPECT_EQ(as_fields(row), "name: a<U+001B>]0;x<U+0007><U+202E><U+009B>\nnote: b state: good\n");
  EXPECT_THAT(as_json(row), HasSubstr(R"("a\u001b]0;x\u0007\u202e\u009b")"));
  const boost::json::value pem = {
      {"leaf", "-----BEGIN CERTIFICATE-----\r\nMII\u001b\n-----END CERTIFICATE-----\n"}};
  EXPECT_EQ(as_fields(pem), "leaf:\n-----BEGIN CERTIFICATE-----\nMII<U+001B>\n-----END CERTIFICATE-----\n");
}

TEST(Client, TellsABadEnd) {
  CannedServer server(
      {{events_from(1), items(event(1, "order.requested") + "," + event(2, "order.failed"))}});
  const auto ended = watch(*server.session(), "order", id, WatchFormat::text);
  ASSERT_TRUE(ended) << describe(ended.error());
  EXPECT_FALSE(*ended);
}

TEST(Client, SaysWhatToDoWhenTheJobOfARunIsParked) {
  CannedServer server(
      {{events_from(1), items(event(1, "order.requested"))},
       {events_from(2), items("")},
       {parked_jobs, items(R"({"id":"7","subject":"order-other","attempt":1,"error":"x"},)"
                           R"({"id":"8","subject":"order-)" +
                           std::string(id) + R"(","attempt":12,"error":"unreachable: it is off"})")}});
  const auto ended = watch(*server.session(), "order", id, WatchFormat::text);
  ASSERT_FALSE(ended);
  EXPECT_THAT(describe(ended.error()), HasSubstr("unreachable: it is off"));
  EXPECT_THAT(describe(ended.error()), HasSubstr("kigen job retry 8"));
}

}  // namespace
}  // namespace kigen::tools
