#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"

namespace kigen::orchestrator {

/// What is wrong with a field that someone filled in; the error's `field` says which.
enum class input_errc {
  missing = 1,
  too_long,
  not_printable,  ///< a character that does not show, or bytes that are not UTF-8
  out_of_range,
  malformed_mail,
  malformed_host,
  malformed_fqdn,
  malformed_url,
  malformed_path,
  malformed_proxy,
  malformed_program,
  malformed_login,
  malformed_country,
  malformed_digits,
  too_many,
};
std::error_code make_error_code(input_errc code);

inline constexpr std::size_t max_name_characters = 128;
inline constexpr std::size_t max_note_characters = 1'000;
inline constexpr std::size_t max_login_bytes = 64;
/// Of a telephone number or a postcode.
inline constexpr std::size_t max_digits = 32;
/// A mail address on an SMTP path (RFC 5321 §4.5.3.1.3).
inline constexpr std::size_t max_mail_bytes = 254;

/// A name that people give: not blank, at most 128 characters, all of which show.
Result<> check_name(std::string_view text, std::string_view field);
/// Free text that may be empty: at most `max` characters, all of which show.
Result<> check_text(std::string_view text, std::size_t max, std::string_view field);
/// local@domain of printable ASCII without blanks; quoted local parts are not taken.
Result<> check_mail(std::string_view text, std::string_view field);
/// An IPv4 or IPv6 address or a host name of letters, digits, '-' and '.' (RFC 1123 §2.1).
Result<> check_host(std::string_view text, std::string_view field);
/// A full host name of two labels or more that is no address: what a certificate is asked for by (RFC 6066
/// §3).
Result<> check_fqdn(std::string_view text, std::string_view field);
/// "https://host…" without blanks or user name.
Result<> check_https_url(std::string_view text, std::string_view field);
/// A program in a folder of the configuration: letters, digits, '.', '_' and '-', a letter or digit first.
Result<> check_program_name(std::string_view text, std::string_view field);
/// "host:port", or empty.
Result<> check_proxy(std::string_view text, std::string_view field);
/// Who logs in on a host: 1 to 64 letters, digits or . _ - @ $ + \, no '-' first.
Result<> check_login(std::string_view text, std::string_view field);
/// A country's two capital letters (ISO 3166-1 alpha-2), whether or not there is one.
Result<> check_country(std::string_view text, std::string_view field);
/// At most 32 digits 0 to 9: a telephone number or a postcode without what people write between.
Result<> check_digits(std::string_view text, std::string_view field);
/// An absolute path on a host, of [A-Za-z0-9._/@%+-], without "." and ".." parts: no shell can misread it.
Result<> check_path(std::string_view text, std::string_view field);
/// A word that a host finds in its PATH, or such a path.
Result<> check_host_program(std::string_view text, std::string_view field);

/// A time that someone asks for may lie this far back: the clocks of people and server differ.
inline constexpr auto clock_tolerance = std::chrono::minutes(1);
/// Whether a time asked for at `now` has passed.
bool is_past(const std::optional<Instant>& wanted, Instant now);

/// ASCII letters to lower case; the rest stays.
std::string to_lower(std::string_view text);

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::input_errc> : std::true_type {};
