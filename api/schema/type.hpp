#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"
#include "events/core/secret.hpp"

namespace kigen::api::schema {

// Types of requests and answers as data, made by the compiler from their declarations: what the API's
// description is written from. Templates end here.

enum class Shape : std::uint8_t {
  boolean,
  integer,
  text,
  word,  ///< one of some words
  instant,
  id,
  secret,    ///< a text that goes in and never comes out
  optional,  ///< or null
  list,
  object,
  one_of,
  any,  ///< some object
};

struct Type;

/// A declared field.
struct Member {
  std::string_view name;
  const events::Asked* asked;
  bool required;
  const Type* type;
  /// What it is when it is left out, as JSON; empty where that is nothing of its own.
  std::string (*fresh)();
};

struct Type {
  Shape shape;
  std::string_view name = {};      ///< of structs and enumerations, as in C++
  std::string_view name_end = {};  ///< of a struct made for another one: behind the name of that one
  bool natural = false;            ///< of an integer: never below zero
  bool stored = false;             ///< of a secret: shown as whether it is set
  std::string_view refers = {};    ///< of an id: to what
  std::string_view kind = {};      ///< of a struct that is one of several kinds: its word
  std::span<const std::string_view> words = {};
  const Type* inside = nullptr;  ///< of what may be null or is a list
  std::span<const Member> members = {};
  std::span<const Type* const> kinds = {};
};

/// Some JSON object, of which nothing is said.
struct Anything {};

namespace detail {

template <class T>
consteval std::string_view own_name() {
  std::string_view name = __PRETTY_FUNCTION__;  // "… [T = kigen::events::AccessSettings]"
  name.remove_prefix(name.rfind("[T = ") + 5);
  name.remove_suffix(1);
  return name.substr(name.rfind("::") + 2);
}

/// A struct may be called after another: `using NamedAfter` and `name_end`.
template <class T>
struct Name {
  static constexpr std::string_view stem = own_name<T>();
  static constexpr std::string_view end = {};
};
template <class T>
  requires requires { typename T::NamedAfter; }
struct Name<T> {
  static constexpr std::string_view stem = Name<typename T::NamedAfter>::stem;
  static constexpr std::string_view end = T::name_end;
};

std::string fresh_json(bool value);
std::string fresh_json(std::int64_t value);
std::string fresh_json(std::string_view value);
std::string fresh_json(const Uuid& value);

template <class T>
std::string fresh_of(const T& value) {
  if constexpr (std::is_same_v<T, bool>)
    return fresh_json(value);
  else if constexpr (std::is_integral_v<T>)
    return fresh_json(static_cast<std::int64_t>(value));
  else if constexpr (std::is_same_v<T, std::string>)
    return fresh_json(std::string_view(value));
  else if constexpr (events::Worded<T>)
    return fresh_json(events::word_of(value));
  else if constexpr (requires { typename T::Names; })
    return fresh_json(value.value);
  else
    return {};
}

template <class Tag>
constexpr std::string_view word_of_tag() {
  if constexpr (requires { Tag::aggregate; })
    return Tag::aggregate;
  else if constexpr (requires { Tag::word; })
    return Tag::word;
  else
    return {};
}

}  // namespace detail

template <class T>
struct Described;

/// What a T is.
template <class T>
inline constexpr const Type& type_of = Described<T>::type;

template <>
struct Described<bool> {
  static constexpr Type type{.shape = Shape::boolean};
};
template <>
struct Described<std::string> {
  static constexpr Type type{.shape = Shape::text};
};
template <>
struct Described<StreamId> {
  static constexpr Type type{.shape = Shape::text};
};
template <>
struct Described<Instant> {
  static constexpr Type type{.shape = Shape::instant};
};
template <>
struct Described<Uuid> {
  static constexpr Type type{.shape = Shape::id};
};
template <>
struct Described<Secret> {
  static constexpr Type type{.shape = Shape::secret};
};
template <>
struct Described<SecretRef> {
  static constexpr Type type{.shape = Shape::secret, .stored = true};
};
/// There is always something to say of a stored secret: that there is none.
template <>
struct Described<std::optional<SecretRef>> : Described<SecretRef> {};
template <>
struct Described<Anything> {
  static constexpr Type type{.shape = Shape::any};
};
template <class Tag>
struct Described<Id<Tag>> {
  static constexpr Type type{.shape = Shape::id, .refers = detail::word_of_tag<Tag>()};
};
template <class N>
  requires(std::is_integral_v<N>)
struct Described<N> {
  static constexpr Type type{.shape = Shape::integer, .natural = std::is_unsigned_v<N>};
};
template <events::Worded E>
struct Described<E> {
  static constexpr Type type{
      .shape = Shape::word, .name = detail::own_name<E>(), .words = events::EnumWords<E>::words};
};
template <class T>
struct Described<std::optional<T>> {
  static constexpr Type type{.shape = Shape::optional, .inside = &type_of<T>};
};
template <class T>
struct Described<std::vector<T>> {
  static constexpr Type type{.shape = Shape::list, .inside = &type_of<T>};
};

template <events::Declared T>
struct Described<T> {
  template <std::size_t i>
  static constexpr Member member_at() {
    constexpr auto& field = events::field_at<i>(T::fields);
    using Value = std::remove_cvref_t<decltype(std::declval<T&>().*field.member)>;
    return {field.name, &field.asked, field.asked.required, &type_of<Value>,
            [] { return detail::fresh_of(T{}.*events::field_at<i>(T::fields).member); }};
  }
  static constexpr auto members = []<std::size_t... i>(std::index_sequence<i...>) {
    return std::array<Member, sizeof...(i)>{member_at<i>()...};
  }(std::make_index_sequence<T::fields.size>());
  static constexpr std::string_view kind = [] {
    if constexpr (requires { typename std::bool_constant<T::kind.empty()>; })  // a word, not a member
      return std::string_view(T::kind);
    else
      return std::string_view();
  }();
  static constexpr Type type{.shape = Shape::object,
                             .name = detail::Name<T>::stem,
                             .name_end = detail::Name<T>::end,
                             .kind = kind,
                             .members = members};
};

template <events::Kind... Kinds>
struct Described<events::OneOf<Kinds...>> {
  static constexpr std::array<const Type*, sizeof...(Kinds)> kinds{&type_of<Kinds>...};
  static constexpr Type type{.shape = Shape::one_of, .kinds = kinds};
};

}  // namespace kigen::api::schema
