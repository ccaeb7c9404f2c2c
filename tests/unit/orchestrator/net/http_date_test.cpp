#include "orchestrator/net/http_date.hpp"

#include <gtest/gtest.h>

namespace kigen::orchestrator::net {
namespace {

using namespace std::chrono_literals;

const Instant example = parse_instant("1994-11-06T08:49:37Z").value();  // RFC 9110 §5.6.7

TEST(HttpDate, is_that_of_rfc_9110) {
  EXPECT_EQ(http_date(example), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), example);
}

TEST(HttpDate, takes_a_leap_second_for_the_next_one) {
  EXPECT_EQ(parse_http_date("Sat, 31 Dec 2016 23:59:60 GMT"), parse_instant("2017-01-01T00:00:00Z").value());
}

TEST(HttpDate, refuses_others) {
  for (const auto* text :
       {"", "soon", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Xyz 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 25:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun,  6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT", "Sun, 06 Nov 1994 08:-9:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"})
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
}

TEST(RetryAfter, takes_seconds_and_dates_up_to_the_limit) {
  EXPECT_EQ(retry_after("120", example, 24h), example + 2min);
  EXPECT_EQ(retry_after("0", example, 24h), example);
  EXPECT_EQ(retry_after("Sun, 06 Nov 1994 09:49:37 GMT", example, 24h), example + 1h);
  EXPECT_EQ(retry_after("Sun, 06 Nov 1994 07:49:37 GMT", example, 24h), example);
  EXPECT_EQ(retry_after("Fri, 31 Dec 9999 23:59:59 GMT", example, 24h), example + 24h);
  EXPECT_EQ(retry_after("9223372036854775807", example, 24h), example + 24h);
  EXPECT_EQ(retry_after("99999999999999999999999", example, 24h), example + 24h);
}

TEST(RetryAfter, ignores_nonsense) {
  for (const auto* text : {"", "-5", "-99999999999999999999999", "+5", " 5", "1.5", "later", "12x"})
    EXPECT_EQ(retry_after(text, example, 24h), std::nullopt);
}

}  // namespace
}  // namespace kigen::orchestrator::net
