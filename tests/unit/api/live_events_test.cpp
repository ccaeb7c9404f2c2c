#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "api/routes/event_stream.hpp"
#include "api/server/open_streams.hpp"
#include "orchestrator/company/commands.hpp"
#include "tests/unit/api/support/installation.hpp"
#include "tests/unit/api/support/test_sink.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using tests::ApiAnswer;
using tests::Headers;

std::vector<std::string> ids_in(const std::string& text) {
  std::vector<std::string> ids;
  for (auto at = text.find("id: "); at != text.npos; at = text.find("id: ", at + 1))
    if (text.compare(text.find('\n', at) + 1, 5, "data:") == 0)
      ids.push_back(text.substr(at + 4, text.find('\n', at) - at - 4));
  return ids;
}

struct LiveEvents : testing::Test {
  tests::Installation kigen;

  ApiAnswer open(const std::string& target, Headers headers = {}) {
    return kigen.as_admin("GET", target, {}, headers);
  }
  /// Everything sent until `enough`.
  std::string follow(const ApiAnswer& answer, std::function<bool(const std::string&)> enough) {
    tests::TestSink sink(std::move(enough));
    const auto ended = kigen.run(answer.raw.stream(sink));
    ended_well = ended.has_value();
    return sink.text;
  }
  bool ended_well = false;
};

TEST_F(LiveEvents, EachRecordOnceAndResumedWhereItWas) {
  kigen.create_service("one");
  kigen.create_service("two");
  const auto all = follow(open("/api/v1/events/stream?from=0"),
                          [&](const std::string& text) { return ids_in(text).size() >= kigen.log.end(); });
  const auto ids = ids_in(all);
  ASSERT_EQ(ids.size(), kigen.log.end());
  for (std::size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i], std::to_string(i));

  const auto rest = follow(open("/api/v1/events/stream", {{"Last-Event-ID", "2"}}),
                           [](const std::string& text) { return !ids_in(text).empty(); });
  EXPECT_EQ(ids_in(rest).front(), "3");
}

TEST_F(LiveEvents, WithoutAPlaceItBeginsNow) {
  kigen.create_service("one");
  const auto answer = open("/api/v1/events/stream");
  const auto position = kigen.log.end();
  kigen.create_service("two");
  const auto text = follow(answer, [](const std::string& sent) { return !ids_in(sent).empty(); });
  EXPECT_EQ(ids_in(text).front(), std::to_string(position));
}

TEST_F(LiveEvents, FiltersAndSaysHowFarItIs) {
  kigen.create_service("one");
  const auto text = follow(open("/api/v1/events/stream?from=0&type=order."),
                           [](const std::string& sent) { return sent.find(": idle") != sent.npos; });
  EXPECT_TRUE(ids_in(text).empty());
  EXPECT_THAT(text, HasSubstr(": idle\nid: " + std::to_string(kigen.log.end() - 1) + "\n\n"));
}

TEST_F(LiveEvents, OneUserOpensAFew) {
  kigen.admin_token();
  const auto viewer = tests::bearer(kigen.viewer_token());
  std::vector<ApiAnswer> answers;
  for (int i = 0; i < 260; ++i)
    answers.push_back(i % 2 == 0 ? open("/api/v1/events/stream")
                                 : kigen.send("GET", "/api/v1/events/stream", {}, viewer));
  EXPECT_EQ(std::ranges::count(answers, 200u, &ApiAnswer::status), 16);
  EXPECT_EQ(std::ranges::count(answers, 429u, &ApiAnswer::status), 244);
  EXPECT_EQ(answers.back().code(), "too_many_streams");
  EXPECT_EQ(answers.back().header("Retry-After"), "30");
  EXPECT_EQ(open("/api/v1/log?format=csv").status(), 429u) << "whatever streams counts";
  EXPECT_EQ(open("/api/v1/sites").status(), 200u);
  answers.clear();
  EXPECT_EQ(open("/api/v1/events/stream").status(), 200u);
}

TEST_F(LiveEvents, AllUsersOpenSomeMore) {
  OpenStreams streams;
  std::vector<OpenStreams::Seat> seats;
  for (std::uint8_t user = 1; user <= 20; ++user)
    for (int i = 0; i < 16; ++i)
      if (auto seat = streams.open(UserId{Uuid{{user}}})) seats.push_back(*std::move(seat));
  EXPECT_EQ(seats.size(), OpenStreams::max_of_all);
  seats.pop_back();
  EXPECT_TRUE(streams.open(UserId{}));
}

TEST_F(LiveEvents, WhoIsLetInIsKnownToTheServer) {
  EXPECT_NE(open("/api/v1/sites").raw.known_as, "");
  EXPECT_EQ(kigen.send("GET", "/healthz").raw.known_as, "");
  EXPECT_EQ(kigen.send("GET", "/api/v1/sites", {}, tests::bearer("kgn_wrong")).raw.known_as, "");
}

/// What an API token opened that is revoked by now.
struct RevokedStream : LiveEvents {
  ApiAnswer opened() {
    const auto made = kigen.as_admin("POST", "/api/v1/tokens", R"({"name":"v"})");
    const auto answer = kigen.send("GET", "/api/v1/events/stream", {}, tests::bearer(made.at("/token")));
    kigen.as_admin("DELETE", "/api/v1/tokens/" + made.at("/id"));
    return answer;
  }
};

TEST_F(RevokedStream, EndsWhenIdle) {
  const auto answer = opened();
  ASSERT_EQ(answer.header("Content-Type"), "text/event-stream");
  follow(answer, [](const std::string&) { return false; });
  EXPECT_TRUE(ended_well);
}

/// Each write takes a second, and meanwhile there is more to write.
class BusySink final : public orchestrator::net::ByteSink {
 public:
  explicit BusySink(tests::Installation& kigen) : kigen_(kigen) {}
  Task<Result<>> write(std::string_view) override {
    if (++writes > most) co_return fail(Error{make_error_code(std::errc::connection_reset)});
    const orchestrator::NameCompany command{"Example " + std::to_string(writes)};
    CO_TRY_DO(co_await kigen_.orchestrator.execute(orchestrator::as_command(command), {}));
    kigen_.clock.advance_by(1s);
    co_return Result<>{};
  }
  static constexpr int most = 60;
  int writes = 0;

 private:
  tests::Installation& kigen_;
};

TEST_F(RevokedStream, EndsWhenBusy) {
  const auto answer = opened();
  BusySink sink(kigen);
  EXPECT_TRUE(kigen.run(answer.raw.stream(sink))) << "it was still sending after a minute";
  EXPECT_LT(sink.writes, sink.most);
}

/// When the stream has begun, `ends` ends the right to it, and more happens.
class EndingSink final : public orchestrator::net::ByteSink {
 public:
  EndingSink(tests::Installation& kigen, std::function<Task<void>()> ends)
      : kigen_(kigen), ends_(std::move(ends)) {}
  Task<Result<>> write(std::string_view bytes) override {
    text += bytes;
    if (std::exchange(has_begun_, true)) co_return Result<>{};
    co_await ends_();
    CO_TRY_DO(co_await kigen_.orchestrator.execute(
        orchestrator::as_command(orchestrator::NameCompany{"Secret plans"}), {}));
    co_return Result<>{};
  }
  std::string text;

 private:
  tests::Installation& kigen_;
  std::function<Task<void>()> ends_;
  bool has_begun_ = false;
};

/// A session of somebody who may be changed by others, and what it follows.
struct EndedStream : LiveEvents {
  EndedStream() {
    user = kigen
               .as_admin("POST", "/api/v1/users",
                         R"({"mail":"v@example.com","role":"admin","password":"four quiet herons at dusk"})")
               .at("/id");
    session = kigen.send("POST", "/api/v1/session",
                         tests::login_body("four quiet herons at dusk", "v@example.com"));
    stream = kigen.send("GET", "/api/v1/events/stream", {}, tests::browser(session));
  }
  /// The same request, from inside of the loop.
  Task<void> send(std::string method, std::string path, std::string body, Headers headers) {
    orchestrator::net::ServerRequest request;
    request.method = std::move(method);
    request.target = request.path = std::move(path);
    request.headers = std::move(headers);
    request.headers.emplace_back("Host", "kigen.example:8443");
    if (!body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    request.body = std::move(body);
    request.peer = "203.0.113.7";
    request.is_tls = true;
    const auto answer = co_await kigen.server->handle(std::move(request));
    EXPECT_LT(answer.status, 300u) << answer.body;
  }
  void expect_nothing_after(std::function<Task<void>()> ends) {
    EndingSink sink(kigen, std::move(ends));
    const auto began = kigen.clock.now();
    EXPECT_TRUE(kigen.run(stream.raw.stream(sink)));
    EXPECT_EQ(sink.text.find("data:"), sink.text.npos) << sink.text;
    EXPECT_LT(kigen.clock.now() - began, heartbeat) << "it ends at once";
  }
  Headers admin() { return tests::bearer(kigen.admin_token()); }
  Task<void> put_into_no_group(const std::string& id) {
    return send("PUT", "/api/v1/users/" + id + "/groups", R"({"groups":[]})", admin());
  }

  std::string user;
  ApiAnswer session;
  ApiAnswer stream;
};

TEST_F(EndedStream, WhoLoggedOutGetsNoEventMore) {
  expect_nothing_after([&] { return send("DELETE", "/api/v1/session", {}, tests::browser(session)); });
}

TEST_F(EndedStream, WhoseRoleIsAnotherGetsNoEventMore) {
  auto headers = admin();
  headers.emplace_back("If-Match", "*");
  expect_nothing_after([&] { return send("PUT", "/api/v1/users/" + user, R"({"role":"viewer"})", headers); });
}

TEST_F(EndedStream, WhosePasswordWasSetGetsNoEventMore) {
  expect_nothing_after([&] {
    return send("PUT", "/api/v1/users/" + user + "/password", R"({"password":"nine grey cranes at dawn"})",
                admin());
  });
}

TEST_F(EndedStream, WhoseGroupsAreOthersGetsNoEventMore) {
  expect_nothing_after([&] { return put_into_no_group(user); });
}

TEST_F(EndedStream, WhoseGroupsAreOthersGetsNoEventMoreByToken) {
  const auto made = kigen.send("POST", "/api/v1/tokens", R"({"name":"v"})", tests::browser(session));
  stream = kigen.send("GET", "/api/v1/events/stream", {}, tests::bearer(made.at("/token")));
  expect_nothing_after([&] { return put_into_no_group(user); });
}

TEST_F(EndedStream, WhoWasDeletedGetsNoEventMore) {
  expect_nothing_after([&] { return send("DELETE", "/api/v1/users/" + user, {}, admin()); });
}

TEST_F(EndedStream, FollowingIsNoUseOfASession) {
  const auto began = kigen.clock.now();
  follow(stream, [](const std::string&) { return false; });
  EXPECT_TRUE(ended_well);
  EXPECT_LE(kigen.clock.now() - began, session_idle + heartbeat) << "an open page kept it alive";
}

}  // namespace
}  // namespace kigen::api
