#include "orchestrator/pki/names.hpp"

#include <algorithm>

#include "events/core/readable.hpp"
#include "orchestrator/pki/errors.hpp"

namespace kigen::orchestrator::pki {
namespace {

constexpr std::size_t max_name = 253;
constexpr std::size_t max_label = 63;

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return all;
}

Result<> check_label(std::string_view label, const std::string& name) {
  const auto bad = [&](const std::string& why) {
    return fail(pki_errc::bad_name, "\"" + name + "\": " + why);
  };
  if (label.empty()) return bad("an empty label (two dots, or one at an end)");
  if (label.size() > max_label) return bad("a label over 63 bytes");
  if (label.front() == '-' || label.back() == '-') return bad("a label begins or ends with a hyphen");
  for (const char c : label) {
    if (is_alnum(c) || c == '-') continue;
    if (c == '*') return bad("a wildcard stands only alone and left-most");
    if (static_cast<unsigned char>(c) >= 0x80) return bad("write international names in their xn-- form");
    return bad("only letters, digits and hyphens are allowed");
  }
  return {};
}

bool ends_in_digits(std::string_view name) {
  const auto last = name.substr(name.rfind('.') + 1);
  return last.find_first_not_of("0123456789") == std::string_view::npos;
}

struct Limit {
  const char* field;
  std::string events::Subject::* member;
  std::size_t bytes;
  bool ascii;
};
constexpr Limit limits[]{
    {"subject.state", &events::Subject::state, 128, false},
    {"subject.locality", &events::Subject::locality, 128, true},
    {"subject.organization", &events::Subject::organization, 64, true},
    {"subject.unit", &events::Subject::unit, 64, true},
    {"subject.email", &events::Subject::email, 128, true},
};

bool is_printable_ascii(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

}  // namespace

Result<std::string> validate_dns_name(std::string_view given) {
  auto name = lower(given);
  if (name.empty()) return fail(pki_errc::bad_name, "the name is empty");
  if (name.size() > max_name) return fail(pki_errc::bad_name, "over 253 bytes");
  std::string_view rest = name;
  if (rest.starts_with("*.")) rest.remove_prefix(2);
  std::size_t labels = 0;
  for (std::size_t at = 0; at <= rest.size(); ++labels) {
    const auto dot = std::min(rest.find('.', at), rest.size());
    TRY_DO(check_label(rest.substr(at, dot - at), name));
    at = dot + 1;
  }
  if (labels < 2)
    return fail(pki_errc::bad_name, "\"" + name + "\": a full name has a dot, like www.example.jp");
  if (ends_in_digits(name)) return fail(pki_errc::bad_name, "\"" + name + "\": an IP address is no DNS name");
  return name;
}

Result<> validate_subject(const events::Subject& subject) {
  const auto& country = subject.country;
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!country.empty() && (country.size() != 2 || !std::ranges::all_of(country, is_capital)))
    return fail(pki_errc::bad_subject, "the country is two capital letters, like JP", "subject.country");
  for (const auto& limit : limits) {
    const auto& text = subject.*limit.member;
    if (text.size() > limit.bytes)
      return fail(pki_errc::bad_subject, "over " + std::to_string(limit.bytes) + " bytes", limit.field);
    if (!is_readable(text))
      return fail(pki_errc::bad_subject, "a character that does not show: " + readable(text), limit.field);
    if (limit.ascii && !is_printable_ascii(text))
      return fail(pki_errc::bad_subject, "ASCII only", limit.field);
  }
  return {};
}

bool covers(const std::vector<std::string>& certificate_names, std::string_view wanted) {
  const auto name = lower(wanted);
  return std::ranges::any_of(certificate_names, [&](const std::string& given) {
    const auto held = lower(given);
    if (held == name) return true;
    if (!held.starts_with("*.") || name.starts_with("*.")) return false;
    const auto dot = name.find('.');
    return dot != std::string::npos && dot > 0 &&
           std::string_view(name).substr(dot) == std::string_view(held).substr(1);
  });
}

}  // namespace kigen::orchestrator::pki
