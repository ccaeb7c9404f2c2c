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
constexpr std::string_view example = "Sun, 06 Nov 1994 08:49:37 GMT";
constexpr std::uint64_t longest_wait_s = 366ULL * 24 * 3600;

/// The number that the characters begin with, 0 when with none: who reads it compares the whole text later.
int number_at(std::string_view text, std::size_t at, std::size_t count) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + count, value);
  return value;
}

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
  if (text.size() != example.size()) return std::nullopt;
  const auto named = std::ranges::find(month_names, text.substr(8, 3));
  const year_month_day date{year(number_at(text, 12, 4)),
                            month(static_cast<unsigned>(named - month_names.begin()) + 1),
                            day(static_cast<unsigned>(number_at(text, 5, 2)))};
  if (!date.ok()) return std::nullopt;
  const bool is_leap_second = text.substr(23, 2) == "60";
  const auto second = is_leap_second ? 59 : number_at(text, 23, 2);
  const Instant instant(sys_days(date) + hours(number_at(text, 17, 2)) + minutes(number_at(text, 20, 2)) +
                        seconds(second));
  std::string canonical(text);
  if (is_leap_second) canonical.replace(23, 2, "59");
  if (http_date(instant) != canonical) return std::nullopt;
  return is_leap_second ? instant + 1s : instant;
}

std::optional<Instant> retry_after(std::string_view text, Instant now, Duration limit) {
  std::uint64_t count = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  if (!text.empty() && read.ptr == text.data() + text.size() && read.ec != std::errc::invalid_argument) {
    const bool is_long = read.ec == std::errc::result_out_of_range || count > longest_wait_s;
    return now + std::min<Duration>(std::chrono::seconds(is_long ? longest_wait_s : count), limit);
  }
  const auto date = parse_http_date(text);
  return date ? std::optional(std::clamp(*date, now, now + limit)) : std::nullopt;
}

}  // namespace kigen::orchestrator::net
