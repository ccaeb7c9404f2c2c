// What hosts and CAs say, made fit for events and pages.
#include "events/core/readable.hpp"

#include <algorithm>

#include "events/codec/canonical.hpp"
#include "events/codec/json_out.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {
namespace {

struct Words {
  std::string text = {};
  static constexpr auto fields = events::field_list(events::field("text", &Words::text));
};

}  // namespace

void try_input(std::string_view input) {
  constexpr std::size_t most = 10;
  const auto text = readable(input);
  ensure(is_readable(text) && readable(text) == text, "readable text stays as it is");
  ensure(is_readable(input) == (text == input), "what is readable is not changed");
  const auto json = events::to_json(Words{text});
  ensure(events::canonical_object(json).value_or("") == json, "a log takes it");
  const auto begin = readable_begin(input, most);
  ensure(begin.size() <= most && text.starts_with(begin), "a beginning is one, and short");
  const auto end = readable_end(input, most);
  ensure(end.size() <= most && is_readable(end), "an end is readable, and short");
  const auto lines = readable_lines(input);
  ensure(std::ranges::count(lines, '\n') == std::ranges::count(input, '\n'), "a line stays a line");
  ensure(readable(lines) == readable(readable(lines)), "lines are readable");
  ensure(is_utf8(text) && (is_utf8(input) || !is_readable(input)), "what is readable is UTF-8");
  ensure(!is_blank(input) || is_blank(text), "a blank is one for all");
  const auto escaped = readable_json(json);
  ensure(events::canonical_object(escaped).value_or("") == json, "escaped JSON means the same");
}

}  // namespace kigen::fuzz
