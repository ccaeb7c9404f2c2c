#include "projections/log_lines/format.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <array>

#include "events/codec/json_out.hpp"
#include "events/core/readable.hpp"

namespace kigen::projections {
namespace {

using namespace std::chrono;

/// "2026-11-22 20:46:19.000", cut to milliseconds.
std::string log_time(Instant time, minutes utc_offset) {
  const auto text = kigen::to_text(time + utc_offset);
  return text.substr(0, 10) + ' ' + text.substr(11, 12);
}

/// The X of <Xnnnn>.
char letter_of(LogLevel severity) {
  switch (severity) {
    case LogLevel::info:
      return 'I';
    case LogLevel::warning:
      return 'W';
    case LogLevel::error:
      break;
  }
  return 'E';
}

/// Whether a spreadsheet would run it: it looks behind blanks, and takes the wide forms of an East Asian
/// keyboard too.
bool is_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 8> beginnings{"=", "+", "-", "@", "＝", "＋", "－", "＠"};
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return std::ranges::any_of(beginnings, [&](std::string_view first) { return text.starts_with(first); });
}

/// Doubled quotes around; what a spreadsheet would run gets an apostrophe.
std::string csv_cell(std::string_view words) {
  const auto text = readable(words);
  std::string cell = is_formula(text) ? "\"'" : "\"";
  for (const auto c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

}  // namespace

std::string to_text(const LogRow& row, minutes utc_offset) {
  return fmt::format("{} {} <{}{:04}> {} {}", log_time(row.time, utc_offset), row.module,
                     letter_of(row.severity), row.number, row.company, readable(row.message));
}

std::string text_header(Language language) {
  return language == Language::ja ? "# 時刻は UTC+00:00 です。\n" : "# Times are UTC+00:00.\n";
}

std::string to_json_line(const LogRow& row) { return readable_json(events::to_json(row)); }

std::string csv_header() { return "time,position,module,severity,number,company,service,message\r\n"; }

std::string to_csv(const LogRow& row) {
  return fmt::format("{},{},{},{},{:04},{},{},{}\r\n", kigen::to_text(row.time), row.position,
                     csv_cell(row.module), events::word_of(row.severity), row.number, row.company,
                     row.service ? kigen::to_text(*row.service) : std::string(), csv_cell(row.message));
}

}  // namespace kigen::projections
