#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/pki/csr_request.hpp"

namespace kigen::orchestrator::pki {

// All of these block: RSA keys take up to seconds.

/// A fresh key (PKCS#8) and a CSR for it, with the common name and all names, each once, in the SAN extension
/// and no extended key usage (R13). A common name over 64 bytes is left out of the subject.
Result<KeyAndCsr> make_key_and_csr(const CsrRequest& request);
/// A CSR for a key that exists; other_algorithm when it is not of the kind that `request` wants.
Result<std::string> sign_csr(const Secret& key_pem, const CsrRequest& request);

/// A fresh P-256 key in PKCS#8: for ACME accounts.
Result<Secret> make_account_key();

struct SelfSigned {
  std::string certificate_pem = {};
  Secret key_pem = {};
};
/// A P-256 server certificate for the names (DNS or IP addresses), for the product's own HTTPS.
Result<SelfSigned> make_self_signed(const std::vector<std::string>& names, Instant from, Instant until);

/// PKCS#12 (RFC 7292) with leaf, chain and key under a passphrase; binary. AES-256 and PBKDF2 with
/// HMAC-SHA-256: for Windows 2019, Java 8u301 and OpenSSL 1.1 or newer. key_mismatch when key and leaf are no
/// pair.
Result<std::string> to_pkcs12(const std::string& leaf_pem, const std::vector<std::string>& chain_pem,
                              const Secret& key_pem, const Secret& passphrase,
                              const std::string& friendly_name);

/// What a binary certificate file holds, as PEM.
struct UnpackedFile {
  std::string leaf_pem = {};
  std::string chain_pem = {};  ///< of a PKCS#12: all other certificates
  Secret key_pem = {};         ///< of a PKCS#12; empty when it has none
};
/// Reads PKCS#12 (RFC 7292) under `passphrase`, or one certificate in DER. wrong_passphrase, or malformed
/// with what the file is instead.
Result<UnpackedFile> unpack_binary(std::string_view bytes, const Secret& passphrase);

}  // namespace kigen::orchestrator::pki
