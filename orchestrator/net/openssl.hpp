#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include <openssl/ssl.h>

#include "orchestrator/pki/openssl.hpp"

namespace kigen::orchestrator::net {

using SslPtr = std::unique_ptr<SSL, pki::OpensslDeleter<SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, pki::OpensslDeleter<SSL_CTX_free>>;

/// All certificates of a PEM text in order; what stands between them is ignored.
std::vector<pki::X509Ptr> certificates_of(std::string_view pem);

}  // namespace kigen::orchestrator::net
