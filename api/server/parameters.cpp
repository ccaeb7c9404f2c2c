#include "api/server/parameters.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "api/errors.hpp"
#include "events/core/readable.hpp"

namespace kigen::api {
namespace {

constexpr std::size_t shown_bytes = 100;

std::string joined(std::span<const std::string_view> words) {
  std::string all;
  for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return all;
}

std::string names_of(std::span<const Parameter> known) {
  std::vector<std::string_view> names;
  for (const auto& parameter : known) names.push_back(parameter.name);
  return names.empty() ? "none is known here" : "known: " + joined(names);
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

Result<> check_query(const ServerRequest& request, std::span<const Parameter> known) {
  std::set<std::string_view> seen;
  for (const auto& [name, value] : request.query) {
    if (std::ranges::find(known, name, &Parameter::name) == known.end())
      return fail(api_errc::unknown_parameter, names_of(known), readable_begin(name, shown_bytes));
    if (!seen.insert(name).second) return malformed_parameter(name, "given twice");
  }
  return {};
}

Result<> Query::only(std::initializer_list<std::string_view> names) const {
  for (const auto& [name, value] : request_->query)
    if (std::ranges::find(names, name) == names.end())
      return fail(api_errc::unknown_parameter, "here only: " + joined(names), name);
  return {};
}

std::optional<std::string> Query::text(std::string_view name) const { return request_->query_value(name); }

Result<std::optional<std::uint64_t>> Query::number(std::string_view name) const {
  const auto given = text(name);
  if (!given) return std::optional<std::uint64_t>{};
  const auto value = parse_number(*given);
  if (!value) return malformed_parameter(name, "expected a whole number");
  return value;
}

Result<std::uint64_t> Query::number(const Parameter& parameter) const {
  TRY(const auto given, number(parameter.name));
  if (!given) return parameter.usual;
  if (*given < parameter.low || *given > parameter.high)
    return malformed_parameter(parameter.name, "expected " + std::to_string(parameter.low) + " to " +
                                                   std::to_string(parameter.high));
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
  TRY(const auto rows, number(common::limit));
  return projections::Paging{text("cursor"), static_cast<std::size_t>(rows)};
}

Result<Uuid> path_uuid(const Call& call, std::string_view name) {
  const auto id = parse_uuid(call.parameter(name));
  if (!id) return fail(api_errc::not_found, readable_begin(call.parameter(name), shown_bytes));
  return *id;
}

}  // namespace kigen::api
