#include "api/server/parameters.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "api/errors.hpp"
#include "events/core/readable.hpp"

namespace kigen::api {
namespace {

constexpr std::size_t usual_page = 100;
constexpr std::size_t shown_bytes = 100;

std::string joined(std::span<const std::string_view> words) {
  std::string all;
  for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return all;
}

}  // namespace

std::unexpected<Error> malformed_parameter(std::string_view name, std::string detail) {
  return fail(api_errc::malformed_parameter, std::move(detail), std::string(name));
}

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

Result<Query> Query::read(const ServerRequest& request, std::initializer_list<std::string_view> known) {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : request.query) {
    if (std::ranges::find(known, name) == known.end())
      return fail(api_errc::unknown_parameter, "known: " + joined(known), readable_begin(name, shown_bytes));
    if (!seen.insert(name).second) return malformed_parameter(name, "given twice");
  }
  return Query(request);
}

std::optional<std::string> Query::text(std::string_view name) const { return request_->query_value(name); }

Result<std::optional<std::uint64_t>> Query::number(std::string_view name) const {
  const auto given = text(name);
  if (!given) return std::optional<std::uint64_t>{};
  const auto value = parse_number(*given);
  if (!value) return malformed_parameter(name, "expected a whole number");
  return value;
}

Result<std::uint64_t> Query::number(std::string_view name, std::uint64_t otherwise, std::uint64_t low,
                                    std::uint64_t high) const {
  TRY(const auto given, number(name));
  if (!given) return otherwise;
  if (*given < low || *given > high)
    return malformed_parameter(name, "expected " + std::to_string(low) + " to " + std::to_string(high));
  return *given;
}

Result<std::optional<Instant>> Query::instant(std::string_view name) const {
  const auto given = text(name);
  if (!given) return std::optional<Instant>{};
  const auto value = parse_rfc3339(*given);
  if (!value) return malformed_parameter(name, "expected a UTC time like 2026-11-22T20:46:19Z");
  return value;
}

Result<std::optional<std::size_t>> Query::word_index(std::string_view name,
                                                     std::span<const std::string_view> words) const {
  const auto given = text(name);
  if (!given) return std::optional<std::size_t>{};
  const auto found = std::ranges::find(words, std::string_view(*given));
  if (found == words.end()) return malformed_parameter(name, "expected one of " + joined(words));
  return std::optional(static_cast<std::size_t>(found - words.begin()));
}

Result<projections::Paging> Query::paging() const {
  TRY(const auto limit, number("limit", usual_page, 1, projections::max_page_rows));
  return projections::Paging{text("cursor"), static_cast<std::size_t>(limit)};
}

Result<Uuid> path_uuid(const Call& call, std::string_view name) {
  const auto id = parse_uuid(call.parameter(name));
  if (!id) return fail(api_errc::not_found, readable_begin(call.parameter(name), shown_bytes));
  return *id;
}

}  // namespace kigen::api
