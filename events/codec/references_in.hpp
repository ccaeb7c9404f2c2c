#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/ids.hpp"

namespace kigen::events {

/// Where a field stands, as requests name it; a text of it is made only when one is wanted.
struct FieldPlace {
  const FieldPlace* in = nullptr;
  std::string_view name = {};
  std::size_t index = 0;  ///< in a list, where there is no name

  std::string text() const {
    const auto own = name.empty() ? std::to_string(index) : std::string(name);
    return in == nullptr ? own : in->text() + '.' + own;
  }
};

/// An id that names a thing: an aggregate, or a site.
template <class T>
inline constexpr bool is_reference = false;
template <class Tag>
inline constexpr bool is_reference<Id<Tag>> = StreamsId<Id<Tag>> || requires { Tag::word; };

/// Finds what settings refer to, as their fields are declared: none can be forgotten. Calls
/// `use(id, place)` with each.
template <class T, class Use>
void for_each_reference(const T& value, const FieldPlace& at, Use& use) {
  if constexpr (is_reference<T>) {
    use(value, at);
  } else if constexpr (Declared<T>) {
    for_each_field<T>([&](const auto& field) {
      for_each_reference(value.*field.member, FieldPlace{.in = &at, .name = field.name}, use);
    });
  } else if constexpr (Union<T>) {
    value.visit([&](const auto& held) { for_each_reference(held, at, use); });
  } else if constexpr (requires { value.has_value(); }) {
    if (value) for_each_reference(*value, at, use);
  } else if constexpr (requires { value.begin(); } && !std::is_same_v<T, std::string>) {
    for (std::size_t i = 0; i < value.size(); ++i)
      for_each_reference(value[i], FieldPlace{.in = &at, .index = i}, use);
  }
}

}  // namespace kigen::events
