#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>

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

Pkcs12Ptr read_pkcs12(std::string_view bytes) {
  Pkcs12Ptr file(d2i_PKCS12_bio(bio_over(bytes).get(), nullptr));
  ERR_clear_error();
  return file;
}

/// Without a passphrase there are two ways to make one (RFC 7292 appendix B.1).
bool opens(PKCS12* file, const std::string& passphrase) {
  const bool holds = PKCS12_verify_mac(file, passphrase.c_str(), static_cast<int>(passphrase.size())) == 1 ||
                     (passphrase.empty() && PKCS12_verify_mac(file, nullptr, 0) == 1);
  ERR_clear_error();
  return holds;
}

std::unexpected<Error> not_opened() {
  const auto reason = openssl_reason();
  return fail(pki_errc::malformed,
              "the PKCS#12 file: " + reason +
                  "; if it is encrypted with RC2 or DES, make it anew (openssl pkcs12 -legacy "
                  "-nodes, then openssl pkcs12 -export)");
}

Result<UnpackedFile> unpack_pkcs12(PKCS12* file, const Secret& passphrase) {
  if (!opens(file, passphrase.reveal())) return fail(pki_errc::wrong_passphrase);
  EVP_PKEY* key = nullptr;
  X509* leaf = nullptr;
  STACK_OF(X509)* others = nullptr;
  const bool parsed = PKCS12_parse(file, passphrase.reveal().c_str(), &key, &leaf, &others) == 1;
  const KeyPtr owned_key(key);
  const X509Ptr owned_leaf(leaf);
  const StackPtr owned_others(others);
  if (!parsed) return not_opened();
  UnpackedFile unpacked;
  if (leaf != nullptr) unpacked.leaf_pem = pem_of(leaf);
  for (int i = 0; i < sk_X509_num(others); ++i) unpacked.chain_pem += pem_of(sk_X509_value(others, i));
  if (key != nullptr) {
    TRY(unpacked.key_pem, pem_of_private_key(key));
  }
  if (leaf == nullptr) return fail(pki_errc::malformed, "a PKCS#12 file without a key and its certificate");
  return unpacked;
}

}  // namespace

Result<UnpackedFile> unpack_binary(std::string_view bytes, const Secret& passphrase) {
  if (const auto file = read_pkcs12(bytes)) return unpack_pkcs12(file.get(), passphrase);
  const X509Ptr certificate(d2i_X509_bio(bio_over(bytes).get(), nullptr));
  ERR_clear_error();
  if (certificate) return UnpackedFile{.leaf_pem = pem_of(certificate.get())};
  const std::unique_ptr<PKCS7, OpensslDeleter<PKCS7_free>> p7(d2i_PKCS7_bio(bio_over(bytes).get(), nullptr));
  ERR_clear_error();
  if (p7)
    return fail(pki_errc::malformed,
                "a PKCS#7 file; make PEM of it first (openssl pkcs7 -inform DER -print_certs)");
  return fail(pki_errc::malformed, "neither PEM nor DER nor PKCS#12");
}

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
