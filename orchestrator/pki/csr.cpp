#include <openssl/err.h>
#include <openssl/pem.h>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/pki/pem.hpp"
#include "orchestrator/pki/x509_facts.hpp"

namespace kigen::orchestrator::pki {
namespace {

Result<X509ReqPtr> read_request(std::string_view pem) {
  TRY(const auto blocks, pem_blocks(pem));
  if (blocks.empty()) return no_block(pem, "CSR", "CERTIFICATE REQUEST");
  const auto& block = blocks.front();
  if (blocks.size() != 1 || !block.label.ends_with("CERTIFICATE REQUEST"))
    return fail(pki_errc::malformed, "the CSR must stand alone");
  TRY(const auto der, decode(block));
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* end = at + der.size();
  X509ReqPtr request(d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  if (!request || at != end) return fail(pki_errc::malformed, "what it holds is no CSR");
  return request;
}

/// Whoever made the CSR has the key.
Result<EVP_PKEY*> proven_key(X509_REQ* request) {
  EVP_PKEY* key = X509_REQ_get0_pubkey(request);
  if (key == nullptr || X509_REQ_verify(request, key) != 1)
    return fail(pki_errc::malformed, "the CSR's own signature does not hold");
  if (!is_supported(key)) return fail(pki_errc::unsupported_algorithm);
  return key;
}

Result<std::vector<std::string>> names_of(X509_REQ* request, const std::string& common_name) {
  auto* extensions = X509_REQ_get_extensions(request);
  constexpr int absent = -1;
  int critical = absent;
  const NamesPtr sans(
      static_cast<GENERAL_NAMES*>(X509V3_get_d2i(extensions, NID_subject_alt_name, &critical, nullptr)));
  sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
  if (!sans && critical != absent)
    return fail(pki_errc::malformed, "the subject alternative names are not readable");
  return all_names(sans.get(), common_name);
}

Result<Csr> facts_of(X509_REQ* request) {
  TRY(auto* key, proven_key(request));
  Csr facts;
  TRY(facts.common_name, common_name_of(X509_REQ_get_subject_name(request)));
  TRY(facts.names, names_of(request, facts.common_name));
  facts.public_key_sha256 = public_key_sha256(key);
  const auto out = new_memory_bio();
  PEM_write_bio_X509_REQ(out.get(), request);
  facts.pem = text_in(out.get());
  return facts;
}

}  // namespace

Result<Csr> parse_csr(std::string_view pem) {
  auto request = read_request(pem);
  auto facts = request ? facts_of(request->get()) : Result<Csr>(fail(request.error()));
  ERR_clear_error();
  return facts;
}

}  // namespace kigen::orchestrator::pki
