#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace kigen::events {

/// Name and schema generation of an event type. Names are "<aggregate>.<past_tense>", stable for ever.
struct EventType {
  std::string_view name;
  std::uint16_t schema = 1;
};

/// What a text is, beyond being one: how it is checked (orchestrator/input.hpp) and asked for.
enum class TextKind : std::uint8_t {
  free,
  name,       ///< that people give: not blank, all of it shows
  note,       ///< free text of some length
  host,       ///< an address or a name
  fqdn,       ///< a full host name
  mail,       ///< a mail address
  https_url,  ///< "https://…"
  path,       ///< absolute, on a host
  program,    ///< its name, in a folder of the configuration
  proxy,      ///< "host:port"
  login,      ///< who logs in on a host
  country,    ///< two capital letters (ISO 3166-1)
  digits,     ///< and nothing between them
  pem,        ///< of several lines
};

/// What is asked of a field that people or tools fill in. The check of a request, the OpenAPI schema, the
/// command line's options and the console's forms follow from it. Words for people are in the catalogues
/// (api/console/static/words/).
struct Asked {
  bool required = false;
  bool made_by_us = false;           ///< nobody sends it
  bool listed = false;               ///< a column of lists, which can be sorted by it
  bool bounded = false;              ///< of an integer:
  std::int64_t low = 0;              ///< both ends included
  std::int64_t high = 0;             ///<
  std::size_t most = 0;              ///< characters of a text, entries of a list; 0 = what its kind allows
  TextKind text = TextKind::free;    ///<
  std::string_view unit = {};        ///< of an integer: "s", "days", "%"
  std::string_view section = {};     ///< of a form; empty = that of the field before it
  std::string_view when_field = {};  ///< exists only while this field of the same struct …
  std::string_view when_words = {};  ///< … has one of these words, which blanks separate
};

/// One declared field: its JSON name, its member, the schema it came with, and what is asked of it.
template <class Class, class Value>
struct Field {
  std::string_view name;
  Value Class::* member;
  std::uint16_t since = 1;
  Asked asked = {};

  /// Older records lack this field; they decode with the member's default.
  constexpr Field added_in(std::uint16_t schema) const {
    auto field = *this;
    field.since = schema;
    return field;
  }
  constexpr Field required() const {
    return with([](Asked& asked) { asked.required = true; });
  }
  constexpr Field made_by_us() const {
    return with([](Asked& asked) { asked.made_by_us = true; });
  }
  constexpr Field listed() const {
    return with([](Asked& asked) { asked.listed = true; });
  }
  constexpr Field within(std::int64_t low, std::int64_t high) const {
    return with([=](Asked& asked) { asked.bounded = true, asked.low = low, asked.high = high; });
  }
  constexpr Field at_most(std::size_t most) const {
    return with([=](Asked& asked) { asked.most = most; });
  }
  constexpr Field text(TextKind kind) const {
    return with([=](Asked& asked) { asked.text = kind; });
  }
  constexpr Field in(std::string_view unit) const {
    return with([=](Asked& asked) { asked.unit = unit; });
  }
  constexpr Field section(std::string_view name_of_section) const {
    return with([=](Asked& asked) { asked.section = name_of_section; });
  }
  constexpr Field when(std::string_view other, std::string_view words) const {
    return with([=](Asked& asked) { asked.when_field = other, asked.when_words = words; });
  }

 private:
  template <class Change>
  constexpr Field with(Change change) const {
    auto field = *this;
    change(field.asked);
    return field;
  }
};

template <class Class, class Value>
constexpr Field<Class, Value> field(std::string_view name, Value Class::* member) {
  return {.name = name, .member = member};
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

/// The newest schema that a field of T, or of what it holds, was added in.
template <class T>
struct NewestField {
  static constexpr std::uint16_t schema = 1;
};
template <class T>
  requires requires { typename T::value_type; } && (!std::is_same_v<T, std::string>)
struct NewestField<T> : NewestField<typename T::value_type> {};
template <Declared T>
struct NewestField<T> {
  static constexpr std::uint16_t schema = [] {
    std::uint16_t newest = 1;
    for_each_field<T>([&]<class Value>(const Field<T, Value>& field) {
      newest = std::max({newest, field.since, NewestField<Value>::schema});
    });
    return newest;
  }();
};

}  // namespace kigen::events
