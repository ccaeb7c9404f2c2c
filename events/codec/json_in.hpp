#pragma once

#include <simdjson.h>

#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/codec/one_of.hpp"
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

/// A declared field as the decoder sees it: which struct it belongs to is known to `read` alone, so that all
/// structs share one decoder.
struct FieldReader {
  std::string_view name;
  std::uint16_t since = 1;
  Result<> (*read)(JsonValue& in, void* object, std::uint16_t schema);
};
/// Exact: every field known to `schema` must be there, in declared order, and nothing else.
/// Newer fields keep their default. `schema` is the event's, also inside its nested structs.
Result<> read_object(JsonValue& in, void* object, std::span<const FieldReader> fields, std::uint16_t schema);
/// The same for a JSON text whose root is the object. `json` need not be padded.
Result<> read_document(std::string_view json, void* object, std::span<const FieldReader> fields,
                       std::uint16_t schema);

/// One kind of a union as the decoder sees it.
struct KindReader {
  std::string_view word;
  void* (*become)(void* one_of);  ///< a fresh value of that kind, whose address it returns
  std::span<const FieldReader> fields;
};
/// Exact, as read_object: the kind's word first.
Result<> read_one_of(JsonValue& in, void* one_of, std::span<const KindReader> kinds, std::uint16_t schema);

Result<> read_value(JsonValue& in, bool& into, std::uint16_t schema);
Result<> read_value(JsonValue& in, std::string& into, std::uint16_t schema);
Result<> read_value(JsonValue& in, Instant& into, std::uint16_t schema);
Result<> read_value(JsonValue& in, StreamId& into, std::uint16_t schema);
Result<> read_uuid(JsonValue& in, Uuid& into);
Result<> read_integer(JsonValue& in, std::int64_t& into, std::int64_t min, std::int64_t max);
Result<> read_natural(JsonValue& in, std::uint64_t& into, std::uint64_t max);
/// The index of the word.
Result<> read_word(JsonValue& in, std::size_t& into, std::span<const std::string_view> words);
template <Declared T>
Result<> read_value(JsonValue& in, T& into, std::uint16_t schema);
template <Union T>
Result<> read_value(JsonValue& in, T& into, std::uint16_t schema);
template <class T>
Result<> read_value(JsonValue& in, std::optional<T>& into, std::uint16_t schema);
template <class T>
Result<> read_value(JsonValue& in, std::vector<T>& into, std::uint16_t schema);

template <class Tag>
Result<> read_value(JsonValue& in, Id<Tag>& into, std::uint16_t) {
  return read_uuid(in, into.value);
}
template <class N>
  requires(std::is_integral_v<N> && !std::is_same_v<N, bool>)
Result<> read_value(JsonValue& in, N& into, std::uint16_t) {
  using Limits = std::numeric_limits<N>;
  if constexpr (std::is_signed_v<N>) {
    std::int64_t value = 0;
    TRY_DO(read_integer(in, value, Limits::min(), Limits::max()));
    into = static_cast<N>(value);
  } else {
    std::uint64_t value = 0;
    TRY_DO(read_natural(in, value, Limits::max()));
    into = static_cast<N>(value);
  }
  return {};
}
template <Worded E>
Result<> read_value(JsonValue& in, E& into, std::uint16_t) {
  std::size_t index = 0;
  TRY_DO(read_word(in, index, EnumWords<E>::words));
  into = static_cast<E>(index);
  return {};
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

/// The readers of T's fields, in their order.
template <Declared T>
inline constexpr auto readers_of = []<std::size_t... i>(std::index_sequence<i...>) {
  return std::array<FieldReader, sizeof...(i)>{
      FieldReader{field_at<i>(T::fields).name, field_at<i>(T::fields).since,
                  [](JsonValue& in, void* object, std::uint16_t schema) {
                    return read_value(in, static_cast<T*>(object)->*field_at<i>(T::fields).member, schema);
                  }}...};
}(std::make_index_sequence<T::fields.size>());

template <Declared T>
Result<> read_value(JsonValue& in, T& into, std::uint16_t schema) {
  return read_object(in, &into, readers_of<T>, schema);
}

/// The readers of the kinds of a union.
template <class T>
inline constexpr int readers_of_kinds = 0;
template <Kind... Kinds>
inline constexpr auto readers_of_kinds<OneOf<Kinds...>> =
    std::array<KindReader, sizeof...(Kinds)>{KindReader{Kinds::kind,
                                                        [](void* one_of) -> void* {
                                                          auto& held = *static_cast<OneOf<Kinds...>*>(one_of);
                                                          held = Kinds{};
                                                          return held.template get_if<Kinds>();
                                                        },
                                                        readers_of<Kinds>}...};

template <Union T>
Result<> read_value(JsonValue& in, T& into, std::uint16_t schema) {
  return read_one_of(in, &into, readers_of_kinds<T>, schema);
}

template <Declared T>
Result<T> from_json(std::string_view json, std::uint16_t schema = std::numeric_limits<std::uint16_t>::max()) {
  T value;
  TRY_DO(read_document(json, &value, readers_of<T>, schema));
  return value;
}

}  // namespace kigen::events

template <>
struct std::is_error_code_enum<kigen::events::codec_errc> : std::true_type {};
