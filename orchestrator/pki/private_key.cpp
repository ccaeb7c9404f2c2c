#include <openssl/err.h>

#include <algorithm>

#include "orchestrator/pki/certificate.hpp"
#include "orchestrator/pki/errors.hpp"
#include "orchestrator/pki/openssl.hpp"
#include "orchestrator/pki/pem.hpp"
#include "orchestrator/pki/x509_facts.hpp"

namespace kigen::orchestrator::pki {
namespace {

using DigestContextPtr = std::unique_ptr<EVP_MD_CTX, OpensslDeleter<EVP_MD_CTX_free>>;

/// Whether the private half makes signatures that the public half accepts. The file states both halves:
/// comparing the stated public key with a certificate's says nothing about what a server can sign.
bool signs_for_itself(EVP_PKEY* key) {
  constexpr std::string_view sample = "kigen";
  const auto* bytes = reinterpret_cast<const unsigned char*>(sample.data());
  const DigestContextPtr signing(EVP_MD_CTX_new());
  const DigestContextPtr checking(EVP_MD_CTX_new());
  std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)), '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  auto size = signature.size();
  const bool holds = EVP_DigestSignInit(signing.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                     EVP_DigestSign(signing.get(), out, &size, bytes, sample.size()) == 1 &&
                     EVP_DigestVerifyInit(checking.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
                     EVP_DigestVerify(checking.get(), out, size, bytes, sample.size()) == 1;
  ERR_clear_error();
  return holds;
}

bool is_encrypted(const PemBlock& block) {
  return block.label == "ENCRYPTED PRIVATE KEY" || block.body.contains("Proc-Type: 4,ENCRYPTED");
}

/// The one private key of a file; certificates beside it are left alone.
Result<PemBlock> only_key_block(std::string_view pem) {
  TRY(const auto blocks, pem_blocks(pem));
  const auto is_key = [](const PemBlock& block) { return is_private_key(block.label); };
  const auto found = std::ranges::find_if(blocks, is_key);
  if (found == blocks.end()) return no_block(pem, "private key", "PRIVATE KEY");
  if (std::ranges::count_if(blocks, is_key) > 1)
    return fail(pki_errc::malformed, "several private keys in one file");
  return *found;
}

}  // namespace

Result<PrivateKey> parse_private_key(const Secret& pem) {
  TRY(const auto block, only_key_block(pem.reveal()));
  if (is_encrypted(block)) return fail(pki_errc::encrypted_key);
  const auto key = read_private_key(pem);
  if (!key) return fail(pki_errc::malformed, "the private key is damaged");
  if (!is_supported(key.get())) return fail(pki_errc::unsupported_algorithm);
  if (!signs_for_itself(key.get()))
    return fail(pki_errc::malformed, "the two halves of the private key do not fit");
  TRY(auto normal, pem_of_private_key(key.get()));
  return PrivateKey{public_key_sha256(key.get()), std::move(normal)};
}

}  // namespace kigen::orchestrator::pki
