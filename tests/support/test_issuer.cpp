#include "tests/support/test_issuer.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <atomic>

#include "events/core/error.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::tests {
namespace {

using namespace orchestrator;

constexpr auto ca_from = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
constexpr auto ca_until = std::chrono::sys_days(std::chrono::year(2040) / 1 / 1);

std::shared_ptr<EVP_PKEY> new_key() {
  return {EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free};
}

std::time_t seconds_of(Instant instant) {
  return std::chrono::duration_cast<std::chrono::seconds>(instant.time_since_epoch()).count();
}

/// CN as given, NUL bytes included: hostile certificates are wanted too.
void set_name(X509_NAME* name, const std::string& common_name) {
  if (common_name.empty()) return;
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.data()),
                             static_cast<int>(common_name.size()), -1, 0);
}

void add_names(X509* certificate, const std::vector<std::string>& names) {
  const pki::NamesPtr sans(sk_GENERAL_NAME_new_null());
  for (const auto& name : names) {
    auto* text = ASN1_IA5STRING_new();
    ASN1_STRING_set(text, name.data(), static_cast<int>(name.size()));
    auto* entry = GENERAL_NAME_new();
    GENERAL_NAME_set0_value(entry, GEN_DNS, text);
    sk_GENERAL_NAME_push(sans.get(), entry);
  }
  X509_add1_ext_i2d(certificate, NID_subject_alt_name, sans.get(), 0, 0);
}

void add_constraint(X509* certificate) {
  std::unique_ptr<X509_EXTENSION, pki::OpensslDeleter<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "critical,CA:TRUE"));
  X509_add_ext(certificate, extension.get(), -1);
}

std::shared_ptr<X509> new_certificate(const std::string& common_name, EVP_PKEY* key, Instant from,
                                      Instant until) {
  static std::atomic<std::uint64_t> serial = 0x1000;
  std::shared_ptr<X509> made(X509_new(), X509_free);
  X509_set_version(made.get(), X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), ++serial);
  ASN1_TIME_set(X509_getm_notBefore(made.get()), seconds_of(from));
  ASN1_TIME_set(X509_getm_notAfter(made.get()), seconds_of(until));
  X509_set_pubkey(made.get(), key);
  set_name(X509_get_subject_name(made.get()), common_name);
  return made;
}

void sign(X509* certificate, const X509* issuer, EVP_PKEY* key) {
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer));
  ensure(X509_sign(certificate, key, EVP_sha256()) > 0, "a test certificate is signed");
}

Secret pem_of_key(EVP_PKEY* key) {
  const auto bio = pki::new_memory_bio();
  PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return Secret(pki::text_in(bio.get()));
}

}  // namespace

TestIssuer TestIssuer::root(const std::string& name) {
  TestIssuer ca;
  ca.key_ = new_key();
  ca.certificate_ = new_certificate(name, ca.key_.get(), ca_from, ca_until);
  add_constraint(ca.certificate_.get());
  sign(ca.certificate_.get(), ca.certificate_.get(), ca.key_.get());
  ca.pem_ = pki::pem_of(ca.certificate_.get());
  return ca;
}

TestIssuer TestIssuer::certified(const std::string& name, bool may_issue) const {
  TestIssuer ca;
  ca.key_ = new_key();
  ca.certificate_ = new_certificate(name, ca.key_.get(), ca_from, ca_until);
  if (may_issue) add_constraint(ca.certificate_.get());
  sign(ca.certificate_.get(), certificate_.get(), key_.get());
  ca.pem_ = pki::pem_of(ca.certificate_.get());
  return ca;
}

TestIssuer TestIssuer::intermediate(const std::string& name) const { return certified(name, true); }
TestIssuer TestIssuer::impostor(const std::string& name) const { return certified(name, false); }

std::string TestIssuer::cross_sign(const TestIssuer& other) const {
  const auto made = new_certificate("", other.key_.get(), ca_from, ca_until);
  X509_set_subject_name(made.get(), X509_get_subject_name(other.certificate_.get()));
  add_constraint(made.get());
  sign(made.get(), certificate_.get(), key_.get());
  return pki::pem_of(made.get());
}

std::string TestIssuer::certify(EVP_PKEY* key, const Wish& wish) const {
  const auto leaf = new_certificate(wish.common_name, key, wish.from, wish.until);
  if (wish.serial != 0) ASN1_INTEGER_set_uint64(X509_get_serialNumber(leaf.get()), wish.serial);
  if (!wish.names.empty()) add_names(leaf.get(), wish.names);
  sign(leaf.get(), certificate_.get(), key_.get());
  return pki::pem_of(leaf.get());
}

TestIssuer::Issued TestIssuer::issue(const Wish& wish) const {
  const auto key = new_key();
  return {certify(key.get(), wish), pem_of_key(key.get())};
}

}  // namespace kigen::tests
