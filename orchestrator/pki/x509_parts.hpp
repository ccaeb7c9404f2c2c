#pragma once

#include <string>
#include <vector>

#include "events/core/error.hpp"
#include "events/service_events.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::orchestrator::pki {

using ExtensionPtr = std::unique_ptr<X509_EXTENSION, OpensslDeleter<X509_EXTENSION_free>>;

/// creation_failed, with what OpenSSL says.
std::unexpected<Error> not_made(const char* what);

/// RSA takes up to seconds.
Result<KeyPtr> make_key(events::KeyAlgorithm algorithm);

/// Whether the key is of that algorithm and size.
bool is_of(EVP_PKEY* key, events::KeyAlgorithm algorithm);

/// Adds an attribute to a subject; an empty value adds nothing.
Result<> add_entry(X509_NAME* name, const char* attribute, const std::string& value);

/// The SAN extension (RFC 5280 §4.2.1.6) of DNS names and IP addresses.
Result<ExtensionPtr> alternative_names(const std::vector<std::string>& names);

}  // namespace kigen::orchestrator::pki
