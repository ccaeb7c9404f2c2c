#include "api/server/read_body.hpp"

#include <openssl/crypto.h>

#include <set>

#include "api/errors.hpp"
#include "events/codec/json_in.hpp"
#include "events/core/readable.hpp"

namespace kigen::api {
namespace {

using events::codec_errc;

constexpr std::size_t shown_value_bytes = 100;

std::string shown(std::string_view text) { return readable_begin(text, shown_value_bytes); }

}  // namespace

std::unexpected<Error> expected_type(std::string_view expected) {
  return fail(codec_errc::wrong_type, "expected " + std::string(expected));
}

Result<std::string_view> read_text(JsonElement in) {
  std::string_view text;
  if (in.get_string().get(text)) return expected_type("a string");
  if (text.find('\0') != std::string_view::npos) return expected_type("a string without NUL");
  return text;
}

Result<simdjson::dom::object> read_object(JsonElement in) {
  simdjson::dom::object object;
  if (in.get_object().get(object)) return expected_type("an object");
  std::set<std::string_view> seen;
  for (const auto member : object)
    if (!seen.insert(member.key).second) return fail(api_errc::duplicate_field, {}, shown(member.key));
  return object;
}

Result<std::size_t> read_kind(simdjson::dom::object object, std::span<const std::string_view> words) {
  JsonElement word;
  if (object.at_key(events::kind_field).get(word)) return missing_field(events::kind_field);
  auto kind = read_word(word, words);
  if (!kind) return inside(events::kind_field, kind.error());
  return kind;
}

std::unexpected<Error> missing_field(std::string_view name) {
  return fail(codec_errc::missing_field, {}, std::string(name));
}

std::unexpected<Error> unknown_field(std::string_view name, std::string_view known) {
  return fail(codec_errc::unknown_field,
              known.empty() ? "no field is known here" : "known: " + std::string(known), shown(name));
}

std::unexpected<Error> inside(std::string_view name, Error error) {
  error.field = error.field.empty() ? std::string(name) : std::string(name) + "." + error.field;
  return std::unexpected(std::move(error));
}

Result<> read_value(JsonElement in, bool& into) {
  if (in.get_bool().get(into)) return expected_type("true or false");
  return {};
}

Result<> read_value(JsonElement in, std::string& into) {
  TRY(into, read_text(in));
  return {};
}

Result<> read_value(JsonElement in, Secret& into) {
  TRY(const auto text, read_text(in));
  into = Secret(std::string(text));
  return {};
}

Result<> read_value(JsonElement in, Instant& into) {
  TRY(const auto text, read_text(in));
  const auto instant = parse_rfc3339(text);
  if (!instant) return expected_type("a UTC time like 2026-11-22T20:46:19Z");
  into = *instant;
  return {};
}

Result<std::int64_t> read_integer(JsonElement in, std::int64_t low, std::int64_t high) {
  std::int64_t value = 0;
  if (in.get_int64().get(value) || value < low || value > high)
    return expected_type("an integer from " + std::to_string(low) + " to " + std::to_string(high));
  return value;
}

Result<std::size_t> read_word(JsonElement in, std::span<const std::string_view> words) {
  TRY(const auto text, read_text(in));
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return i;
    all += (all.empty() ? "" : ", ") + std::string(words[i]);
  }
  return expected_type("one of " + all);
}

Result<Uuid> read_uuid(JsonElement in) {
  TRY(const auto text, read_text(in));
  const auto id = parse_uuid(text);
  if (!id) return expected_type("an id like 019a9b3c-0000-7000-8000-000000000000");
  return *id;
}

Result<BodyText> BodyText::parse(std::string_view body) {
  BodyText parsed;
  parsed.parser_ = std::make_unique<simdjson::dom::parser>();
  parsed.text_ = std::make_unique<simdjson::padded_string>(body);
  if (parsed.parser_->allocate(body.size() + 1, max_body_depth))
    return fail(codec_errc::malformed_json, "no memory for it");
  if (const auto error = parsed.parser_->parse(*parsed.text_).get(parsed.root_))
    return fail(codec_errc::malformed_json, simdjson::error_message(error));
  return parsed;
}

BodyText::~BodyText() {
  if (!text_) return;
  OPENSSL_cleanse(text_->data(), text_->size());
  // Its own copy of all strings has room for 5/3 of the text and a padding.
  if (auto& strings = parser_->doc.string_buf) OPENSSL_cleanse(strings.get(), 5 * text_->size() / 3);
}

}  // namespace kigen::api
