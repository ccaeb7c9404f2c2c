#include "orchestrator/pki/make.hpp"

#include <openssl/core_names.h>
#include <openssl/pem.h>

#include <algorithm>

#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/names.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::orchestrator::pki {
namespace {

using events::KeyAlgorithm;

constexpr std::size_t max_common_name = 64;

std::unexpected<Error> not_made(const char* what) {
  return fail(pki_errc::creation_failed, std::string(what) + ": " + openssl_reason());
}

KeyPtr make_rsa(std::size_t bits) { return KeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits)); }
KeyPtr make_ec(const char* curve) { return KeyPtr(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve)); }

KeyPtr make_key(KeyAlgorithm algorithm) {
  switch (algorithm) {
    case KeyAlgorithm::rsa_2048: return make_rsa(2048);
    case KeyAlgorithm::rsa_3072: return make_rsa(3072);
    case KeyAlgorithm::rsa_4096: return make_rsa(4096);
    case KeyAlgorithm::ecdsa_p256: return make_ec("P-256");
    case KeyAlgorithm::ecdsa_p384: return make_ec("P-384");
  }
  return nullptr;
}

Result<Secret> key_to_pem(EVP_PKEY* key) {
  const auto bio = new_memory_bio();
  if (PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return not_made("private key");
  Secret pem(text_in(bio.get()));
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  OPENSSL_cleanse(data, static_cast<std::size_t>(size));
  return pem;
}

Result<> add_entry(X509_NAME* name, const char* attribute, const std::string& value) {
  if (value.empty()) return {};
  const auto* bytes = reinterpret_cast<const unsigned char*>(value.data());
  if (X509_NAME_add_entry_by_txt(name, attribute, MBSTRING_UTF8, bytes, static_cast<int>(value.size()), -1, 0) != 1)
    return not_made(attribute);
  return {};
}

Result<> fill_subject(X509_NAME* name, const CsrRequest& request) {
  const auto& subject = request.subject;
  TRY_DO(add_entry(name, "C", subject.country));
  TRY_DO(add_entry(name, "ST", subject.state));
  TRY_DO(add_entry(name, "L", subject.locality));
  TRY_DO(add_entry(name, "O", subject.organization));
  TRY_DO(add_entry(name, "OU", subject.unit));
  if (request.common_name.size() <= max_common_name) TRY_DO(add_entry(name, "CN", request.common_name));
  return add_entry(name, "emailAddress", subject.email);
}

bool is_address(const std::string& name) {
  return name.find(':') != std::string::npos || name.find_first_not_of("0123456789.") == std::string::npos;
}

/// "DNS:a,IP:127.0.0.1" for OpenSSL's extension reader. Names were validated: none holds a comma.
std::string san_text(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ",") + std::string(is_address(name) ? "IP:" : "DNS:") + name;
  return text;
}

using ExtensionPtr = std::unique_ptr<X509_EXTENSION, OpensslDeleter<X509_EXTENSION_free>>;

ExtensionPtr extension(int kind, const std::string& value) {
  return ExtensionPtr(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
}

Result<> add_names(X509_REQ* request, const std::vector<std::string>& names) {
  const auto sans = extension(NID_subject_alt_name, san_text(names));
  if (!sans) return not_made("subject alternative names");
  STACK_OF(X509_EXTENSION)* extensions = sk_X509_EXTENSION_new_null();
  sk_X509_EXTENSION_push(extensions, sans.get());
  const bool added = X509_REQ_add_extensions(request, extensions) == 1;
  sk_X509_EXTENSION_free(extensions);
  if (!added) return not_made("subject alternative names");
  return {};
}

Result<std::string> make_csr(EVP_PKEY* key, const CsrRequest& wanted) {
  TRY_DO(validate_subject(wanted.subject));
  std::vector<std::string> names;
  for (const auto& name : wanted.names) {
    TRY(auto valid, validate_dns_name(name));
    if (std::ranges::find(names, valid) == names.end()) names.push_back(std::move(valid));
  }
  const X509ReqPtr request(X509_REQ_new());
  X509_REQ_set_version(request.get(), X509_REQ_VERSION_1);
  TRY_DO(fill_subject(X509_REQ_get_subject_name(request.get()), wanted));
  TRY_DO(add_names(request.get(), names));
  if (X509_REQ_set_pubkey(request.get(), key) != 1 || X509_REQ_sign(request.get(), key, EVP_sha256()) == 0)
    return not_made("CSR");
  const auto bio = new_memory_bio();
  PEM_write_bio_X509_REQ(bio.get(), request.get());
  return text_in(bio.get());
}

std::time_t seconds_of(Instant instant) {
  return std::chrono::duration_cast<std::chrono::seconds>(instant.time_since_epoch()).count();
}

Result<> add_extension(X509* certificate, int kind, const std::string& value) {
  const auto made = extension(kind, value);
  if (!made || X509_add_ext(certificate, made.get(), -1) != 1) return not_made(OBJ_nid2sn(kind));
  return {};
}

Result<X509Ptr> read_pem(const std::string& pem) {
  X509Ptr certificate(PEM_read_bio_X509(bio_over(pem).get(), nullptr, no_passphrase, nullptr));
  if (!certificate) return not_made("certificate");
  return certificate;
}

}  // namespace

Result<KeyAndCsr> make_key_and_csr(const CsrRequest& request) {
  const auto key = make_key(request.key.algorithm);
  if (!key) return not_made("key");
  KeyAndCsr made;
  TRY(made.csr_pem, make_csr(key.get(), request));
  TRY(made.key_pem, key_to_pem(key.get()));
  made.public_key_sha256 = public_key_sha256(key.get());
  return made;
}

Result<std::string> sign_csr(const Secret& key_pem, const CsrRequest& request) {
  const auto key = read_private_key(key_pem);
  if (!key) return fail(pki_errc::malformed, "the private key");
  return make_csr(key.get(), request);
}

Result<Secret> make_account_key() {
  const auto key = make_key(KeyAlgorithm::ecdsa_p256);
  if (!key) return not_made("key");
  return key_to_pem(key.get());
}

Result<SelfSigned> make_self_signed(const std::vector<std::string>& names, Instant from, Instant until) {
  const auto key = make_key(KeyAlgorithm::ecdsa_p256);
  const X509Ptr certificate(X509_new());
  if (!key || !certificate) return not_made("key");
  X509_set_version(certificate.get(), X509_VERSION_3);
  const auto serial = std::chrono::duration_cast<std::chrono::microseconds>(from.time_since_epoch()).count();
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate.get()), static_cast<std::uint64_t>(serial));
  ASN1_TIME_set(X509_getm_notBefore(certificate.get()), seconds_of(from));
  ASN1_TIME_set(X509_getm_notAfter(certificate.get()), seconds_of(until));
  X509_set_pubkey(certificate.get(), key.get());
  auto* name = X509_get_subject_name(certificate.get());
  TRY_DO(add_entry(name, "CN", "Kigen"));
  X509_set_issuer_name(certificate.get(), name);
  TRY_DO(add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE"));
  TRY_DO(add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature"));
  TRY_DO(add_extension(certificate.get(), NID_ext_key_usage, "serverAuth"));
  TRY_DO(add_extension(certificate.get(), NID_subject_alt_name, san_text(names)));
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) return not_made("certificate");
  SelfSigned made;
  made.certificate_pem = pem_of(certificate.get());
  TRY(made.key_pem, key_to_pem(key.get()));
  return made;
}

Result<std::string> to_pkcs12(const std::string& leaf_pem, const std::vector<std::string>& chain_pem,
                              const Secret& key_pem, const Secret& passphrase, const std::string& friendly_name) {
  TRY(const auto leaf, read_pem(leaf_pem));
  const auto key = read_private_key(key_pem);
  if (!key) return fail(pki_errc::malformed, "the private key");
  std::vector<X509Ptr> chain;
  STACK_OF(X509)* stack = sk_X509_new_null();
  for (const auto& pem : chain_pem) {
    auto certificate = read_pem(pem);
    if (!certificate) break;
    sk_X509_push(stack, certificate->get());
    chain.push_back(std::move(*certificate));
  }
  const Pkcs12Ptr made(PKCS12_create(passphrase.reveal().c_str(), friendly_name.c_str(), key.get(), leaf.get(), stack, 0,
                                     0, 0, 0, 0));
  sk_X509_free(stack);
  if (!made || chain.size() != chain_pem.size()) return not_made("PKCS#12");
  const auto bio = new_memory_bio();
  i2d_PKCS12_bio(bio.get(), made.get());
  return text_in(bio.get());
}

}  // namespace kigen::orchestrator::pki
