#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>
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

namespace kigen::events {

/// Who reads what is written: the log and our own rows, where secrets are references into the vault, or
/// somebody outside, who learns of a secret that it is set, or not.
enum class Audience : std::uint8_t { ourselves, outside };

class JsonWriter : public rapidjson::Writer<rapidjson::StringBuffer> {
 public:
  using Writer::Writer;
  Audience audience = Audience::ourselves;
};

void write_text(JsonWriter& out, std::string_view text);
void write_key(JsonWriter& out, std::string_view name);

/// A declared field as the encoder sees it: which struct it belongs to is known to `write` alone.
struct FieldWriter {
  std::string_view name;
  void (*write)(JsonWriter& out, const void* object);
};
/// Always the same bytes for equal values: declared order, no white space.
void write_object(JsonWriter& out, const void* object, std::span<const FieldWriter> fields);
std::string write_document(const void* object, std::span<const FieldWriter> fields, Audience audience);
/// The kind's word, then its fields.
void write_one_of(JsonWriter& out, std::string_view word, const void* held,
                  std::span<const FieldWriter> fields);
/// A secret as those outside see it: {"set":true}.
void write_whether_set(JsonWriter& out, bool is_set);

void write_value(JsonWriter& out, bool value);
void write_value(JsonWriter& out, const std::string& value);
void write_value(JsonWriter& out, const Instant& value);
void write_value(JsonWriter& out, const StreamId& value);
void write_uuid(JsonWriter& out, const Uuid& value);
void write_integer(JsonWriter& out, std::int64_t value);
void write_natural(JsonWriter& out, std::uint64_t value);
template <Declared T>
void write_value(JsonWriter& out, const T& value);
template <Union T>
void write_value(JsonWriter& out, const T& value);
template <class T>
void write_value(JsonWriter& out, const std::optional<T>& value);
template <class T>
void write_value(JsonWriter& out, const std::vector<T>& values);

template <class Tag>
void write_value(JsonWriter& out, const Id<Tag>& value) {
  if constexpr (std::is_same_v<Id<Tag>, SecretRef>)
    if (out.audience == Audience::outside) return write_whether_set(out, true);
  write_uuid(out, value.value);
}
template <class N>
  requires(std::is_integral_v<N> && !std::is_same_v<N, bool>)
void write_value(JsonWriter& out, N value) {
  if constexpr (std::is_signed_v<N>)
    write_integer(out, value);
  else
    write_natural(out, value);
}
template <Worded E>
void write_value(JsonWriter& out, E value) {
  write_text(out, word_of(value));
}
template <class T>
void write_value(JsonWriter& out, const std::optional<T>& value) {
  if constexpr (std::is_same_v<T, SecretRef>)
    if (out.audience == Audience::outside) return write_whether_set(out, value.has_value());
  if (value)
    write_value(out, *value);
  else
    out.Null();
}
template <class T>
void write_value(JsonWriter& out, const std::vector<T>& values) {
  out.StartArray();
  for (const auto& value : values) write_value(out, value);
  out.EndArray();
}

/// The writers of T's fields, in their order.
template <Declared T>
inline constexpr auto writers_of = []<std::size_t... i>(std::index_sequence<i...>) {
  return std::array<FieldWriter, sizeof...(i)>{
      FieldWriter{field_at<i>(T::fields).name, [](JsonWriter& out, const void* object) {
                    write_value(out, static_cast<const T*>(object)->*field_at<i>(T::fields).member);
                  }}...};
}(std::make_index_sequence<T::fields.size>());

template <Declared T>
void write_value(JsonWriter& out, const T& value) {
  write_object(out, &value, writers_of<T>);
}

template <Union T>
void write_value(JsonWriter& out, const T& value) {
  value.visit([&]<class K>(const K& held) { write_one_of(out, K::kind, &held, writers_of<K>); });
}

template <Declared T>
std::string to_json(const T& value, Audience audience = Audience::ourselves) {
  return write_document(&value, writers_of<T>, audience);
}

}  // namespace kigen::events
