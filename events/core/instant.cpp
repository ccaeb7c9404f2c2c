#include "events/core/instant.hpp"

#include <charconv>
#include <cstdio>

#include "events/core/ids.hpp"

namespace kigen {
namespace {

bool read_digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
  if (at + count > text.size()) return false;
  const auto* begin = text.data() + at;
  for (std::size_t i = 0; i < count; ++i)
    if (begin[i] < '0' || begin[i] > '9') return false;
  return std::from_chars(begin, begin + count, value).ec == std::errc{};
}

bool read_fraction(std::string_view text, int& micros) {
  micros = 0;
  if (text.empty()) return true;
  if (text[0] != '.' || text.size() < 2 || text.size() > 7) return false;
  int value = 0;
  if (!read_digits(text, 1, text.size() - 1, value)) return false;
  for (std::size_t i = text.size() - 1; i < 6; ++i) value *= 10;
  micros = value;
  return true;
}

}  // namespace

std::string to_text(Instant instant) {
  using namespace std::chrono;
  const auto day = floor<days>(instant);
  const year_month_day date(day);
  const hh_mm_ss<Duration> time(instant - day);
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", int(date.year()),
                unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
                int(time.minutes().count()), int(time.seconds().count()), int(time.subseconds().count()));
  return text;
}

Result<Instant> parse_instant(std::string_view text) {
  using namespace std::chrono;
  const auto bad = [&] { return fail(core_errc::malformed_instant, std::string(text.substr(0, 64))); };
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, micros = 0;
  if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
      text[16] != ':' || text.back() != 'Z')
    return bad();
  if (!read_digits(text, 0, 4, y) || !read_digits(text, 5, 2, mo) || !read_digits(text, 8, 2, d) ||
      !read_digits(text, 11, 2, h) || !read_digits(text, 14, 2, mi) || !read_digits(text, 17, 2, s) ||
      !read_fraction(text.substr(19, text.size() - 20), micros))
    return bad();
  const year_month_day date(year(y), month(static_cast<unsigned>(mo)), day(static_cast<unsigned>(d)));
  if (!date.ok() || h > 23 || mi > 59 || s > 59) return bad();
  return Instant(sys_days(date) + hours(h) + minutes(mi) + seconds(s) + microseconds(micros));
}

}  // namespace kigen
