#pragma once

#include <openssl/x509v3.h>

#include <string>
#include <vector>

#include "events/core/error.hpp"

namespace kigen::orchestrator::pki {

/// The text of a name; refuses NUL and all else that does not show, by which
/// "www.bank.example\0.evil.example" would pass for another name.
Result<std::string> clean_text(const ASN1_STRING* string, const char* what);

/// The first common name; empty when there is none.
Result<std::string> common_name_of(const X509_NAME* name);

/// RFC 2253 text, UTF-8 unescaped.
std::string name_text(const X509_NAME* name);

/// The DNS names of a SAN extension (may be null), and before them the common name when it is none of them.
Result<std::vector<std::string>> all_names(const GENERAL_NAMES* sans, const std::string& common_name);

/// Of the kinds the product uses: RSA of 2048–4096 bits, ECDSA on P-256 or P-384.
bool is_supported(EVP_PKEY* key);

}  // namespace kigen::orchestrator::pki
