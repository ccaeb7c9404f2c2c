#include "events/codec/json_in.hpp"

#include <algorithm>

namespace kigen::events {
namespace {

/// The parser keeps what it decodes in one buffer per document, so a view is copied at once.
Result<std::string_view> read_text(JsonValue& in) {
  std::string_view text;
  if (in.get_string().get(text)) return wrong_type("a string");
  return text;
}

/// Puts the field's name before what went wrong inside it.
std::unexpected<Error> in_field(std::string_view name, Error error) {
  error.field = error.field.empty() ? std::string(name) : std::string(name) + "." + error.field;
  return std::unexpected(std::move(error));
}

/// Goes through the members of an object in their order.
class Members {
 public:
  static Result<Members> of(simdjson::ondemand::object object) {
    Members members;
    if (object.begin().get(members.at_) || object.end().get(members.end_))
      return fail(codec_errc::malformed_json);
    return members;
  }
  /// Hands the next one, which must have that name, to `read`.
  template <class Read>
  Result<> take(std::string_view name, Read&& read) {
    if (!(at_ != end_)) return fail(codec_errc::missing_field, {}, std::string(name));
    auto pair = *at_;
    std::string_view key;
    JsonValue value;
    if (pair.unescaped_key().get(key) || pair.value().get(value))
      return fail(codec_errc::malformed_json, {}, std::string(name));
    if (key != name)
      return fail(codec_errc::unknown_field, "expected " + std::string(name), std::string(key));
    if (Result<> done = read(value); !done) return in_field(name, std::move(done).error());
    ++at_;
    return {};
  }
  Result<> check_end() {
    if (!(at_ != end_)) return {};
    std::string_view key;
    auto pair = *at_;
    if (pair.unescaped_key().get(key)) return fail(codec_errc::malformed_json);
    return fail(codec_errc::unknown_field, {}, std::string(key));
  }

 private:
  simdjson::ondemand::object_iterator at_, end_;
};

Result<> read_rest(Members& members, void* into, std::span<const FieldReader> fields, std::uint16_t schema) {
  for (const auto& field : fields) {
    if (field.since > schema) continue;
    TRY_DO(members.take(field.name, [&](JsonValue& value) { return field.read(value, into, schema); }));
  }
  return members.check_end();
}

Result<> read_fields(simdjson::ondemand::object object, void* into, std::span<const FieldReader> fields,
                     std::uint16_t schema) {
  TRY(auto members, Members::of(object));
  return read_rest(members, into, fields, schema);
}

}  // namespace

Result<> read_value(JsonValue& in, bool& into, std::uint16_t) {
  if (in.get_bool().get(into)) return wrong_type("true or false");
  return {};
}
Result<> read_value(JsonValue& in, std::string& into, std::uint16_t) {
  TRY(into, read_text(in));
  return {};
}
/// Only as it is written: a time has one text, as a value has one JSON.
Result<> read_value(JsonValue& in, Instant& into, std::uint16_t) {
  constexpr std::string_view example = "2026-11-22T20:46:19.000000Z";
  TRY(const auto text, read_text(in));
  const auto instant = parse_instant(text);
  if (!instant || text.size() != example.size()) return wrong_type("a UTC time like " + std::string(example));
  into = *instant;
  return {};
}
Result<> read_value(JsonValue& in, StreamId& into, std::uint16_t) {
  TRY(into.text, read_text(in));
  return is_valid(into) ? Result<>{} : wrong_type("a stream name");
}
Result<> read_uuid(JsonValue& in, Uuid& into) {
  TRY(const auto text, read_text(in));
  const auto value = parse_uuid(text);
  if (!value) return wrong_type("an id");
  into = *value;
  return {};
}
Result<> read_integer(JsonValue& in, std::int64_t& into, std::int64_t min, std::int64_t max) {
  if (in.get_int64().get(into)) return wrong_type("an integer");
  if (into < min || into > max) return wrong_type("a smaller integer");
  return {};
}
Result<> read_natural(JsonValue& in, std::uint64_t& into, std::uint64_t max) {
  if (in.get_uint64().get(into)) return wrong_type("a non-negative integer");
  if (into > max) return wrong_type("a smaller integer");
  return {};
}
Result<> read_word(JsonValue& in, std::size_t& into, std::span<const std::string_view> words) {
  TRY(const auto text, read_text(in));
  const auto found = std::ranges::find(words, text);
  if (found != words.end()) {
    into = static_cast<std::size_t>(found - words.begin());
    return {};
  }
  std::string all;
  for (const auto word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return wrong_type("one of " + all);
}

Result<> read_object(JsonValue& in, void* object, std::span<const FieldReader> fields, std::uint16_t schema) {
  simdjson::ondemand::object found;
  if (in.get_object().get(found)) return wrong_type("an object");
  return read_fields(found, object, fields, schema);
}

Result<> read_one_of(JsonValue& in, void* one_of, std::span<const KindReader> kinds, std::uint16_t schema) {
  simdjson::ondemand::object found;
  if (in.get_object().get(found)) return wrong_type("an object");
  TRY(auto members, Members::of(found));
  std::vector<std::string_view> words;
  for (const auto& kind : kinds) words.push_back(kind.word);
  std::size_t index = 0;
  TRY_DO(members.take(kind_field, [&](JsonValue& value) { return read_word(value, index, words); }));
  return read_rest(members, kinds[index].become(one_of), kinds[index].fields, schema);
}

Result<> read_document(std::string_view json, void* object, std::span<const FieldReader> fields,
                       std::uint16_t schema) {
  thread_local simdjson::ondemand::parser parser;
  thread_local std::string padded;
  padded.assign(json).append(simdjson::SIMDJSON_PADDING, ' ');
  simdjson::ondemand::document document;
  simdjson::ondemand::object found;
  if (parser.iterate(padded.data(), json.size(), padded.size()).get(document) ||
      document.get_object().get(found))
    return fail(codec_errc::malformed_json);
  TRY_DO(read_fields(found, object, fields, schema));
  if (document.current_location().error() != simdjson::OUT_OF_BOUNDS)
    return fail(codec_errc::malformed_json, "text behind the object");
  return {};
}

std::error_code make_error_code(codec_errc code) {
  static const TableCategory table(
      "codec", {
                   {int(codec_errc::malformed_json), "malformed_json", "not well-formed JSON", 5,
                    Failure::permanent, Answer::bad_request},
                   {int(codec_errc::missing_field), "missing_field", "a field is missing", 5,
                    Failure::permanent, Answer::bad_request},
                   {int(codec_errc::unknown_field), "unknown_field", "a field is unknown", 5,
                    Failure::permanent, Answer::bad_request},
                   {int(codec_errc::wrong_type), "wrong_type", "a field has the wrong type or value", 5,
                    Failure::permanent, Answer::bad_request},
                   {int(codec_errc::unknown_event), "unknown_event", "no event type of that name", 1201,
                    Failure::permanent, Answer::internal},
                   {int(codec_errc::newer_schema), "newer_schema",
                    "written by a newer version of the product; upgrade to read it", 5, Failure::permanent,
                    Answer::internal},
               });
  return {int(code), table};
}

}  // namespace kigen::events
