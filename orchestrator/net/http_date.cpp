#include "orchestrator/net/http_date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace kigen::orchestrator::net {
namespace {

constexpr std::array<const char*, 7> day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::int64_t longest_wait_s = 366LL * 24 * 3600;

}  // namespace

std::string http_date(Instant instant) {
  using namespace std::chrono;
  const auto day = floor<days>(instant);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(instant - day));
  std::array<char, 40> text;
  std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
                day_names[weekday(day).c_encoding()], unsigned(date.day()),
                month_names[unsigned(date.month()) - 1], int(date.year()), int(time.hours().count()),
                int(time.minutes().count()), int(time.seconds().count()));
  return text.data();
}

std::optional<Instant> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  unsigned d = 0;
  int y = 0, h = 0, mi = 0, s = 0;
  std::array<char, 4> month_name{};
  const std::string terminated(text.substr(0, 40));
  if (std::sscanf(terminated.c_str(), "%*3s, %2u %3s %4d %2d:%2d:%2d GMT", &d, month_name.data(), &y, &h, &mi,
                  &s) != 6)
    return std::nullopt;
  const auto named = std::ranges::find(month_names, std::string_view(month_name.data()));
  const auto number = static_cast<unsigned>(named - month_names.begin()) + 1;
  const year_month_day date{year(y), month(number), day(d)};
  if (!date.ok() || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 60) return std::nullopt;
  return Instant(sys_days(date) + hours(h) + minutes(mi) + seconds(s));
}

std::optional<Instant> retry_after(std::string_view text, Instant now, Duration limit) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_number =
      end == text.data() + text.size() && !text.empty() && error != std::errc::invalid_argument;
  if (is_number && error == std::errc::result_out_of_range) return now + limit;
  if (is_number && count >= 0)
    return now + std::min<Duration>(std::chrono::seconds(std::min(count, longest_wait_s)), limit);
  const auto date = parse_http_date(text);
  return date ? std::optional(std::clamp(*date, now, now + limit)) : std::nullopt;
}

}  // namespace kigen::orchestrator::net
