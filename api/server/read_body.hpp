#pragma once

#include <simdjson.h>

#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"
#include "events/core/secret.hpp"

namespace kigen::api {

using JsonElement = simdjson::dom::element;

/// Arrays and objects may lie this deep in each other.
inline constexpr std::size_t max_body_depth = 16;

std::unexpected<Error> expected_type(std::string_view expected);
/// The text of a JSON string without NUL.
Result<std::string_view> read_text(JsonElement in);
/// Refuses a field given twice.
Result<simdjson::dom::object> read_object(JsonElement in);
/// The index of the word of a union's kind.
Result<std::size_t> read_kind(simdjson::dom::object object, std::span<const std::string_view> words);
std::unexpected<Error> missing_field(std::string_view name);
std::unexpected<Error> unknown_field(std::string_view name, std::string_view known);
/// Puts the field's name before what went wrong inside it: "key.algorithm", "sans.3".
std::unexpected<Error> inside(std::string_view name, Error error);

Result<> read_value(JsonElement in, bool& into);
Result<> read_value(JsonElement in, std::string& into);
Result<> read_value(JsonElement in, Secret& into);
Result<> read_value(JsonElement in, Instant& into);
/// A secret of settings: its form alone, for what is said of it see sent_secrets.hpp. Stays empty.
Result<> read_value(JsonElement in, std::optional<SecretRef>& into);
/// Of a field that is made by us: nobody sends a value.
Result<> check_made_here(JsonElement in);
Result<std::int64_t> read_integer(JsonElement in, std::int64_t low, std::int64_t high);
Result<std::size_t> read_word(JsonElement in, std::span<const std::string_view> words);
Result<Uuid> read_uuid(JsonElement in);

template <class Tag>
Result<> read_value(JsonElement in, Id<Tag>& into) {
  TRY(into.value, read_uuid(in));
  return {};
}
/// Wider integers than 32 bits are in no body.
template <class N>
  requires(std::is_integral_v<N> && !std::is_same_v<N, bool> && sizeof(N) <= 4)
Result<> read_value(JsonElement in, N& into) {
  TRY(const auto value, read_integer(in, std::numeric_limits<N>::min(), std::numeric_limits<N>::max()));
  into = static_cast<N>(value);
  return {};
}
template <events::Worded E>
Result<> read_value(JsonElement in, E& into) {
  TRY(const auto index, read_word(in, events::EnumWords<E>::words));
  into = static_cast<E>(index);
  return {};
}
template <events::Declared T>
Result<> read_value(JsonElement in, T& into);
template <events::Union T>
Result<> read_value(JsonElement in, T& into);
template <class T>
Result<> read_value(JsonElement in, std::vector<T>& into);

template <class T>
Result<> read_value(JsonElement in, std::optional<T>& into) {
  if (in.is_null()) {
    into.reset();
    return {};
  }
  return read_value(in, into.emplace());
}
template <class T>
Result<> read_value(JsonElement in, std::vector<T>& into) {
  simdjson::dom::array array;
  if (in.get_array().get(array)) return expected_type("an array");
  into.clear();
  for (const auto element : array)
    if (auto read = read_value(element, into.emplace_back()); !read)
      return inside(std::to_string(into.size() - 1), read.error());
  return {};
}

namespace detail {

template <events::Declared T>
Result<> read_member(std::string_view name, JsonElement value, T& into) {
  bool known = false;
  std::string all;
  Result<> outcome;
  events::for_each_field<T>([&](const auto& field) {
    all += (all.empty() ? "" : ", ") + std::string(field.name);
    if (field.name != name) return;
    known = true;
    if (field.asked.made_by_us) {
      if (auto checked = check_made_here(value); !checked) outcome = inside(name, checked.error());
    }
    if (!outcome) return;
    if (auto read = read_value(value, into.*field.member); !read) outcome = inside(name, read.error());
  });
  if (!known) return unknown_field(name, all);
  return outcome;
}

template <events::Declared T>
Result<> check_required(simdjson::dom::object object) {
  Result<> outcome;
  events::for_each_field<T>([&](const auto& field) {
    JsonElement there;
    if (outcome && field.asked.required && object.at_key(field.name).get(there))
      outcome = missing_field(field.name);
  });
  return outcome;
}

}  // namespace detail

template <events::Declared T>
Result<> read_value(JsonElement in, T& into) {
  TRY(const auto object, read_object(in));
  for (const auto member : object) TRY_DO(detail::read_member(member.key, member.value, into));
  return detail::check_required<T>(object);
}

/// The kind's word may be anywhere among the members of that kind, and must be there.
template <events::Union T>
Result<> read_value(JsonElement in, T& into) {
  TRY(const auto object, read_object(in));
  TRY(const auto kind, read_kind(object, T::words));
  into.become(kind);
  return into.visit([&]<class K>(K& held) -> Result<> {
    for (const auto member : object)
      if (member.key != events::kind_field) TRY_DO(detail::read_member(member.key, member.value, held));
    return detail::check_required<K>(object);
  });
}

/// A request body under parsing; its memory is wiped at the end, as bodies hold passwords.
class BodyText {
 public:
  /// Fails with malformed_json, also on text that is not UTF-8 or nested too deep.
  static Result<BodyText> parse(std::string_view body);
  BodyText(BodyText&&) noexcept = default;
  BodyText& operator=(BodyText&&) noexcept = default;
  ~BodyText();
  JsonElement root() const { return root_; }

 private:
  BodyText() = default;
  std::unique_ptr<simdjson::dom::parser> parser_;
  std::unique_ptr<simdjson::padded_string> text_;
  JsonElement root_;
};

/// Reads a JSON body: fields in any order, unknown or repeated ones refused by name, left out ones keep their
/// default unless required. Every refusal names the field; nothing of a refused body is used.
template <events::Declared T>
Result<T> read_body(std::string_view body) {
  TRY(const auto text, BodyText::parse(body));
  T value;
  TRY_DO(read_value(text.root(), value));
  return value;
}

}  // namespace kigen::api
