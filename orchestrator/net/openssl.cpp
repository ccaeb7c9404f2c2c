#include "orchestrator/net/openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace kigen::orchestrator::net {
namespace {

int no_passphrase(char*, int, int, void*) { return -1; }

}  // namespace

std::string openssl_reason() {
  const auto code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason ? reason : "unknown TLS error";
}

BioPtr bio_over(std::string_view text) {
  return BioPtr(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

std::vector<X509Ptr> certificates_of(std::string_view pem) {
  std::vector<X509Ptr> found;
  const auto bio = bio_over(pem);
  while (auto* certificate = PEM_read_bio_X509(bio.get(), nullptr, no_passphrase, nullptr))
    found.emplace_back(certificate);
  ERR_clear_error();  // the end of the text is an error to OpenSSL
  return found;
}

std::string pem_of(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(bio.get(), certificate);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

PrivateKeyPtr private_key_of(std::string_view pem) {
  PrivateKeyPtr key(PEM_read_bio_PrivateKey(bio_over(pem).get(), nullptr, no_passphrase, nullptr));
  ERR_clear_error();
  return key;
}

}  // namespace kigen::orchestrator::net
