#include "api/session/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <array>

#include "events/core/base64.hpp"

namespace kigen::api {
namespace {

constexpr std::size_t token_bytes = 32;

std::array<std::uint8_t, SHA256_DIGEST_LENGTH> sha256(std::string_view text) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash.data());
  return hash;
}

}  // namespace

std::string sha256_hex(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const auto byte : sha256(text)) hex += {digits[byte >> 4], digits[byte & 15]};
  return hex;
}

std::string to_base64url(std::string_view bytes) {
  auto text = to_base64(bytes_of(bytes));
  text.erase(text.find_last_not_of('=') + 1);
  for (auto& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}

std::string random_token(orchestrator::Random& random) {
  std::array<std::uint8_t, token_bytes> bytes{};
  random.fill(bytes);
  return to_base64url({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

bool equal_secret(std::string_view a, std::string_view b) {
  const auto left = sha256(a);
  const auto right = sha256(b);
  return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace kigen::api
