#include "orchestrator/described.hpp"

#include "events/core/readable.hpp"
#include "orchestrator/input.hpp"

namespace kigen::orchestrator {
namespace {

using events::Asked;
using events::TextKind;

std::unexpected<Error> missing(const std::string& path) { return fail(input_errc::missing, {}, path); }

/// Of a text that is there.
Result<> check_kind(TextKind kind, std::string_view text, const std::string& path) {
  switch (kind) {
    case TextKind::name:
      return check_name(text, path);
    case TextKind::note:
      return check_text(text, max_note_characters, path);
    case TextKind::host:
      return check_host(text, path);
    case TextKind::fqdn:
      return check_fqdn(text, path);
    case TextKind::mail:
      return check_mail(text, path);
    case TextKind::https_url:
      return check_https_url(text, path);
    case TextKind::path:
      return check_path(text, path);
    case TextKind::program:
      return check_program_name(text, path);
    case TextKind::proxy:
      return check_proxy(text, path);
    case TextKind::login:
      return check_login(text, path);
    case TextKind::country:
      return check_country(text, path);
    case TextKind::digits:
      return check_digits(text, path);
    case TextKind::free:  // whoever uses it knows more
    case TextKind::pem:
      return {};
  }
  return {};
}

}  // namespace

Result<> check_described_text(const Asked& asked, std::string_view text, const std::string& path) {
  if (asked.required && is_blank(text)) return missing(path);
  if (text.empty()) return {};
  if (asked.most > 0) TRY_DO(check_text(text, asked.most, path));
  return check_kind(asked.text, text, path);
}

Result<> check_described_number(const Asked& asked, std::int64_t number, const std::string& path) {
  if (!asked.bounded || (number >= asked.low && number <= asked.high)) return {};
  return fail(input_errc::out_of_range,
              std::to_string(number) + " is not from " + std::to_string(asked.low) + " to " +
                  std::to_string(asked.high),
              path);
}

Result<> check_described_count(const Asked& asked, std::size_t entries, const std::string& path) {
  if (asked.required && entries == 0) return missing(path);
  if (asked.most > 0 && entries > asked.most)
    return fail(input_errc::too_many, "at most " + std::to_string(asked.most), path);
  return {};
}

Result<> check_described_presence(const Asked& asked, bool is_there, const std::string& path) {
  if (asked.required && !is_there) return missing(path);
  return {};
}

}  // namespace kigen::orchestrator
