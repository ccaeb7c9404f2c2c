#pragma once

#include <chrono>
#include <string>

#include "projections/log_lines/query.hpp"

namespace kigen::projections {

/// R37: "YYYY-MM-DD HH:MM:SS.mmm module <Xnnnn> ccccc message", time shifted by `utc_offset`. No line feed at
/// the end.
std::string to_text(const LogRow& row, std::chrono::minutes utc_offset = {});
/// What stands above such lines in UTC: the zone of their times. With its line feed.
std::string text_header(Language language);
/// One JSON object, no line feed, what does not show escaped. Times in UTC.
std::string to_json_line(const LogRow& row);
/// RFC 4180, CRLF at the end; a cell that a spreadsheet would take for a formula gets an apostrophe in front.
std::string to_csv(const LogRow& row);
/// The CSV's first line.
std::string csv_header();

}  // namespace kigen::projections
