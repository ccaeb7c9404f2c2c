#pragma once

#include <simdjson.h>

#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/error.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

/// What a decoder of our own JSON refuses.
enum class codec_errc {
  malformed_json = 1,
  missing_field,
  unknown_field,
  wrong_type,
  unknown_event,
  newer_schema
};
std::error_code make_error_code(codec_errc code);

using JsonValue = simdjson::ondemand::value;

inline std::unexpected<Error> wrong_type(std::string_view expected) {
  return fail(codec_errc::wrong_type, "expected " + std::string(expected));
}

template <Declared T>
Result<> read_json(simdjson::ondemand::object object, T& into, std::uint16_t schema);
template <Declared T>
Result<> read_value(JsonValue& in, T& into, std::uint16_t schema);
template <class T>
Result<> read_value(JsonValue& in, std::optional<T>& into, std::uint16_t schema);
template <class T>
Result<> read_value(JsonValue& in, std::vector<T>& into, std::uint16_t schema);

/// The parser keeps what it decodes in one buffer per document, so a view is copied at once.
inline Result<std::string_view> read_text(JsonValue& in) {
  std::string_view text;
  if (in.get_string().get(text)) return wrong_type("a string");
  return text;
}

inline Result<> read_value(JsonValue& in, bool& into, std::uint16_t) {
  if (in.get_bool().get(into)) return wrong_type("true or false");
  return {};
}
inline Result<> read_value(JsonValue& in, std::string& into, std::uint16_t) {
  TRY(auto text, read_text(in));
  into = text;
  return {};
}
inline Result<> read_value(JsonValue& in, Instant& into, std::uint16_t) {
  TRY(auto text, read_text(in));
  const auto instant = parse_instant(text);
  if (!instant) return wrong_type("a UTC time like 2026-11-22T20:46:19Z");
  into = *instant;
  return {};
}
inline Result<> read_value(JsonValue& in, StreamId& into, std::uint16_t) {
  TRY(auto text, read_text(in));
  into.text = text;
  return is_valid(into) ? Result<>{} : wrong_type("a stream name");
}
template <class Tag>
Result<> read_value(JsonValue& in, Id<Tag>& into, std::uint16_t) {
  TRY(auto text, read_text(in));
  const auto value = parse_uuid(text);
  if (!value) return wrong_type("an id");
  into.value = *value;
  return {};
}
template <class N>
  requires(std::is_integral_v<N> && !std::is_same_v<N, bool>)
Result<> read_value(JsonValue& in, N& into, std::uint16_t) {
  if constexpr (std::is_signed_v<N>) {
    std::int64_t value = 0;
    if (in.get_int64().get(value)) return wrong_type("an integer");
    if (value < std::numeric_limits<N>::min() || value > std::numeric_limits<N>::max())
      return wrong_type("a smaller integer");
    into = static_cast<N>(value);
  } else {
    std::uint64_t value = 0;
    if (in.get_uint64().get(value)) return wrong_type("a non-negative integer");
    if (value > std::numeric_limits<N>::max()) return wrong_type("a smaller integer");
    into = static_cast<N>(value);
  }
  return {};
}
template <Worded E>
Result<> read_value(JsonValue& in, E& into, std::uint16_t) {
  TRY(auto text, read_text(in));
  const auto& words = EnumWords<E>::words;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == text) {
      into = static_cast<E>(i);
      return {};
    }
  std::string all;
  for (auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return wrong_type("one of " + all);
}
template <class T>
Result<> read_value(JsonValue& in, std::optional<T>& into, std::uint16_t schema) {
  bool null = false;
  if (in.is_null().get(null)) return wrong_type("a value or null");
  if (null) {
    into.reset();
    return {};
  }
  return read_value(in, into.emplace(), schema);
}
template <class T>
Result<> read_value(JsonValue& in, std::vector<T>& into, std::uint16_t schema) {
  simdjson::ondemand::array array;
  if (in.get_array().get(array)) return wrong_type("an array");
  into.clear();
  for (auto element : array) {
    JsonValue value;
    if (element.get(value)) return fail(codec_errc::malformed_json);
    TRY_DO(read_value(value, into.emplace_back(), schema));
  }
  return {};
}
template <Declared T>
Result<> read_value(JsonValue& in, T& into, std::uint16_t schema) {
  simdjson::ondemand::object object;
  if (in.get_object().get(object)) return wrong_type("an object");
  return read_json(object, into, schema);
}

/// Puts the field's name before what went wrong inside it.
inline std::unexpected<Error> in_field(std::string_view name, Error error) {
  error.field = error.field.empty() ? std::string(name) : std::string(name) + "." + error.field;
  return std::unexpected(std::move(error));
}

/// Exact: every field known to `schema` must be there, in declared order, and nothing else.
/// Newer fields keep their default. `schema` is the event's, also inside its nested structs.
template <Declared T>
Result<> read_json(simdjson::ondemand::object object, T& into, std::uint16_t schema) {
  auto at = object.begin();
  auto end = object.end();
  if (at.error() || end.error()) return fail(codec_errc::malformed_json);
  auto it = at.value_unsafe();
  const auto stop = end.value_unsafe();
  Result<> outcome;
  for_each_field<T>([&](const auto& field) {
    if (!outcome || field.since > schema) return;
    if (!(it != stop)) {
      outcome = fail(codec_errc::missing_field, {}, std::string(field.name));
      return;
    }
    auto pair = *it;
    std::string_view key;
    JsonValue value;
    if (pair.unescaped_key().get(key) || pair.value().get(value)) {
      outcome = fail(codec_errc::malformed_json, {}, std::string(field.name));
      return;
    }
    if (key != field.name) {
      outcome = fail(codec_errc::unknown_field, "expected " + std::string(field.name), std::string(key));
      return;
    }
    if (auto read = read_value(value, into.*field.member, schema); !read) {
      outcome = in_field(field.name, read.error());
      return;
    }
    ++it;
  });
  if (outcome && it != stop) {
    std::string_view key;
    auto pair = *it;
    if (pair.unescaped_key().get(key)) return fail(codec_errc::malformed_json);
    return fail(codec_errc::unknown_field, {}, std::string(key));
  }
  return outcome;
}

/// Reads one JSON text whose root is the object of T. `json` need not be padded.
template <Declared T>
Result<T> from_json(std::string_view json, std::uint16_t schema = std::numeric_limits<std::uint16_t>::max()) {
  thread_local simdjson::ondemand::parser parser;
  const simdjson::padded_string padded(json);
  simdjson::ondemand::document document;
  simdjson::ondemand::object object;
  if (parser.iterate(padded).get(document) || document.get_object().get(object))
    return fail(codec_errc::malformed_json);
  T value;
  TRY_DO(read_json(object, value, schema));
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
    return fail(codec_errc::malformed_json, "text behind the object");
  return value;
}

}  // namespace kigen::events

template <>
struct std::is_error_code_enum<kigen::events::codec_errc> : std::true_type {};
