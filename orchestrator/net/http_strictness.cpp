#include "orchestrator/net/http_strictness.hpp"

#include <strings.h>

#include <algorithm>
#include <array>

namespace kigen::orchestrator::net {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t max_length_digits = 18;

/// Those that are read as one value: of two the first would count here, and maybe the second elsewhere.
constexpr std::array<std::string_view, 13> single_headers{
    "Host",         "Authorization", "Cookie",          "Content-Type",  "Expect",
    "Origin",       "If-Match",      "If-Range",        "If-None-Match", "Idempotency-Key",
    "X-CSRF-Token", "Last-Event-ID", "Content-Encoding"};

std::unexpected<Error> ambiguous(std::string_view what) {
  return fail(http_errc::malformed, std::string(what));
}

bool same_word(std::string_view one, std::string_view other) {
  return one.size() == other.size() && strncasecmp(one.data(), other.data(), one.size()) == 0;
}

std::vector<std::string_view> values_of(const HttpHeaders& headers, std::string_view name) {
  std::vector<std::string_view> values;
  for (const auto& [other, value] : headers)
    if (same_word(other, name)) values.emplace_back(value);
  return values;
}

bool is_control(unsigned char c) { return (c < 0x20 && c != '\t') || c == 0x7f; }

bool has_control(std::string_view text) { return std::ranges::any_of(text, is_control); }

/// RFC 9110 §5.6.2, but for what Beast refuses anyway.
bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c < 0x7f; });
}

Result<> check_field_line(std::string_view line) {
  if (line.starts_with(' ') || line.starts_with('\t'))
    return ambiguous("a header that goes on in the next line");
  const auto colon = line.find(':');
  if (colon == line.npos || !is_name(line.substr(0, colon)))
    return ambiguous("a header without a proper name");
  return {};
}

bool is_length(std::string_view text) {
  return !text.empty() && text.size() <= max_length_digits &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Result<> check_lines(std::string_view head) {
  for (bool is_start = true; !head.empty(); is_start = false) {
    const auto end = head.find(line_end);
    if (end == head.npos) return ambiguous("a line without its end");
    const auto line = head.substr(0, end);
    head.remove_prefix(end + line_end.size());
    if (has_control(line)) return ambiguous("a control character in the header section");
    if (line.empty() && head.empty()) return {};
    if (!is_start) TRY_DO(check_field_line(line));
  }
  return ambiguous("a header section without its end");
}

Result<> check_framing(const HttpHeaders& headers, bool is_http_1_1) {
  const auto codings = values_of(headers, "Transfer-Encoding");
  const auto lengths = values_of(headers, "Content-Length");
  if (codings.size() + lengths.size() > 1) return ambiguous("several words on how long the body is");
  if (!codings.empty() && (!is_http_1_1 || !same_word(codings[0], "chunked")))
    return ambiguous("a Transfer-Encoding other than chunked");
  if (!lengths.empty() && !is_length(lengths[0])) return ambiguous("a Content-Length that is no number");
  return {};
}

Result<> check_single_headers(const HttpHeaders& headers, bool is_http_1_1) {
  for (const auto name : single_headers)
    if (values_of(headers, name).size() > 1) return ambiguous(std::string(name) + " twice");
  if (is_http_1_1 && values_of(headers, "Host").empty()) return ambiguous("no Host");
  return {};
}

Result<> check_chunk_extensions(std::string_view extensions) {
  if (has_control(extensions)) return ambiguous("a control character behind a chunk's size");
  return {};
}

}  // namespace kigen::orchestrator::net
