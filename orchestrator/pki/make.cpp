#include "orchestrator/pki/make.hpp"

#include <openssl/pem.h>

#include <algorithm>

#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/names.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/pki/x509_parts.hpp"

namespace kigen::orchestrator::pki {
namespace {

constexpr std::size_t max_common_name = 64;  // ub-common-name, RFC 5280 appendix A

Result<> fill_subject(X509_NAME* name, const CsrRequest& wanted) {
  const auto& subject = wanted.subject;
  TRY_DO(add_entry(name, "C", subject.country));
  TRY_DO(add_entry(name, "ST", subject.state));
  TRY_DO(add_entry(name, "L", subject.locality));
  TRY_DO(add_entry(name, "O", subject.organization));
  TRY_DO(add_entry(name, "OU", subject.unit));
  if (wanted.common_name.size() <= max_common_name) TRY_DO(add_entry(name, "CN", wanted.common_name));
  return add_entry(name, "emailAddress", subject.email);
}

/// The common name first, then the others, each once.
Result<std::vector<std::string>> names_for(const CsrRequest& wanted) {
  TRY(auto first, validate_dns_name(wanted.common_name));
  std::vector<std::string> names{std::move(first)};
  for (const auto& name : wanted.names) {
    TRY(auto valid, validate_dns_name(name));
    if (std::ranges::find(names, valid) == names.end()) names.push_back(std::move(valid));
  }
  return names;
}

Result<> add_names(X509_REQ* request, const std::vector<std::string>& names) {
  TRY(const auto extension, alternative_names(names));
  STACK_OF(X509_EXTENSION)* extensions = sk_X509_EXTENSION_new_null();
  sk_X509_EXTENSION_push(extensions, extension.get());
  const bool added = X509_REQ_add_extensions(request, extensions) == 1;
  sk_X509_EXTENSION_free(extensions);
  if (!added) return not_made("subject alternative names");
  return {};
}

Result<std::string> make_csr(EVP_PKEY* key, const CsrRequest& wanted) {
  TRY_DO(validate_subject(wanted.subject));
  TRY(const auto names, names_for(wanted));
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

}  // namespace

Result<KeyAndCsr> make_key_and_csr(const CsrRequest& request) {
  TRY(const auto key, make_key(request.key.algorithm));
  KeyAndCsr made;
  TRY(made.csr_pem, make_csr(key.get(), request));
  TRY(made.key_pem, pem_of_private_key(key.get()));
  made.public_key_sha256 = public_key_sha256(key.get());
  return made;
}

Result<std::string> sign_csr(const Secret& key_pem, const CsrRequest& request) {
  const auto key = read_private_key(key_pem);
  if (!key) return fail(pki_errc::malformed, "the private key");
  if (!is_of(key.get(), request.key.algorithm)) return fail(pki_errc::other_algorithm);
  return make_csr(key.get(), request);
}

Result<Secret> make_account_key() {
  TRY(const auto key, make_key(events::KeyAlgorithm::ecdsa_p256));
  return pem_of_private_key(key.get());
}

}  // namespace kigen::orchestrator::pki
