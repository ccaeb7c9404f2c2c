#include "events/core/base64.hpp"

#include <openssl/evp.h>

#include "events/core/ids.hpp"

namespace kigen {

std::string to_base64(std::span<const std::uint8_t> bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

Result<std::string> from_base64(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 1, '\0');
  const int length =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (length < 0) return fail(core_errc::malformed_base64);
  const auto padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
  if (padding > 2) return fail(core_errc::malformed_base64);
  bytes.resize(static_cast<std::size_t>(length) - padding);
  // OpenSSL trims white space and takes any unused bits: only what encodes back is the encoding.
  if (to_base64(bytes_of(bytes)) != text) return fail(core_errc::malformed_base64);
  return bytes;
}

}  // namespace kigen
