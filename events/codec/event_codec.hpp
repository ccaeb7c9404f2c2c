#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "events/codec/json_in.hpp"
#include "events/codec/json_out.hpp"

namespace kigen::events {

/// An event ready for the log: what it is, and its payload as canonical JSON.
struct Encoded {
  std::string type;
  std::uint16_t schema = 1;
  std::string payload;
  friend bool operator==(const Encoded&, const Encoded&) = default;
};

template <Event E>
Encoded encode(const E& event) {
  return {std::string(E::type.name), E::type.schema, to_json(event)};
}
template <class... Es>
Encoded encode(const std::variant<Es...>& event) {
  return std::visit([](const auto& e) { return encode(e); }, event);
}

/// A changed event that added_in cannot express declares
/// `static Result<std::string> upcast(std::uint16_t from, std::string_view payload)`:
/// the payload of schema `from` rewritten to today's.
template <class E>
concept Upcastable = requires(std::uint16_t from, std::string_view payload) {
  { E::upcast(from, payload) } -> std::same_as<Result<std::string>>;
};

template <Event E>
Result<E> decode_as(std::uint16_t schema, std::string_view payload) {
  if (schema > E::type.schema) return fail(codec_errc::newer_schema, std::string(E::type.name));
  if constexpr (Upcastable<E>) {
    if (schema < E::type.schema) {
      TRY(auto today, E::upcast(schema, payload));
      return from_json<E>(today);
    }
  }
  auto event = from_json<E>(payload, schema);
  if (!event) {
    auto error = event.error();
    error.detail = std::string(E::type.name) + (error.detail.empty() ? "" : ": " + error.detail);
    return fail(std::move(error));
  }
  return event;
}

namespace detail {
template <class Variant, class... Es>
Result<Variant> decode_among(std::string_view type, std::uint16_t schema, std::string_view payload,
                             std::variant<Es...>*) {
  Result<Variant> found = fail(codec_errc::unknown_event, std::string(type));
  const auto attempt = [&]<class E>(E*) {
    if (E::type.name != type) return false;
    auto event = decode_as<E>(schema, payload);
    if (event)
      found = Variant(std::move(*event));
    else
      found = fail(std::move(event).error());
    return true;
  };
  (attempt(static_cast<Es*>(nullptr)) || ...);
  return found;
}

template <class... Es>
consteval bool names_unique(std::variant<Es...>*) {
  const std::array<std::string_view, sizeof...(Es)> names{Es::type.name...};
  for (std::size_t i = 0; i < names.size(); ++i)
    for (std::size_t j = i + 1; j < names.size(); ++j)
      if (names[i] == names[j]) return false;
  return true;
}
}  // namespace detail

/// Decodes one of the alternatives of Variant by its name; unknown_event when none has it.
template <class Variant>
Result<Variant> decode(std::string_view type, std::uint16_t schema, std::string_view payload) {
  static_assert(detail::names_unique(static_cast<Variant*>(nullptr)), "two events share a name");
  return detail::decode_among<Variant>(type, schema, payload, static_cast<Variant*>(nullptr));
}

}  // namespace kigen::events
