// Dates and Retry-After headers of CAs (RFC 9110).
#include "orchestrator/net/http_date.hpp"

#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace orchestrator::net;
  const auto date = parse_http_date(input);
  if (date && input.substr(23, 2) != "60") ensure(http_date(*date) == input, "a date has one text");
  const auto now = Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 22));
  constexpr auto limit = std::chrono::hours(24);
  const auto until = retry_after(input, now, limit);
  ensure(!until || (*until >= now && *until <= now + limit),
         "nobody waits longer than a day, or into the past");
}

}  // namespace kigen::fuzz
