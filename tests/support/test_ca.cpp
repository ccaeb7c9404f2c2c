#include "tests/support/test_ca.hpp"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include "events/core/error.hpp"
#include "orchestrator/pki/openssl.hpp"

namespace kigen::tests {
namespace {

using namespace orchestrator::pki;

KeyPtr new_key() { return KeyPtr(EVP_EC_gen("P-256")); }

std::string pem_of_key(EVP_PKEY* key) {
  const auto bio = new_memory_bio();
  PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  return text_in(bio.get());
}

void set_name(X509_NAME* name, const std::string& common_name) {
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
}

void add_extension(X509* to, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, to, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, OpensslDeleter<X509_EXTENSION_free>> extension(
      X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  ensure(extension != nullptr, "the test certificate's extension is valid");
  X509_add_ext(to, extension.get(), -1);
}

X509Ptr new_certificate(const std::string& common_name, EVP_PKEY* key, std::chrono::seconds starts,
                        std::chrono::seconds ends) {
  X509Ptr made(X509_new());
  X509_set_version(made.get(), X509_VERSION_3);
  std::uint32_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(made.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(made.get()), starts.count());
  X509_gmtime_adj(X509_getm_notAfter(made.get()), ends.count());
  X509_set_pubkey(made.get(), key);
  set_name(X509_get_subject_name(made.get()), common_name);
  return made;
}

std::string alternative_names(const TestLeaf& leaf) {
  std::string text;
  for (const auto& name : leaf.names)
    text += (text.empty() ? "" : ",") + (name.starts_with("IP:") ? name : "DNS:" + name);
  return text;
}

}  // namespace

struct TestCa::Root {
  KeyPtr key = new_key();
  X509Ptr certificate =
      new_certificate("Test Root", key.get(), std::chrono::hours(-24 * 30), std::chrono::hours(24 * 30));
};

TestCa::TestCa() : root_(std::make_unique<Root>()) {
  auto* self = root_->certificate.get();
  X509_set_issuer_name(self, X509_get_subject_name(self));
  add_extension(self, self, NID_basic_constraints, "critical,CA:TRUE");
  add_extension(self, self, NID_key_usage, "critical,keyCertSign,cRLSign");
  add_extension(self, self, NID_subject_key_identifier, "hash");
  X509_sign(self, root_->key.get(), EVP_sha256());
  root_pem_ = pem_of(self);
}

TestCa::~TestCa() = default;

TestCertificate TestCa::issue(const TestLeaf& leaf) const {
  const auto key = new_key();
  const auto made = new_certificate("Test Leaf", key.get(), leaf.starts, leaf.ends);
  auto* issuer = root_->certificate.get();
  X509_set_issuer_name(made.get(), X509_get_subject_name(issuer));
  add_extension(made.get(), issuer, NID_basic_constraints, "CA:FALSE");
  add_extension(made.get(), issuer, NID_ext_key_usage, "serverAuth");
  add_extension(made.get(), issuer, NID_authority_key_identifier, "keyid");
  if (!leaf.names.empty()) add_extension(made.get(), issuer, NID_subject_alt_name, alternative_names(leaf));
  if (leaf.padding_bytes > 0)
    add_extension(made.get(), issuer, NID_netscape_comment, std::string(leaf.padding_bytes, 'x'));
  X509_sign(made.get(), root_->key.get(), EVP_sha256());
  return {pem_of(made.get()), Secret(pem_of_key(key.get()))};
}

}  // namespace kigen::tests
