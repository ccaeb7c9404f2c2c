#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>

#include "events/core/error.hpp"
#include "events/core/secret.hpp"

namespace kigen::orchestrator::pki {

template <auto Free>
struct OpensslDeleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using BioPtr = std::unique_ptr<BIO, OpensslDeleter<BIO_free_all>>;
using X509Ptr = std::unique_ptr<X509, OpensslDeleter<X509_free>>;
using X509ReqPtr = std::unique_ptr<X509_REQ, OpensslDeleter<X509_REQ_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY_free>>;
using KeyContextPtr = std::unique_ptr<EVP_PKEY_CTX, OpensslDeleter<EVP_PKEY_CTX_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, OpensslDeleter<GENERAL_NAMES_free>>;
using Pkcs12Ptr = std::unique_ptr<PKCS12, OpensslDeleter<PKCS12_free>>;

/// A view of `text` for OpenSSL's readers; `text` must stay.
BioPtr bio_over(std::string_view text);
BioPtr new_memory_bio();
std::string text_in(BIO* bio);
/// The oldest error OpenSSL noted on this thread, in words; forgets all of them.
std::string openssl_reason();
/// Refuses every passphrase: encrypted keys fail instead of asking on the terminal.
int no_passphrase(char*, int, int, void*);

/// Hex of the SHA-256 over the key's SubjectPublicKeyInfo (RFC 5280 §4.1.2.7).
std::string public_key_sha256(EVP_PKEY* key);
/// The first private key of a PEM text, whatever stands before it; null when it cannot be read without a
/// passphrase.
KeyPtr read_private_key(const Secret& pem);
/// PKCS#8 (RFC 5958), unencrypted.
Result<Secret> pem_of_private_key(EVP_PKEY* key);
std::string pem_of(X509* certificate);

}  // namespace kigen::orchestrator::pki
