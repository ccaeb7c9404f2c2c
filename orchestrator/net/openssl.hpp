#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace kigen::orchestrator::net {

template <auto Free>
struct OpensslDeleter {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using BioPtr = std::unique_ptr<BIO, OpensslDeleter<BIO_free_all>>;
using SslPtr = std::unique_ptr<SSL, OpensslDeleter<SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, OpensslDeleter<SSL_CTX_free>>;
using X509Ptr = std::unique_ptr<X509, OpensslDeleter<X509_free>>;
using PrivateKeyPtr = std::unique_ptr<EVP_PKEY, OpensslDeleter<EVP_PKEY_free>>;

/// The oldest error OpenSSL noted on this thread, in words; forgets all of them.
std::string openssl_reason();
/// A view of `text` for OpenSSL's readers; `text` must stay.
BioPtr bio_over(std::string_view text);
/// All certificates of a PEM text in order; what stands between them is ignored.
std::vector<X509Ptr> certificates_of(std::string_view pem);
std::string pem_of(X509* certificate);
/// The first private key of a PEM text, null when there is none that needs no passphrase.
PrivateKeyPtr private_key_of(std::string_view pem);

}  // namespace kigen::orchestrator::net
