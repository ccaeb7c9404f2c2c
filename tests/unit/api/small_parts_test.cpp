#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/errors.hpp"
#include "api/metrics/metrics.hpp"
#include "api/routes/tile_path.hpp"
#include "api/server/command_headers.hpp"
#include "api/server/parameters.hpp"
#include "api/server/problem.hpp"
#include "api/server/security_headers.hpp"
#include "events/log/command_key.hpp"
#include "events/log/event_log.hpp"

namespace kigen::api {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

std::optional<std::string> header(const ServerResponse& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers)
    if (key == name) return value;
  return std::nullopt;
}

TEST(Problem, TellsWordNumberAndField) {
  const auto problem =
      problem_of(Error{make_error_code(api_errc::malformed_parameter), "why", "limit"}, "id");
  EXPECT_EQ(problem.status, 400u);
  EXPECT_EQ(problem.code, "malformed_parameter");
  EXPECT_EQ(problem.message, 5u);
  EXPECT_EQ(problem.field, "limit");
  EXPECT_EQ(problem.detail, "why");
  EXPECT_EQ(problem.instance, "id");
}

TEST(Problem, SaysWhatIsDamagedAndKeepsWhereItLiesToTheLog) {
  const auto answer =
      problem_answer(Error{make_error_code(events::log_errc::corrupt), "/var/lib/kigen/log"}, "id");
  EXPECT_EQ(answer.status, 500u);
  EXPECT_THAT(answer.body, Not(HasSubstr("/var/lib")));
  EXPECT_THAT(answer.body, HasSubstr("run kigen verify"));
  EXPECT_THAT(answer.body, HasSubstr("\"code\":\"corrupt\""));
}

TEST(Problem, CarriesTheHeadersOfItsStatus) {
  EXPECT_EQ(header(problem_answer({make_error_code(api_errc::method_not_allowed), "GET"}, ""), "Allow"),
            "GET");
  EXPECT_EQ(header(problem_answer({make_error_code(api_errc::throttled), "8"}, ""), "Retry-After"), "8");
  EXPECT_TRUE(header(problem_answer({make_error_code(api_errc::not_logged_in)}, ""), "WWW-Authenticate"));
  EXPECT_EQ(header(problem_answer({make_error_code(api_errc::csrf)}, ""), "Content-Type"),
            "application/problem+json");
}

TEST(Problem, TransportKeepsItsStatus) {
  for (const unsigned status : {400u, 408u, 413u, 421u, 431u, 500u, 503u}) {
    const auto answer = transport_problem(status);
    EXPECT_EQ(answer.status, status);
    EXPECT_THAT(*header(answer, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
    for (const auto* name : {"X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cache-Control",
                             "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"})
      EXPECT_TRUE(header(answer, name)) << name << " in a refusal with " << status;
    EXPECT_THAT(answer.body, HasSubstr("\"status\":" + std::to_string(status)));
  }
}

TEST(SecurityHeaders, LeaveWhatIsThere) {
  ServerResponse answer;
  answer.headers = {{"Cache-Control", "no-cache"}};
  add_security_headers(answer);
  EXPECT_EQ(header(answer, "Cache-Control"), "no-cache");
  EXPECT_EQ(header(answer, "X-Content-Type-Options"), "nosniff");
  EXPECT_THAT(*header(answer, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
}

TEST(TilePath, ReadsWhatTheSpecificationWrites) {
  const auto plain = parse_tile_path("0/067");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->level, 0);
  EXPECT_EQ(plain->index, 67u);
  EXPECT_EQ(plain->width, 256);
  const auto long_one = parse_tile_path("2/x001/x234/067.p/5");
  ASSERT_TRUE(long_one);
  EXPECT_EQ(long_one->level, 2);
  EXPECT_EQ(long_one->index, 1'234'067u);
  EXPECT_EQ(long_one->width, 5);
  const auto entries = parse_tile_path("entries/000.p/255");
  ASSERT_TRUE(entries);
  EXPECT_FALSE(entries->level);
  EXPECT_EQ(entries->width, 255);
}

TEST(TilePath, RefusesEverythingElse) {
  for (const auto* const text : {"",
                                 "0",
                                 "0/",
                                 "/000",
                                 "0/0",
                                 "0/0000",
                                 "0/127/.p/2",
                                 "00/000",
                                 "64/000",
                                 "a/000",
                                 "0/x000/000",
                                 "0/001/002",
                                 "0/x001",
                                 "0/x001/",
                                 "0/000.p/0",
                                 "0/000.p/256",
                                 "0/000.p/01",
                                 "0/000.p/",
                                 "0/000/",
                                 "0/00a",
                                 "-1/000",
                                 "entries",
                                 "0/x999/x999/x999/x999/x999/x999/x999/999"})
    EXPECT_FALSE(parse_tile_path(text)) << text;
}

TEST(Metrics, CountsByRouteAndStatus) {
  Metrics metrics;
  metrics.count("GET", "/a", 200, 3ms);
  metrics.count("GET", "/a", 200, 700ms);
  metrics.count("GET", "/a", 404, 1ms);
  metrics.count("X-MADE-UP", "/a", 405, 1ms);
  const auto text = metrics.text();
  EXPECT_THAT(text, HasSubstr("kigen_http_requests_total{method=\"GET\",route=\"/a\",status=\"200\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("kigen_http_requests_total{method=\"GET\",route=\"/a\",status=\"404\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("method=\"other\""));
  EXPECT_THAT(text,
              HasSubstr("kigen_http_request_seconds_bucket{method=\"GET\",route=\"/a\",le=\"0.005\"} 2\n"));
  EXPECT_THAT(text,
              HasSubstr("kigen_http_request_seconds_bucket{method=\"GET\",route=\"/a\",le=\"+Inf\"} 3\n"));
}

TEST(Metrics, EscapesLabels) { EXPECT_EQ(label_value("a\"b\\c\nd"), "a\\\"b\\\\c\\nd"); }

ServerRequest with_header(std::string name, std::string value) {
  ServerRequest request;
  request.headers = {{std::move(name), std::move(value)}};
  return request;
}

TEST(IfMatch, ReadsOurETags) {
  EXPECT_EQ(*if_match_of(with_header("If-Match", "\"3\"")), std::optional<Version>(3));
  EXPECT_EQ(*if_match_of(with_header("If-Match", "*")), std::nullopt);
  EXPECT_EQ(*if_match_of({}), std::nullopt);
  for (const auto* const bad : {"3", "\"\"", "\"x\"", "W/\"3\"", "\"3\", \"4\"", "\"-1\"", ""})
    EXPECT_EQ(if_match_of(with_header("If-Match", bad)).error().code, api_errc::malformed_parameter) << bad;
}

TEST(IdempotencyKey, BelongsToItsUser) {
  const auto request = with_header("Idempotency-Key", "a.B_9:-");
  const Call call{request};
  const auto key_of = [&](const std::string& part) {
    return std::string(events::command_key(**command_id_of(call, part, Secret("key"))));
  };
  EXPECT_EQ(key_of({}), "api/00000000-0000-0000-0000-000000000000/a.B_9:-");
  EXPECT_EQ(key_of("two"), "api/00000000-0000-0000-0000-000000000000/a.B_9:-/two");
}

TEST(IdempotencyKey, IsOfOneRequest) {
  const auto id_of = [](const std::string& method, const std::string& target, const std::string& body,
                        const std::string& secret = "key") {
    auto request = with_header("Idempotency-Key", "a");
    request.method = method;
    request.target = target;
    request.body = body;
    return **command_id_of(Call{request}, {}, Secret(secret));
  };
  const auto first = id_of("POST", "/a", R"({"password":"x"})");
  EXPECT_EQ(id_of("POST", "/a", R"({"password":"x"})"), first);
  const std::set<std::string> all{first,
                                  id_of("PUT", "/a", R"({"password":"x"})"),
                                  id_of("POST", "/a?b=c", R"({"password":"x"})"),
                                  id_of("POST", "/b", R"({"password":"x"})"),
                                  id_of("POST", "/a", R"({"password":"y"})"),
                                  id_of("POST", "/a", R"({"password":"x"})", "another installation's key")};
  EXPECT_EQ(all.size(), 6u);
}

TEST(IdempotencyKey, HasAForm) {
  for (const auto& bad :
       {std::string(), std::string("a b"), std::string("ä"), std::string("a/b"), std::string(65, 'a')}) {
    const auto request = with_header("Idempotency-Key", bad);
    EXPECT_FALSE(command_id_of(Call{request}, {}, Secret("key"))) << bad;
  }
  const ServerRequest none;
  EXPECT_EQ(*command_id_of(Call{none}, {}, Secret("key")), std::nullopt);
}

ServerRequest asking(std::vector<std::pair<std::string, std::string>> query) {
  ServerRequest request;
  request.query = std::move(query);
  return request;
}

TEST(QueryParameters, UnknownOrRepeatedOnesAreRefused) {
  const std::vector<Parameter> known{common::limit};
  EXPECT_EQ(check_query(asking({{"limt", "1"}}), known).error().code, api_errc::unknown_parameter);
  EXPECT_EQ(check_query(asking({{"limit", "1"}, {"limit", "2"}}), known).error().field, "limit");
  EXPECT_TRUE(check_query(asking({{"limit", "1"}}), known));
}

TEST(QueryParameters, NumbersHaveBounds) {
  for (const auto* const bad : {"0", "1001", "-1", "1x", "", "99999999999999999999999"}) {
    const auto request = asking({{"limit", bad}});
    EXPECT_EQ(Query(Call{request}).paging().error().field, "limit") << bad;
  }
  const auto request = asking({{"limit", "7"}, {"cursor", "c"}});
  const auto paging = Query(Call{request}).paging();
  ASSERT_TRUE(paging);
  EXPECT_EQ(paging->limit, 7u);
  EXPECT_EQ(paging->cursor, "c");
}

TEST(QueryParameters, LeftOutOnesAreWhatTheyUsuallyAre) {
  const ServerRequest request;
  EXPECT_EQ(Query(Call{request}).paging()->limit, common::limit.usual);
}

}  // namespace
}  // namespace kigen::api
