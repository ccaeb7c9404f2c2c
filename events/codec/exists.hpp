#pragma once

#include <string_view>
#include <type_traits>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"

namespace kigen::events {

/// Whether one of the words that blanks separate is this one.
constexpr bool has_word(std::string_view words, std::string_view wanted) {
  for (;;) {
    const auto blank = words.find(' ');
    if (words.substr(0, blank) == wanted) return true;
    if (blank == std::string_view::npos) return false;
    words.remove_prefix(blank + 1);
  }
}

/// The word that a field's `when` looks at.
template <class T>
std::string_view word_for_when(const T& value) {
  if constexpr (Worded<T>)
    return word_of(value);
  else if constexpr (Union<T>)
    return value.word();
  else if constexpr (std::is_same_v<T, bool>)
    return value ? "true" : "false";
  else
    return {};
}

/// Whether these settings have the field: its `when` holds.
template <Declared S>
bool exists(const Asked& asked, const S& settings) {
  if (asked.when_field.empty()) return true;
  bool holds = false;
  for_each_field<S>([&](const auto& other) {
    if (other.name == asked.when_field)
      holds = has_word(asked.when_words, word_for_when(settings.*other.member));
  });
  return holds;
}

}  // namespace kigen::events
