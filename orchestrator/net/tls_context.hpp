#pragma once

#include "events/core/error.hpp"
#include "orchestrator/net/openssl.hpp"
#include "orchestrator/net/tls.hpp"

namespace kigen::orchestrator::net {

/// Settings of one client connection: versions, roots. Fails with tls_failed when the extra roots are
/// unreadable.
Result<SslContextPtr> client_context(const TlsClientOptions& options);
/// SNI and the name to verify.
void expect_name(SSL* ssl, const TlsClientOptions& options);

}  // namespace kigen::orchestrator::net
