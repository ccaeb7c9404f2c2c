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
  static_assert(NewestField<E>::schema <= E::type.schema,
                "a field is added in a later schema than its event has: raise the event's");
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

/// Reads a payload that was stored with `schema`. What goes wrong names the event.
Result<> read_payload(const EventType& type, std::uint16_t schema, std::string_view payload, void* event,
                      std::span<const FieldReader> fields);

template <Event E>
Result<> decode_into(std::uint16_t schema, std::string_view payload, E& event) {
  if constexpr (Upcastable<E>) {
    if (schema > 0 && schema < E::type.schema) {
      TRY(const auto today, E::upcast(schema, payload));
      return read_payload(E::type, E::type.schema, today, &event, readers_of<E>);
    }
  }
  return read_payload(E::type, schema, payload, &event, readers_of<E>);
}
template <Event E>
Result<E> decode_as(std::uint16_t schema, std::string_view payload) {
  E event;
  TRY_DO(decode_into(schema, payload, event));
  return event;
}

}  // namespace kigen::events
