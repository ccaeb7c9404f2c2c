#pragma once

#include <boost/pfr/core.hpp>

#include <tuple>

#include "events/codec/pack_plain.hpp"

namespace kigen::events {

/// What pack() makes of a T, in words: members, their order, their types, the words of enumerations. Packed
/// bytes are of use only to a program whose layout is the same.
template <class T>
std::string layout_of();

/// How the words are made: for each type that pack() knows.
template <class T>
struct Layout;

template <>
struct Layout<bool> {
  static std::string text() { return "truth"; }
};
template <>
struct Layout<std::string> {
  static std::string text() { return "text"; }
};
template <>
struct Layout<Instant> {
  static std::string text() { return "time"; }
};
template <>
struct Layout<StreamId> {
  static std::string text() { return "stream"; }
};
template <class Tag>
struct Layout<Id<Tag>> {
  static std::string text() { return "id"; }
};
template <class N>
  requires std::is_integral_v<N>
struct Layout<N> {
  static std::string text() { return (std::is_signed_v<N> ? "i" : "u") + std::to_string(8 * sizeof(N)); }
};
/// Without words, a new order of the enumerators could not be told from the old one.
template <Worded E>
struct Layout<E> {
  static std::string text() {
    std::string words = "word(";
    for (const auto word : EnumWords<E>::words) words.append(word).append(1, ' ');
    return words + ')';
  }
};
template <class T>
struct Layout<std::optional<T>> {
  static std::string text() { return layout_of<T>() + '?'; }
};
template <class T>
struct Layout<std::vector<T>> {
  static std::string text() { return '[' + layout_of<T>() + ']'; }
};
template <class T, std::size_t n>
struct Layout<std::array<T, n>> {
  static std::string text() { return '[' + layout_of<T>() + ' ' + std::to_string(n) + ']'; }
};
template <class Key, class T>
struct Layout<std::map<Key, T>> {
  static std::string text() { return '[' + layout_of<Key>() + ':' + layout_of<T>() + ']'; }
};
template <Declared T>
struct Layout<T> {
  static std::string text() {
    std::string members = "{";
    for_each_field<T>([&]<class Value>(const Field<T, Value>& field) {
      members.append(field.name).append(1, ' ').append(layout_of<Value>()).append(1, ' ');
    });
    return members + '}';
  }
};
template <Union T>
struct Layout<T> {
  static std::string text() {
    std::string kinds = "one(";
    T::for_each_kind(
        [&]<class K>() { kinds.append(K::kind).append(1, ' ').append(layout_of<K>()).append(1, ' '); });
    return kinds + ')';
  }
};
template <Plain T>
struct Layout<T> {
  static std::string text() {
    return []<class... Members>(std::type_identity<std::tuple<Members...>>) {
      return "{" + ((layout_of<Members>() + ' ') + ... + std::string("}"));
    }(std::type_identity<decltype(boost::pfr::structure_to_tuple(std::declval<const T&>()))>());
  }
};

template <class T>
std::string layout_of() {
  return Layout<T>::text();
}

}  // namespace kigen::events
