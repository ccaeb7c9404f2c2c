#include "projections/log_lines/query.hpp"

#include <algorithm>

#include "projections/basis/own_lists.hpp"
#include "projections/errors.hpp"
#include "projections/log_lines/messages.hpp"
#include "projections/log_lines/stored.hpp"
#include "projections/store/store.hpp"

namespace kigen::projections {
namespace {

constexpr std::uint16_t no_log_yet = 3900;
constexpr std::string_view no_company = "00000";
constexpr std::string_view our_company = "00001";

/// The smallest one that holds all lines wanted, whosever they are.
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

/// Where the page before ended.
Result<std::optional<std::string>> place_in(const std::optional<std::string>& cursor) {
  if (!cursor) return std::nullopt;
  auto place = from_cursor(*cursor);
  if (!place || place->size() != place_size) return fail(projection_errc::bad_cursor, *cursor, "cursor");
  return place;
}

KeyList rest_of(const std::string& list, const LogFilter& filter, const std::optional<std::string>& behind) {
  auto range = keys_with(list);
  range.first = list + place_of(filter.from, 0);
  if (filter.to) range.end = list + place_of(*filter.to, 0);
  if (behind && filter.newest_first) range.end = list + *behind;
  if (behind && !filter.newest_first) range.first = list + *behind + '\0';
  return {std::move(range), list.size()};
}

Whose whose(const Owners& owners, const StoredLine& line) {
  if (line.nobodys) return {Whose::Kind::unknown};
  return line.user_group ? Whose{Whose::Kind::user_group, *line.user_group} : owners.whose(line.service);
}

bool matches(const LogRow& row, const LogFilter& filter, const std::string& wanted) {
  return row.severity >= filter.min_severity &&
         (wanted.empty() || lower(row.message).find(wanted) != std::string::npos);
}

}  // namespace

Result<std::optional<LogRow>> LogLines::read(std::string_view place, const Reader& reader,
                                             Language language) const {
  TRY(const auto bytes, store_.get(std::string(all_lines) + std::string(place)));
  auto stored = bytes ? events::unpacked<StoredLine>(*bytes) : std::nullopt;
  if (!stored) return fail(projection_errc::corrupt_row, std::string(all_lines) + to_cursor(place));
  const auto seen = seen_by(reader, whose(owners_, *stored), std::move(stored->line), language);
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
                .message = render(line, language)};
}

/// The smallest lists that hold all lines wanted.
std::vector<std::string> LogLines::lists_for(const events::Scope& scope, const LogFilter& filter) const {
  if (!owners_.holds(scope, filter.service)) return {};
  const bool may_merge = !filter.service && filter.min_severity == LogLevel::info;
  const auto services = may_merge ? owners_.services_in(scope, max_lists_merged) : std::nullopt;
  if (!services) return {list_for(filter)};
  std::vector lists{std::string(own_lines)};
  for (const auto service : *services) lists.push_back(lines_of_service(service));
  return lists;
}

Result<bool> LogLines::is_empty(const std::string& list) const {
  bool empty = true;
  TRY_DO(store_.scan(keys_with(list), Direction::forward, [&](auto, auto) { return empty = false; }));
  return empty;
}

Result<LogPage> LogLines::lines(const Reader& reader, const LogFilter& filter, const Paging& paging) const {
  const auto reading = store_.reading();
  LogPage page{.position = store_.position()};
  TRY(const auto behind, place_in(paging.cursor));
  std::vector<KeyList> lists;
  for (const auto& list : lists_for(reader.scope, filter)) lists.push_back(rest_of(list, filter, behind));
  const auto limit = std::clamp<std::size_t>(paging.limit, 1, max_page_rows);
  const auto wanted = lower(filter.search);
  Result<> outcome;
  std::string last;
  std::size_t searched = 0;
  const auto direction = filter.newest_first ? Direction::backward : Direction::forward;
  TRY_DO(store_.merge(lists, direction, [&](std::string_view place, std::string_view) {
    if (searched++ == max_rows_searched) {
      page.next = to_cursor(last);
      return false;
    }
    last = place;
    auto row = read(place, reader, filter.language);
    if (!row) outcome = fail(std::move(row).error());
    if (!row || !*row || !matches(**row, filter, wanted)) return outcome.has_value();
    if (page.rows.size() == limit) {
      page.next = to_cursor(place_of(page.rows.back().position, page.rows.back().index));
      return false;
    }
    page.rows.push_back(**std::move(row));
    return true;
  }));
  TRY_DO(std::move(outcome));
  TRY(const bool empty, is_empty(filter.service ? list_for(filter) : std::string(all_lines)));
  if (empty || !owners_.holds(reader.scope, filter.service))
    page.notice = render(make_line(no_log_yet), filter.language);
  return page;
}

}  // namespace kigen::projections
