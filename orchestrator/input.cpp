#include "orchestrator/input.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <ranges>

#include "events/core/readable.hpp"

namespace kigen::orchestrator {
namespace {

constexpr std::size_t max_host_bytes = 253;
constexpr std::size_t max_label_bytes = 63;
constexpr std::size_t max_url_bytes = 2'048;
constexpr std::size_t max_program_bytes = 64;
constexpr std::size_t max_path_bytes = 1024;
constexpr std::size_t max_path_part_bytes =
    240;  // of the 255 that file systems take: suffixes of ours need room

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_graphic(char c) { return c > ' ' && c < 0x7f; }

std::string shown(std::string_view text) { return readable_begin(text, 100); }

std::unexpected<Error> wrong(input_errc code, std::string_view text, std::string_view field) {
  return fail(code, shown(text), std::string(field));
}

std::unexpected<Error> wrong_path(std::string_view path, const char* why, std::string_view field) {
  return fail(input_errc::malformed_path, "\"" + shown(path) + "\" " + why, std::string(field));
}

bool is_plain_in_paths(char c) { return is_letter_or_digit(c) || std::string_view("._/@%+-").contains(c); }

bool is_path_part(std::string_view part) {
  return !part.empty() && part.size() <= max_path_part_bytes && part != "." && part != "..";
}

/// Number of characters; none when one of them cannot be shown.
std::optional<std::size_t> count_characters(std::string_view text) {
  if (!is_readable(text)) return std::nullopt;
  const auto is_first_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; };
  return static_cast<std::size_t>(std::ranges::count_if(text, is_first_byte));
}

bool is_address(std::string_view text) {
  const std::string terminated(text);
  in6_addr address;
  return inet_pton(AF_INET, terminated.c_str(), &address) == 1 ||
         inet_pton(AF_INET6, terminated.c_str(), &address) == 1;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= max_label_bytes && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_host_name(std::string_view text) {
  if (text.empty() || text.size() > max_host_bytes) return false;
  for (;;) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    // No name ends in a number: that is an address, and a wrong one (RFC 1123 §2.1).
    if (dot == std::string_view::npos) return text.find_first_not_of("0123456789") != std::string_view::npos;
    text.remove_prefix(dot + 1);
  }
}

bool is_port(std::string_view text) {
  std::uint32_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() && port >= 1 && port <= 65'535;
}

}  // namespace

std::error_code make_error_code(input_errc code) {
  constexpr int message = 6;  // "setting not readable"
  static const TableCategory table(
      "input",
      {
          {int(input_errc::missing), "missing", "this must be filled in", message},
          {int(input_errc::too_long), "too_long", "the text is too long; shorten it", message},
          {int(input_errc::not_printable), "not_printable",
           "the text holds characters that do not show, or is not UTF-8; remove them", message},
          {int(input_errc::out_of_range), "out_of_range", "the number is out of range", message},
          {int(input_errc::malformed_mail), "malformed_mail", "give a mail address like name@example.com",
           message},
          {int(input_errc::malformed_host), "malformed_host",
           "give an IPv4 address, an IPv6 address or a host name", message},
          {int(input_errc::malformed_fqdn), "malformed_fqdn",
           "give the full name of one host, like www.example.com", message},
          {int(input_errc::malformed_url), "malformed_url", "give a URL that begins with https://", message},
          {int(input_errc::malformed_path), "malformed_path", "give an absolute path without blanks",
           message},
          {int(input_errc::malformed_proxy), "malformed_proxy", "give the proxy as host:port, or nothing",
           message},
          {int(input_errc::malformed_program), "malformed_program",
           "give a program's name without its path: letters, digits or . _ -", message},
          {int(input_errc::malformed_login), "malformed_login",
           "a login id is 1 to 64 letters, digits or . _ - @ $ + \\ and does not begin with -", message},
          {int(input_errc::malformed_country), "malformed_country",
           "a country is two capital letters, like JP", message},
          {int(input_errc::malformed_digits), "malformed_digits",
           "1 to 32 digits, without blanks or hyphens between them", message},
          {int(input_errc::too_many), "too_many", "the list is too long; leave some out", message},
      });
  return {int(code), table};
}

Result<> check_text(std::string_view text, std::size_t max, std::string_view field) {
  const auto count = count_characters(text);
  if (!count) return wrong(input_errc::not_printable, text, field);
  if (*count > max)
    return fail(input_errc::too_long, "at most " + std::to_string(max) + " characters", std::string(field));
  return {};
}

Result<> check_name(std::string_view text, std::string_view field) {
  if (is_blank(text)) return fail(input_errc::missing, {}, std::string(field));
  return check_text(text, max_name_characters, field);
}

Result<> check_mail(std::string_view text, std::string_view field) {
  const auto at = text.find('@');
  const bool good = text.size() <= max_mail_bytes && at != std::string_view::npos && at > 0 &&
                    std::ranges::all_of(text, is_graphic) &&
                    text.find_first_of("\"\\<>(),;:[]") == std::string_view::npos &&
                    is_host_name(text.substr(at + 1));
  if (!good) return wrong(input_errc::malformed_mail, text, field);
  return {};
}

Result<> check_host(std::string_view text, std::string_view field) {
  if (text.empty()) return fail(input_errc::missing, {}, std::string(field));
  if (!is_address(text) && !is_host_name(text)) return wrong(input_errc::malformed_host, text, field);
  return {};
}

Result<> check_fqdn(std::string_view text, std::string_view field) {
  if (text.empty()) return fail(input_errc::missing, {}, std::string(field));
  if (is_address(text) || !is_host_name(text) || text.find('.') == std::string_view::npos)
    return wrong(input_errc::malformed_fqdn, text, field);
  return {};
}

Result<> check_https_url(std::string_view text, std::string_view field) {
  constexpr std::string_view scheme = "https://";
  if (text.empty()) return fail(input_errc::missing, {}, std::string(field));
  const bool good = text.starts_with(scheme) && text.size() > scheme.size() && text.size() <= max_url_bytes &&
                    std::ranges::all_of(text, is_graphic) && text.find('@') == std::string_view::npos &&
                    (is_letter_or_digit(text[scheme.size()]) || text[scheme.size()] == '[');
  if (!good) return wrong(input_errc::malformed_url, text, field);
  return {};
}

Result<> check_program_name(std::string_view text, std::string_view field) {
  const auto fits = [](char c) { return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-'; };
  const bool good = !text.empty() && text.size() <= max_program_bytes && is_letter_or_digit(text.front()) &&
                    std::ranges::all_of(text, fits);
  if (!good) return wrong(input_errc::malformed_program, text, field);
  return {};
}

Result<> check_proxy(std::string_view text, std::string_view field) {
  if (text.empty()) return {};
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || !is_host_name(text.substr(0, colon)) ||
      !is_port(text.substr(colon + 1)))
    return wrong(input_errc::malformed_proxy, text, field);
  return {};
}

Result<> check_login(std::string_view text, std::string_view field) {
  const auto fits = [](char c) { return is_letter_or_digit(c) || std::string_view("._-@$+\\").contains(c); };
  const bool good = !text.empty() && text.size() <= max_login_bytes && text.front() != '-' &&
                    std::ranges::all_of(text, fits);
  if (!good) return wrong(input_errc::malformed_login, text, field);
  return {};
}

Result<> check_country(std::string_view text, std::string_view field) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() != 2 || !std::ranges::all_of(text, is_capital))
    return wrong(input_errc::malformed_country, text, field);
  return {};
}

Result<> check_digits(std::string_view text, std::string_view field) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || text.size() > max_digits || !std::ranges::all_of(text, is_digit))
    return wrong(input_errc::malformed_digits, text, field);
  return {};
}

Result<> check_path(std::string_view text, std::string_view field) {
  if (!text.starts_with('/')) return wrong_path(text, "is no absolute path", field);
  if (text.size() > max_path_bytes) return wrong_path(text, "is too long", field);
  if (!std::ranges::all_of(text, is_plain_in_paths))
    return wrong_path(text, "holds other characters than A-Za-z0-9._/@%+-", field);
  if (text == "/") return wrong_path(text, "names nothing", field);
  for (const auto part : std::views::split(text.substr(1), '/'))
    if (!is_path_part(std::string_view(part)))
      return wrong_path(text, "has an empty, \".\", \"..\" or too long part", field);
  return {};
}

Result<> check_host_program(std::string_view text, std::string_view field) {
  if (text.contains('/')) return check_path(text, field);
  if (!is_path_part(text) || text.starts_with('-') || !std::ranges::all_of(text, is_plain_in_paths))
    return wrong_path(text, "is no program name", field);
  return {};
}

bool is_past(const std::optional<Instant>& wanted, Instant now) {
  return wanted && *wanted + clock_tolerance < now;
}

std::string to_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

}  // namespace kigen::orchestrator
