#include "events/codec/json_out.hpp"

#include <strings.h>

namespace kigen::events {

void write_text(JsonWriter& out, std::string_view text) {
  out.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}
void write_key(JsonWriter& out, std::string_view name) {
  out.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

void write_value(JsonWriter& out, bool value) { out.Bool(value); }
void write_value(JsonWriter& out, const std::string& value) { write_text(out, value); }
void write_value(JsonWriter& out, const Instant& value) { write_text(out, to_text(value)); }
void write_value(JsonWriter& out, const StreamId& value) { write_text(out, value.text); }
void write_uuid(JsonWriter& out, const Uuid& value) { write_text(out, to_text(value)); }
void write_integer(JsonWriter& out, std::int64_t value) { out.Int64(value); }
void write_natural(JsonWriter& out, std::uint64_t value) { out.Uint64(value); }

namespace {

void write_members(JsonWriter& out, const void* object, std::span<const FieldWriter> fields) {
  for (const auto& field : fields) {
    write_key(out, field.name);
    field.write(out, object);
  }
}

}  // namespace

void write_object(JsonWriter& out, const void* object, std::span<const FieldWriter> fields) {
  out.StartObject();
  write_members(out, object, fields);
  out.EndObject();
}

void write_one_of(JsonWriter& out, std::string_view word, const void* held,
                  std::span<const FieldWriter> fields) {
  out.StartObject();
  write_key(out, kind_field);
  write_text(out, word);
  write_members(out, held, fields);
  out.EndObject();
}

void write_whether_set(JsonWriter& out, bool is_set) {
  out.StartObject();
  write_key(out, "set");
  out.Bool(is_set);
  out.EndObject();
}

/// Writer and buffer are kept for the next document, as small ones are written all the time. The text is not:
/// answers are written here too, such as one with a new token.
std::string write_document(const void* object, std::span<const FieldWriter> fields, Audience audience) {
  constexpr std::size_t most_kept = 64 << 10;
  thread_local rapidjson::StringBuffer buffer;
  thread_local JsonWriter out(buffer);
  buffer.Clear();
  out.Reset(buffer);
  out.audience = audience;
  write_object(out, object, fields);
  std::string document(buffer.GetString(), buffer.GetSize());
  explicit_bzero(const_cast<char*>(buffer.GetString()), buffer.GetSize());
  if (document.size() > most_kept) buffer = rapidjson::StringBuffer();
  return document;
}

}  // namespace kigen::events
