#include "orchestrator/pki/login_key.hpp"

#include <openssl/evp.h>

#include <string>
#include <string_view>

#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::orchestrator::pki {
namespace {

constexpr std::string_view openssh_begin = "-----BEGIN OPENSSH PRIVATE KEY-----";
constexpr std::string_view openssh_end = "-----END OPENSSH PRIVATE KEY-----";

std::unexpected<Error> unsupported(const std::string& what) {
  return fail(pki_errc::unusable_login_key,
              "the private key " + what +
                  "; use an Ed25519 or ECDSA key without passphrase (ssh-keygen -t ed25519 -N '')");
}

/// Cipher and public key type are in the clear part (PROTOCOL.key of OpenSSH), which this is the beginning
/// of.
std::string decode_openssh(std::string_view text) {
  const auto end = text.find(openssh_end);
  if (end == std::string_view::npos) return {};
  text = text.substr(openssh_begin.size(), end - openssh_begin.size());
  std::string base64;
  for (const char c : text)
    if (c > ' ') base64 += c;
  std::string bytes(base64.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                                   reinterpret_cast<const unsigned char*>(base64.data()), int(base64.size()));
  wipe(base64);
  bytes.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return bytes;
}

Result<> accept_openssh(std::string_view text) {
  auto bytes = decode_openssh(text);
  const auto head = bytes.substr(0, 200);
  wipe(bytes);
  if (!head.starts_with("openssh-key-v1")) return unsupported("cannot be read");
  if (!head.contains(std::string_view("\0\0\0\4none", 8))) return unsupported("is encrypted");
  if (head.contains("ssh-rsa")) return unsupported("is an RSA key");
  if (!head.contains("ssh-ed25519") && !head.contains("ecdsa-sha2-nistp"))
    return unsupported("is of another kind");
  return {};
}

Result<> accept_pem(const Secret& text) {
  const auto key = read_private_key(text);
  if (!key) return unsupported(text.reveal().contains("ENCRYPTED") ? "is encrypted" : "cannot be read");
  const int kind = EVP_PKEY_get_base_id(key.get());
  if (kind == EVP_PKEY_RSA) return unsupported("is an RSA key");
  if (kind != EVP_PKEY_EC && kind != EVP_PKEY_ED25519) return unsupported("is of another kind");
  return {};
}

}  // namespace

Result<> check_login_key(const Secret& key) {
  const auto& text = key.reveal();
  return text.starts_with(openssh_begin) ? accept_openssh(text) : accept_pem(key);
}

}  // namespace kigen::orchestrator::pki
