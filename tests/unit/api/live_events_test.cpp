#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

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

}  // namespace
}  // namespace kigen::api
