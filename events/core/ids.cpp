#include "events/core/ids.hpp"

#include <algorithm>

namespace kigen {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

int hex_value(char c) {
  const auto at = hex_digits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

bool dash_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

const TableCategory& category() {
  static const TableCategory table(
      "core", {{int(core_errc::malformed_id), "malformed_id", "not an id", 2603, Failure::permanent,
                Answer::bad_request},
               {int(core_errc::malformed_instant), "malformed_instant",
                "not a UTC time like 2026-11-22T20:46:19Z", 5, Failure::permanent, Answer::bad_request},
               {int(core_errc::malformed_base64), "malformed_base64", "not base64", 5, Failure::permanent,
                Answer::bad_request}});
  return table;
}

}  // namespace

std::error_code make_error_code(core_errc code) { return {int(code), category()}; }

std::string to_text(const Uuid& id) {
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    if (dash_before(i)) text += '-';
    text += hex_digits[id.bytes[i] >> 4];
    text += hex_digits[id.bytes[i] & 15];
  }
  return text;
}

Result<Uuid> parse_uuid(std::string_view text) {
  Uuid id;
  if (text.size() != 36) return fail(core_errc::malformed_id, std::string(text.substr(0, 64)));
  std::size_t at = 0;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    if (dash_before(i) && text[at++] != '-') return fail(core_errc::malformed_id, std::string(text));
    const int high = hex_value(text[at]);
    const int low = hex_value(text[at + 1]);
    if (high < 0 || low < 0) return fail(core_errc::malformed_id, std::string(text));
    id.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    at += 2;
  }
  return id;
}

Uuid make_uuid_v7(Instant now, std::span<const std::uint8_t, 10> random) {
  Uuid id;
  const auto ms = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count());
  for (std::size_t i = 0; i < 6; ++i) id.bytes[i] = static_cast<std::uint8_t>(ms >> (8 * (5 - i)));
  std::ranges::copy(random, id.bytes.begin() + 6);
  id.bytes[6] = static_cast<std::uint8_t>(0x70 | (id.bytes[6] & 0x0f));
  id.bytes[8] = static_cast<std::uint8_t>(0x80 | (id.bytes[8] & 0x3f));
  return id;
}

bool is_valid(const StreamId& stream) {
  const auto& text = stream.text;
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string_view aggregate_of(const StreamId& stream) {
  return std::string_view(stream.text).substr(0, stream.text.find('-'));
}

}  // namespace kigen
