#include <openssl/err.h>
#include <openssl/pem.h>

#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/make.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/pki/x509_parts.hpp"

namespace kigen::orchestrator::pki {
namespace {

/// Of PBKDF2: what a guess at the passphrase costs. Readers take any number.
constexpr int iterations = 100'000;

using StackPtr =
    std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * all) { sk_X509_pop_free(all, X509_free); })>;

Result<X509Ptr> read_x509(const std::string& pem) {
  X509Ptr certificate(PEM_read_bio_X509(bio_over(pem).get(), nullptr, no_passphrase, nullptr));
  if (!certificate) return not_made("certificate");
  return certificate;
}

Result<StackPtr> read_chain_stack(const std::vector<std::string>& chain_pem) {
  StackPtr stack(sk_X509_new_null());
  for (const auto& pem : chain_pem) {
    TRY(auto certificate, read_x509(pem));
    sk_X509_push(stack.get(), certificate.release());
  }
  return stack;
}

}  // namespace

Result<std::string> to_pkcs12(const std::string& leaf_pem, const std::vector<std::string>& chain_pem,
                              const Secret& key_pem, const Secret& passphrase,
                              const std::string& friendly_name) {
  TRY(const auto leaf, read_x509(leaf_pem));
  TRY(const auto chain, read_chain_stack(chain_pem));
  const auto key = read_private_key(key_pem);
  if (!key) return fail(pki_errc::malformed, "the private key");
  if (X509_check_private_key(leaf.get(), key.get()) != 1) {
    ERR_clear_error();
    return fail(pki_errc::key_mismatch);
  }
  const Pkcs12Ptr made(PKCS12_create(passphrase.reveal().c_str(), friendly_name.c_str(), key.get(),
                                     leaf.get(), chain.get(), NID_aes_256_cbc, NID_aes_256_cbc, iterations,
                                     iterations, 0));
  if (!made) return not_made("PKCS#12");
  const auto bio = new_memory_bio();
  i2d_PKCS12_bio(bio.get(), made.get());
  return text_in(bio.get());
}

}  // namespace kigen::orchestrator::pki
