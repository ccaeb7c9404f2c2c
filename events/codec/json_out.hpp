#pragma once

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "events/codec/fields.hpp"
#include "events/core/ids.hpp"
#include "events/core/instant.hpp"

namespace kigen::events {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

inline void write_text(JsonWriter& out, std::string_view text) {
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
inline void write_key(JsonWriter& out, std::string_view name) {
  out.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

template <Declared T>
void write_json(JsonWriter& out, const T& value);
template <Declared T>
void write_value(JsonWriter& out, const T& value);
template <class T>
void write_value(JsonWriter& out, const std::optional<T>& value);
template <class T>
void write_value(JsonWriter& out, const std::vector<T>& values);

inline void write_value(JsonWriter& out, bool value) { out.Bool(value); }
inline void write_value(JsonWriter& out, const std::string& value) { write_text(out, value); }
inline void write_value(JsonWriter& out, const Instant& value) { write_text(out, to_text(value)); }
inline void write_value(JsonWriter& out, const StreamId& value) { write_text(out, value.text); }
template <class Tag>
void write_value(JsonWriter& out, const Id<Tag>& value) {
  write_text(out, to_text(value));
}
template <class N>
  requires(std::is_integral_v<N> && !std::is_same_v<N, bool>)
void write_value(JsonWriter& out, N value) {
  if constexpr (std::is_signed_v<N>)
    out.Int64(value);
  else
    out.Uint64(value);
}
template <Worded E>
void write_value(JsonWriter& out, E value) {
  write_text(out, word_of(value));
}
template <Declared T>
void write_value(JsonWriter& out, const T& value) {
  write_json(out, value);
}
template <class T>
void write_value(JsonWriter& out, const std::optional<T>& value) {
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

/// Always the same bytes for equal values: declared order, no white space.
template <Declared T>
void write_json(JsonWriter& out, const T& value) {
  out.StartObject();
  for_each_field<T>([&](const auto& field) {
    write_key(out, field.name);
    write_value(out, value.*field.member);
  });
  out.EndObject();
}

template <Declared T>
std::string to_json(const T& value) {
  rapidjson::StringBuffer buffer;
  JsonWriter out(buffer);
  write_json(out, value);
  return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace kigen::events
