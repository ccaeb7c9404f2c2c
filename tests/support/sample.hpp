#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::tests {

/// A plausible text for a field of that name; always the same.
std::string sample_text(std::string_view field);
/// An id, a different one for each field name.
Uuid sample_uuid(std::string_view field);
Instant sample_instant();

/// A value with every field filled, so that its JSON shows what the field looks like.
template <class T>
struct Sample;

template <events::Declared T>
struct Sample<T> {
  static T of(std::string_view) {
    T value;
    events::for_each_field<T>([&](const auto& field) {
      auto& member = value.*field.member;
      member = Sample<std::remove_reference_t<decltype(member)>>::of(field.name);
    });
    return value;
  }
};
template <events::Union T>
struct Sample<T> {
  /// The first kind; the samples of the others are the matter of those who test them.
  static T of(std::string_view field) {
    T value;
    value.visit([&]<class K>(K& held) { held = Sample<K>::of(field); });
    return value;
  }
};
template <>
struct Sample<std::string> {
  static std::string of(std::string_view field) { return sample_text(field); }
};
template <>
struct Sample<bool> {
  static bool of(std::string_view) { return true; }
};
template <>
struct Sample<Instant> {
  static Instant of(std::string_view) { return sample_instant(); }
};
template <>
struct Sample<StreamId> {
  static StreamId of(std::string_view field) { return {"order-" + to_text(sample_uuid(field))}; }
};
template <class Tag>
struct Sample<Id<Tag>> {
  static Id<Tag> of(std::string_view field) { return {sample_uuid(field)}; }
};
template <class N>
  requires(std::is_integral_v<N>)
struct Sample<N> {
  static N of(std::string_view) { return 2; }
};
template <events::Worded E>
struct Sample<E> {
  /// The last word: one that no default hides.
  static E of(std::string_view) { return static_cast<E>(events::EnumWords<E>::words.size() - 1); }
};
template <class T>
struct Sample<std::optional<T>> {
  static std::optional<T> of(std::string_view field) { return Sample<T>::of(field); }
};
template <class T>
struct Sample<std::vector<T>> {
  static std::vector<T> of(std::string_view field) { return {Sample<T>::of(field), Sample<T>::of(field)}; }
};

}  // namespace kigen::tests
