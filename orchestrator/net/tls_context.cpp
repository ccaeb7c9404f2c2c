#include "orchestrator/net/tls_context.hpp"

#include <openssl/x509v3.h>

#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator::net {
namespace {

SslContextPtr context_for(const SSL_METHOD* method) {
  SslContextPtr context(SSL_CTX_new(method));
  ensure(context != nullptr, "OpenSSL makes a context");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  // What was read is wiped in OpenSSL's own buffer: it lives as long as the connection.
  SSL_CTX_set_options(context.get(),
                      SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CLEANSE_PLAINTEXT);
  return context;
}

/// In TLS 1.2 too: a fresh key for each connection, and encryption that is its own integrity. No CBC, no RSA
/// key exchange (RFC 9325 §4.2).
constexpr auto tls_1_2_suites = "ECDHE+AESGCM:ECDHE+CHACHA20";

Result<> add_roots(SSL_CTX* context, const std::string& pem) {
  if (pem.empty()) return {};
  const auto roots = certificates_of(pem);
  if (roots.empty()) return fail(net_errc::tls_failed, "the extra trusted roots hold no certificate");
  for (const auto& root : roots) X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root.get());
  return {};
}

Result<> use_chain(SSL_CTX* context, const std::string& chain_pem) {
  const auto chain = certificates_of(chain_pem);
  if (chain.empty()) return fail(net_errc::tls_failed, "no certificate in the server's PEM");
  if (SSL_CTX_use_certificate(context, chain[0].get()) != 1)
    return fail(net_errc::tls_failed, pki::openssl_reason());
  for (std::size_t i = 1; i < chain.size(); ++i) SSL_CTX_add1_chain_cert(context, chain[i].get());
  return {};
}

Result<> use_key(SSL_CTX* context, const Secret& key_pem) {
  const auto key = pki::read_private_key(key_pem);
  if (!key) return fail(net_errc::tls_failed, "no usable private key in the server's PEM");
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1)
    return fail(net_errc::tls_failed, pki::openssl_reason());
  return {};
}

bool is_ip_address(const std::string& name) {
  const std::unique_ptr<ASN1_OCTET_STRING, pki::OpensslDeleter<ASN1_OCTET_STRING_free>> address(
      a2i_IPADDRESS(name.c_str()));
  return address != nullptr;
}

}  // namespace

Result<SslContextPtr> client_context(const TlsClientOptions& options) {
  auto context = context_for(TLS_client_method());
  if (!options.verify) {
    SSL_CTX_set_security_level(context.get(), 0);  // to look at weak ones too
    return context;
  }
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_default_verify_paths(context.get());
  TRY_DO(add_roots(context.get(), options.trust_pem));
  return context;
}

void expect_name(SSL* ssl, const TlsClientOptions& options) {
  const auto& name = options.server_name;
  if (name.empty()) return;
  if (is_ip_address(name)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), name.c_str());
    return;
  }
  SSL_set_tlsext_host_name(ssl, name.c_str());
  SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  SSL_set1_host(ssl, name.c_str());
}

Result<std::unique_ptr<TlsServerContext>> TlsServerContext::make(const std::string& chain_pem,
                                                                 const Secret& key_pem) {
  auto made = std::make_unique<TlsServerContext>();
  TRY_DO(made->reload(chain_pem, key_pem));
  return made;
}

Result<> TlsServerContext::reload(const std::string& chain_pem, const Secret& key_pem) {
  auto context = context_for(TLS_server_method());
  ensure(SSL_CTX_set_cipher_list(context.get(), tls_1_2_suites) == 1, "OpenSSL knows the cipher suites");
  SSL_CTX_set_options(context.get(), SSL_OP_CIPHER_SERVER_PREFERENCE);
  TRY_DO(use_chain(context.get(), chain_pem));
  TRY_DO(use_key(context.get(), key_pem));
  const MutexLock lock(mutex_);
  context_ = std::shared_ptr<SSL_CTX>(context.release(), SSL_CTX_free);
  return {};
}

std::shared_ptr<ssl_ctx_st> TlsServerContext::current() const {
  const MutexLock lock(mutex_);
  return context_;
}

}  // namespace kigen::orchestrator::net
