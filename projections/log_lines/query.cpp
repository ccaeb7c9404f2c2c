#include "projections/log_lines/query.hpp"

#include <algorithm>

#include "projections/errors.hpp"
#include "projections/log_lines/messages.hpp"
#include "projections/log_lines/stored.hpp"
#include "projections/store/store.hpp"

namespace kigen::projections {
namespace {

constexpr std::uint16_t no_log_yet = 3900;
constexpr std::string_view no_company = "00000";
constexpr std::string_view our_company = "00001";

/// The smallest list that holds all lines wanted.
std::string list_for(const LogFilter& filter) {
  if (filter.service) return lines_of_service(*filter.service);
  switch (filter.min_severity) {
    case LogLevel::info:
      return std::string(all_lines);
    case LogLevel::warning:
      return std::string(warnings);
    case LogLevel::error:
      break;
  }
  return std::string(errors);
}

Result<KeyRange> range_for(const std::string& list, const LogFilter& filter, const Paging& paging) {
  auto range = keys_with(list);
  range.first = list + place_of(filter.from, 0);
  if (filter.to) range.end = list + place_of(*filter.to, 0);
  if (!paging.cursor) return range;
  const auto last = from_cursor(*paging.cursor);
  if (!last || last->size() != place_size) return fail(projection_errc::bad_cursor, *paging.cursor, "cursor");
  if (filter.newest_first)
    range.end = list + *last;
  else
    range.first = list + *last + '\0';
  return range;
}

bool matches(const LogRow& row, const LogFilter& filter, const std::string& wanted) {
  return row.severity >= filter.min_severity &&
         (wanted.empty() || lower(row.message).find(wanted) != std::string::npos);
}

}  // namespace

Result<std::optional<LogRow>> LogLines::read(std::string_view place, const LogFilter& filter) const {
  TRY(const auto bytes, store_.get(std::string(all_lines) + std::string(place)));
  auto stored = bytes ? events::unpacked<StoredLine>(*bytes) : std::nullopt;
  if (!stored) return fail(projection_errc::corrupt_row, std::string(all_lines) + to_cursor(place));
  const auto seen = seen_by(filter.reader, std::move(stored->line), filter.language);
  if (!seen) return std::nullopt;
  const auto& line = *seen;
  const auto position = number_in(place);
  const bool is_ours = company_from_ && position >= *company_from_;
  return LogRow{.position = position,
                .index = static_cast<std::uint32_t>(static_cast<unsigned char>(place[8]) << 8 |
                                                    static_cast<unsigned char>(place[9])),
                .time = stored->time,
                .module = std::string(message_of(line.number, line.form).module),
                .number = line.number,
                .severity = line.severity,
                .company = std::string(is_ours ? our_company : no_company),
                .service = stored->service,
                .parameters = parameters_of(line),
                .message = render(line, filter.language)};
}

Result<bool> LogLines::is_empty(const std::string& list) const {
  bool empty = true;
  TRY_DO(store_.scan(keys_with(list), Direction::forward, [&](auto, auto) { return empty = false; }));
  return empty;
}

Result<LogPage> LogLines::lines(const LogFilter& filter, const Paging& paging) const {
  const auto reading = store_.reading();
  LogPage page{.position = store_.position()};
  const auto list = list_for(filter);
  TRY(const auto range, range_for(list, filter, paging));
  const auto limit = std::clamp<std::size_t>(paging.limit, 1, max_page_rows);
  const auto wanted = lower(filter.search);
  Result<> outcome;
  std::string last;
  std::size_t searched = 0;
  const auto direction = filter.newest_first ? Direction::backward : Direction::forward;
  const auto visit = [&](std::string_view key, std::string_view) {
    if (page.rows.size() == limit || searched++ == max_rows_searched) {
      page.next = to_cursor(last);
      return false;
    }
    last = key.substr(key.size() - place_size);
    auto row = read(last, filter);
    if (!row)
      outcome = fail(std::move(row).error());
    else if (*row && matches(**row, filter, wanted))
      page.rows.push_back(**std::move(row));
    return outcome.has_value();
  };
  if (range.first < range.end) TRY_DO(store_.scan(range, direction, visit));
  TRY_DO(std::move(outcome));
  TRY(const bool empty, is_empty(filter.service ? list : std::string(all_lines)));
  if (empty) page.notice = render(make_line(no_log_yet), filter.language);
  return page;
}

}  // namespace kigen::projections
