#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "events/codec/fields.hpp"

namespace kigen::events {

/// One kind of several: a declared struct with a word.
template <class T>
concept Kind = Declared<T> && requires {
  { T::kind } -> std::convertible_to<std::string_view>;
};

/// The member that says which kind it is, before the members of that kind alone.
inline constexpr std::string_view kind_field = "kind";

/// A value of exactly one of some kinds, the first by default. Encoded as an object whose first member is
/// `kind_field`; what another kind would have does not exist.
template <Kind... Kinds>
class OneOf {
 public:
  static constexpr std::array<std::string_view, sizeof...(Kinds)> words{Kinds::kind...};

  OneOf() = default;
  template <class K>
    requires(std::is_same_v<K, Kinds> || ...)
  OneOf(K held) : held_(std::move(held)) {}

  std::size_t index() const { return held_.index(); }
  std::string_view word() const { return words[index()]; }
  template <class K>
  const K* get_if() const {
    return std::get_if<K>(&held_);
  }
  template <class K>
  K* get_if() {
    return std::get_if<K>(&held_);
  }
  /// Where it is that kind and no other, or the program is wrong.
  template <class K>
  const K& as() const {
    return std::get<K>(held_);
  }
  template <class K>
  K& as() {
    return std::get<K>(held_);
  }
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    return std::visit(std::forward<Visitor>(visitor), held_);
  }
  template <class Visitor>
  decltype(auto) visit(Visitor&& visitor) {
    return std::visit(std::forward<Visitor>(visitor), held_);
  }
  /// Becomes a fresh value of the kind with that index, which is below words.size().
  void become(std::size_t index) {
    [&]<std::size_t... i>(std::index_sequence<i...>) {
      ((i == index ? static_cast<void>(held_.template emplace<i>()) : void()), ...);
    }(std::index_sequence_for<Kinds...>());
  }
  /// Calls `use.template operator()<K>()` for each kind.
  template <class Use>
  static constexpr void for_each_kind(Use&& use) {
    (use.template operator()<Kinds>(), ...);
  }

  friend bool operator==(const OneOf&, const OneOf&) = default;

 private:
  std::variant<Kinds...> held_ = {};
};

/// Visits two values at once.
template <Kind... Kinds, class Visitor>
decltype(auto) visit_both(const OneOf<Kinds...>& a, const OneOf<Kinds...>& b, Visitor visitor) {
  return a.visit([&](const auto& in_a) -> decltype(auto) {
    return b.visit([&](const auto& in_b) -> decltype(auto) { return visitor(in_a, in_b); });
  });
}

template <class T>
inline constexpr bool is_one_of = false;
template <Kind... Kinds>
inline constexpr bool is_one_of<OneOf<Kinds...>> = true;
template <class T>
concept Union = is_one_of<T>;

template <Kind... Kinds>
struct NewestField<OneOf<Kinds...>> {
  static constexpr std::uint16_t schema = std::max({NewestField<Kinds>::schema...});
};

}  // namespace kigen::events
