#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/server/route.hpp"
#include "events/codec/json_out.hpp"
#include "projections/page.hpp"

namespace kigen::api {

ServerResponse json_answer(unsigned status, std::string json);
template <events::Declared T>
ServerResponse json_answer(unsigned status, const T& value) {
  return json_answer(status, events::to_json(value, events::Audience::outside));
}
ServerResponse text_answer(std::string_view mime, std::string text);
ServerResponse no_content();

/// Adds the stream's version as ETag (RFC 9110 §8.8.3).
ServerResponse with_version(ServerResponse answer, Version version);

/// A part of a list as the API shows it.
template <class Row>
struct ListPage {
  using NamedAfter = Row;
  static constexpr std::string_view name_end = "Page";

  Position position = 0;
  std::optional<std::uint64_t> total = {};
  std::vector<Row> items = {};
  std::optional<std::string> next = {};

  static constexpr auto fields = events::field_list(
      events::field("position", &ListPage::position), events::field("total", &ListPage::total),
      events::field("items", &ListPage::items), events::field("next", &ListPage::next));
};
template <class Row>
ServerResponse page_answer(projections::Page<Row> page) {
  return json_answer(200,
                     ListPage<Row>{page.position, page.total, std::move(page.rows), std::move(page.next)});
}

/// A list that is never long.
template <class Row>
struct ShortList {
  using NamedAfter = Row;
  static constexpr std::string_view name_end = "List";

  Position position = 0;
  std::vector<Row> items = {};

  static constexpr auto fields = events::field_list(events::field("position", &ShortList::position),
                                                    events::field("items", &ShortList::items));
};

}  // namespace kigen::api
