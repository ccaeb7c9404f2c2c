#include "orchestrator/pki/make.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/pki/x509_parts.hpp"

namespace kigen::orchestrator::pki {
namespace {

std::time_t seconds_of(Instant instant) {
  return std::chrono::duration_cast<std::chrono::seconds>(instant.time_since_epoch()).count();
}

Result<> add_extension(X509* certificate, int kind, const char* value) {
  const ExtensionPtr made(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value));
  if (!made || X509_add_ext(certificate, made.get(), -1) != 1) return not_made(OBJ_nid2sn(kind));
  return {};
}

/// What a browser asks of a server certificate (RFC 5280 §4.2.1.3, §4.2.1.6, §4.2.1.12).
Result<> add_extensions(X509* certificate, const std::vector<std::string>& names) {
  TRY_DO(add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE"));
  TRY_DO(add_extension(certificate, NID_key_usage, "critical,digitalSignature"));
  TRY_DO(add_extension(certificate, NID_ext_key_usage, "serverAuth"));
  TRY(const auto sans, alternative_names(names));
  if (X509_add_ext(certificate, sans.get(), -1) != 1) return not_made("subject alternative names");
  return {};
}

/// Subject and issuer are the product; the serial is the moment it was made, so that a second one differs.
Result<> fill(X509* certificate, Instant from, Instant until) {
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate),
                          static_cast<std::uint64_t>(from.time_since_epoch().count()));
  ASN1_TIME_set(X509_getm_notBefore(certificate), seconds_of(from));
  ASN1_TIME_set(X509_getm_notAfter(certificate), seconds_of(until));
  auto* name = X509_get_subject_name(certificate);
  TRY_DO(add_entry(name, "CN", "Kigen"));
  X509_set_issuer_name(certificate, name);
  return {};
}

}  // namespace

Result<SelfSigned> make_self_signed(const std::vector<std::string>& names, Instant from, Instant until) {
  TRY(const auto key, make_key(events::KeyAlgorithm::ecdsa_p256));
  const X509Ptr certificate(X509_new());
  TRY_DO(fill(certificate.get(), from, until));
  TRY_DO(add_extensions(certificate.get(), names));
  X509_set_pubkey(certificate.get(), key.get());
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) return not_made("certificate");
  SelfSigned made{pem_of(certificate.get()), {}};
  TRY(made.key_pem, pem_of_private_key(key.get()));
  return made;
}

}  // namespace kigen::orchestrator::pki
