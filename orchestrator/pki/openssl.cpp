#include "orchestrator/pki/openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>

#include "orchestrator/pki/digest.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/pem.hpp"

namespace kigen::orchestrator::pki {

BioPtr bio_over(std::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}
BioPtr new_memory_bio() { return BioPtr(BIO_new(BIO_s_mem())); }

std::string text_in(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string openssl_reason() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason != nullptr ? reason : "no reason given";
}

int no_passphrase(char*, int, int, void*) { return -1; }

std::string public_key_sha256(EVP_PKEY* key) {
  unsigned char* der = nullptr;
  const int size = i2d_PUBKEY(key, &der);
  if (size <= 0) return {};
  auto hex = sha256_hex({reinterpret_cast<const char*>(der), static_cast<std::size_t>(size)});
  OPENSSL_free(der);
  return hex;
}

KeyPtr read_private_key(const Secret& pem) {
  const auto blocks = pem_blocks(pem.reveal());
  const auto is_key = [](const PemBlock& block) { return is_private_key(block.label); };
  if (!blocks) return nullptr;
  const auto found = std::ranges::find_if(*blocks, is_key);
  if (found == blocks->end()) return nullptr;
  const auto plain = rewrapped(*found);
  KeyPtr key(PEM_read_bio_PrivateKey(bio_over(plain.reveal()).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  return key;
}

Result<Secret> pem_of_private_key(EVP_PKEY* key) {
  const auto bio = new_memory_bio();
  if (PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return fail(pki_errc::creation_failed, "private key: " + openssl_reason());
  Secret pem(text_in(bio.get()));
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  OPENSSL_cleanse(data, static_cast<std::size_t>(size));
  return pem;
}

std::string pem_of(X509* certificate) {
  const auto bio = new_memory_bio();
  PEM_write_bio_X509(bio.get(), certificate);
  return text_in(bio.get());
}

}  // namespace kigen::orchestrator::pki
