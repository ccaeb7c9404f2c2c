#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"

namespace kigen::projections {

// In every result `position` is the number of records that it reflects: all records below it, none from it
// on.

/// One thing as it stands.
template <class T>
struct Seen {
  Position position = 0;
  T value = {};

  static constexpr auto fields =
      events::field_list(events::field("position", &Seen::position), events::field("value", &Seen::value));
};

/// Some of many rows. `next` continues where this page ends; none = it was the last.
template <class Row>
struct Page {
  Position position = 0;
  std::optional<std::uint64_t> total =
      {};  ///< rows that match the filter, where the view knows without reading them
  std::vector<Row> rows = {};
  std::optional<std::string> next = {};  ///< opaque

  static constexpr auto fields =
      events::field_list(events::field("position", &Page::position), events::field("total", &Page::total),
                         events::field("rows", &Page::rows), events::field("next", &Page::next));
};

/// Which part of a list: `cursor` = the `next` of the page before.
struct Paging {
  std::optional<std::string> cursor = {};
  std::size_t limit = 50;
};

/// What a page may hold at most; a larger limit is lowered to it.
inline constexpr std::size_t max_page_rows = 1'000;
/// What a call looks at most at where it filters row by row; then it answers with what it found, and a
/// cursor.
inline constexpr std::size_t max_rows_searched = 20'000;

}  // namespace kigen::projections
