#include "events/core/error.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "events/core/readable.hpp"

namespace kigen {
namespace {

constexpr std::size_t max_detail_bytes = 8'192;
constexpr ErrcEntry unlisted{-1, "unlisted", "unlisted error", 98, Failure::permanent, Answer::internal};

/// What the operating system's and libraries' own codes mean for a retry.
Failure failure_of_foreign(const std::error_code& code) {
  if (code == std::errc::permission_denied || code == std::errc::no_such_file_or_directory ||
      code == std::errc::invalid_argument)
    return Failure::permanent;
  return Failure::transient;
}

const TableCategory* table_of(const std::error_code& code) {
  return dynamic_cast<const TableCategory*>(&code.category());
}

}  // namespace

TableCategory::TableCategory(const char* name, std::initializer_list<ErrcEntry> entries)
    : name_(name), entries_(entries) {}

const ErrcEntry& TableCategory::entry(int value) const {
  const auto found = std::ranges::find(entries_, value, &ErrcEntry::value);
  return found == entries_.end() ? unlisted : *found;
}

std::string TableCategory::message(int value) const { return entry(value).text; }

std::string describe(const Error& error) {
  std::string text = error.code.message();
  if (!error.detail.empty()) text += ": " + readable_begin(error.detail, max_detail_bytes);
  return text;
}

std::string error_word(const std::error_code& code) {
  if (const auto* table = table_of(code)) return table->entry(code.value()).name;
  return std::string(code.category().name()) + "_" + std::to_string(code.value());
}

int message_number(const std::error_code& code) {
  const auto* table = table_of(code);
  return table ? table->entry(code.value()).message : 98;
}

Failure failure_of(const std::error_code& code) {
  const auto* table = table_of(code);
  return table ? table->entry(code.value()).failure : failure_of_foreign(code);
}

Answer answer_of(const std::error_code& code) {
  const auto* table = table_of(code);
  return table ? table->entry(code.value()).answer : Answer::internal;
}

void ensure(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "kigen: broken invariant: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace kigen
