#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace kigen::events {

/// Name and schema generation of an event type. Names are "<aggregate>.<past_tense>", stable for ever.
struct EventType {
  std::string_view name;
  std::uint16_t schema = 1;
};

/// One declared field: its JSON name, its member, and the schema it came with.
template <class Class, class Value>
struct Field {
  std::string_view name;
  Value Class::* member;
  std::uint16_t since = 1;

  /// Older records lack this field; they decode with the member's default.
  constexpr Field added_in(std::uint16_t schema) const { return {name, member, schema}; }
};

template <class Class, class Value>
constexpr Field<Class, Value> field(std::string_view name, Value Class::* member) {
  return {name, member, 1};
}

template <std::size_t index, class Field>
struct FieldAt {
  Field field;
};
/// The fields of a struct in their order. Flat and an aggregate, as every file that sees an event compiles
/// it: a std::tuple takes several times as long.
template <class Indices, class... Fields>
struct FieldList;
template <std::size_t... indices, class... Fields>
struct FieldList<std::index_sequence<indices...>, Fields...> : FieldAt<indices, Fields>... {
  static constexpr std::size_t size = sizeof...(Fields);
};

template <class... Fields>
constexpr auto field_list(Fields... fields) {
  return FieldList<std::index_sequence_for<Fields...>, Fields...>{{fields}...};
}

template <std::size_t index, class Field>
constexpr const Field& field_at(const FieldAt<index, Field>& list) {
  return list.field;
}

/// A struct with `fields` but no `type`: part of an event.
template <class T>
concept Declared = requires { T::fields; };
/// An event: declared, with name and schema.
template <class T>
concept Event = Declared<T> && requires { T::type; };

/// Calls `use` with each declared field of T, in order.
template <Declared T, class Use>
constexpr void for_each_field(Use&& use) {
  [&]<std::size_t... indices>(std::index_sequence<indices...>) {
    (use(field_at<indices>(T::fields)), ...);
  }(std::make_index_sequence<T::fields.size>());
}

/// How the enumerators of E are stored: specialise with `static constexpr std::array<std::string_view, N>
/// words`, enumerator i being words[i].
template <class E>
struct EnumWords;

template <class E>
concept Worded = requires { EnumWords<E>::words; };

template <Worded E>
constexpr std::string_view word_of(E value) {
  return EnumWords<E>::words[static_cast<std::size_t>(value)];
}

}  // namespace kigen::events
