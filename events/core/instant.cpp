#include "events/core/instant.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

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

void write_digits(std::string& text, std::size_t at, std::size_t count, std::int64_t value) {
  for (std::size_t i = at + count; i-- > at; value /= 10) text[i] = static_cast<char>('0' + value % 10);
}

/// "Z" or "+09:00"; none for anything else.
std::optional<Duration> read_offset(std::string_view text) {
  using namespace std::chrono;
  if (text == "Z" || text == "z") return Duration{};
  int h = 0, m = 0;
  const bool has_form = text.size() == 6 && std::string_view("+- ").contains(text[0]) && text[3] == ':' &&
                        read_digits(text, 1, 2, h) && read_digits(text, 4, 2, m) && h < 24 && m < 60;
  if (!has_form) return std::nullopt;
  const Duration offset = hours(h) + minutes(m);
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

std::string to_text(Instant instant) {
  using namespace std::chrono;
  const auto day = floor<days>(instant);
  const year_month_day date(day);
  const hh_mm_ss<Duration> time(instant - day);
  std::string text = "0000-00-00T00:00:00.000000Z";
  write_digits(text, 0, 4, int(date.year()));
  write_digits(text, 5, 2, unsigned(date.month()));
  write_digits(text, 8, 2, unsigned(date.day()));
  write_digits(text, 11, 2, time.hours().count());
  write_digits(text, 14, 2, time.minutes().count());
  write_digits(text, 17, 2, time.seconds().count());
  write_digits(text, 20, 6, time.subseconds().count());
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

Result<Instant> parse_rfc3339(std::string_view text) {
  constexpr std::size_t seconds_end = 19, micros_end = 26;
  const auto bad = [&] { return fail(core_errc::malformed_instant, std::string(text.substr(0, 64))); };
  if (text.size() <= seconds_end) return bad();
  const auto zone = text.find_first_not_of(".0123456789", seconds_end);
  const auto offset = zone == std::string_view::npos ? std::nullopt : read_offset(text.substr(zone));
  if (!offset) return bad();
  std::string plain(text.substr(0, std::min(zone, micros_end)));
  if (std::string_view("t ").contains(plain[10])) plain[10] = 'T';
  const auto utc = parse_instant(plain + "Z");
  if (!utc) return bad();
  return *utc - *offset;
}

}  // namespace kigen
