#include "orchestrator/pki/openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "orchestrator/pki/digest.hpp"

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
  KeyPtr key(PEM_read_bio_PrivateKey(bio_over(pem.reveal()).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  return key;
}

std::string pem_of(X509* certificate) {
  const auto bio = new_memory_bio();
  PEM_write_bio_X509(bio.get(), certificate);
  return text_in(bio.get());
}

}  // namespace kigen::orchestrator::pki
