#include "tests/simulation/leaks.hpp"

#include <algorithm>

#include "events/core/base64.hpp"

namespace kigen::simulation {
namespace {

constexpr std::string_view pem_begin = "-----BEGIN PRIVATE KEY-----";
/// In the PKCS #8 of a P-256 or P-384 key (RFC 5208, RFC 5915) these bytes belong to the scalar, and their
/// base64 to the first line.
constexpr std::size_t scalar_at = 36;
constexpr std::size_t scalar_bytes = 12;

/// The base64 between the lines of a PEM text, joined.
std::string body_of(std::string_view pem) {
  std::string body(pem.substr(pem_begin.size(), pem.find("-----END") - pem_begin.size()));
  std::erase(body, '\n');
  return body;
}

std::string to_hex(std::string_view bytes, std::string_view digits) {
  std::string hex;
  for (const auto c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += digits[byte >> 4];
    hex += digits[byte & 15];
  }
  return hex;
}

}  // namespace

void Leaks::guard(const Secret& secret) {
  const auto& text = secret.reveal();
  if (text.starts_with(pem_begin))
    guard_key(body_of(text));
  else
    forms_.push_back(text);
}

void Leaks::guard_key(const std::string& body) {
  auto base64 = body.substr(scalar_at / 3 * 4, scalar_bytes / 3 * 4);
  const auto bytes = from_base64(base64).value();
  forms_.push_back(base64);
  std::ranges::replace(base64, '+', '-');
  std::ranges::replace(base64, '/', '_');
  forms_.push_back(base64);
  forms_.push_back(bytes);
  forms_.push_back(to_hex(bytes, "0123456789abcdef"));
  forms_.push_back(to_hex(bytes, "0123456789ABCDEF"));
}

bool Leaks::in(std::string_view text) const {
  return text.contains("PRIVATE KEY") ||
         std::ranges::any_of(forms_, [&](const auto& form) { return text.contains(form); });
}

}  // namespace kigen::simulation
