#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/pki/pem.hpp"

namespace kigen::orchestrator::pki {

inline constexpr std::size_t max_certificates = 20;

/// Facts of one X.509 certificate (RFC 5280).
struct Certificate {
  std::string common_name = {};  ///< of the subject; empty when it has none
  std::string subject = {};      ///< RFC 2253 text
  std::string issuer = {};
  std::string serial = {};  ///< upper-case hex
  Instant not_before = {};
  Instant not_after = {};
  std::vector<std::string> names = {};  ///< DNS SANs, and the CN when it is none of them
  std::string sha256 = {};              ///< hex over the DER
  std::string public_key_sha256 = {};   ///< hex over the SubjectPublicKeyInfo
  std::string pem = {};                 ///< as OpenSSL writes it
  bool self_signed = false;             ///< subject and issuer are one name
  bool is_ca = false;                   ///< may issue others (RFC 5280 §4.2.1.9)
};

/// All certificates of a PEM text, in its order; text between the blocks is ignored, other kinds of block are
/// refused. Foreign bytes: at most 1 MiB and 20 certificates (too_large); names with characters that do not
/// show, broken base64 and whatever is no certificate are malformed, and the detail says which block.
Result<std::vector<Certificate>> parse_certificates(std::string_view pem);

/// The same hash without reading what is hashed: of the first certificate of a PEM text; empty when it holds
/// none.
std::string certificate_sha256(std::string_view pem);

struct Chain {
  Certificate leaf = {};
  std::vector<Certificate> intermediates = {};  ///< issuer of the leaf first; a self-signed root is left out
};
/// The single chain that the certificates form, the same for every order they come in: each is issued
/// (signature checked) by the next, a CA. Duplicates, gaps, unrelated ones and two certificates of one CA are
/// refused (not_one_chain).
Result<Chain> order_chain(std::vector<Certificate> certificates);

/// Facts of a private key whose two halves fit each other.
struct PrivateKey {
  std::string public_key_sha256 = {};
  Secret pem = {};  ///< PKCS#8, the key alone
};
/// RSA of 2048–4096 bits or ECDSA on P-256/P-384, unencrypted, in PKCS#8, PKCS#1 or SEC1; the only key of the
/// text.
Result<PrivateKey> parse_private_key(const Secret& pem);

/// Facts of a CSR (RFC 2986) whose signature holds.
struct Csr {
  std::string common_name = {};
  std::vector<std::string> names = {};  ///< DNS SANs, and the CN when it is none of them
  std::string public_key_sha256 = {};
  std::string pem = {};  ///< as OpenSSL writes it
};
Result<Csr> parse_csr(std::string_view pem);

}  // namespace kigen::orchestrator::pki
