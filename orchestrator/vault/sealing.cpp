#include "orchestrator/vault/sealing.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace kigen::orchestrator::vault {
namespace {

constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

Key::Key(Key&& other) noexcept : bytes_(other.bytes_) {
  OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
}

Key& Key::operator=(Key&& other) noexcept {
  bytes_ = other.bytes_;
  if (this != &other) OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
  return *this;
}

Key::~Key() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

Key Key::fresh(Random& random) {
  Key key;
  random.fill(key.bytes_);
  return key;
}

std::optional<Key> Key::from_bytes(std::string_view bytes) {
  Key key;
  if (bytes.size() != key.bytes_.size()) return std::nullopt;
  std::ranges::copy(bytes, key.bytes_.begin());
  return key;
}

std::string seal(const Key& key, std::string_view plain, std::string_view context, Random& random) {
  std::array<std::uint8_t, nonce_bytes> nonce{};
  random.fill(nonce);
  std::string sealed(nonce.begin(), nonce.end());
  sealed.resize(nonce_bytes + plain.size() + tag_bytes);
  const CipherContext cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool done = EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key.bytes()),
                                       nonce.data()) == 1 &&
                    EVP_EncryptUpdate(cipher.get(), nullptr, &size, bytes_of(context),
                                      static_cast<int>(context.size())) == 1 &&
                    EVP_EncryptUpdate(cipher.get(), bytes_of(sealed) + nonce_bytes, &size, bytes_of(plain),
                                      static_cast<int>(plain.size())) == 1 &&
                    EVP_EncryptFinal_ex(cipher.get(), nullptr, &size) == 1 &&
                    EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_GET_TAG, tag_bytes,
                                        bytes_of(sealed) + nonce_bytes + plain.size()) == 1;
  ensure(done, "AES-256-GCM encrypts");
  return sealed;
}

std::optional<Secret> open(const Key& key, std::string_view sealed, std::string_view context) {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const auto nonce = sealed.substr(0, nonce_bytes);
  const auto body = sealed.substr(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::string tag(sealed.substr(sealed.size() - tag_bytes));
  std::string plain(body.size(), '\0');
  const CipherContext cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  const bool holds = EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key.bytes()),
                                        bytes_of(nonce)) == 1 &&
                     EVP_DecryptUpdate(cipher.get(), nullptr, &size, bytes_of(context),
                                       static_cast<int>(context.size())) == 1 &&
                     EVP_DecryptUpdate(cipher.get(), bytes_of(plain), &size, bytes_of(body),
                                       static_cast<int>(body.size())) == 1 &&
                     EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_GCM_SET_TAG, tag_bytes, tag.data()) == 1 &&
                     EVP_DecryptFinal_ex(cipher.get(), nullptr, &size) == 1;
  Secret secret(std::move(plain));
  if (!holds) return std::nullopt;
  return secret;
}

}  // namespace kigen::orchestrator::vault
