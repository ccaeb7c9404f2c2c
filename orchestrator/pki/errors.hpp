#pragma once

#include <system_error>

namespace kigen::orchestrator::pki {

enum class pki_errc {
  malformed = 1,  ///< not PEM, or not what it says it is
  too_large,
  encrypted_key,
  wrong_passphrase,  ///< of a PKCS#12 file
  unsupported_algorithm,
  other_algorithm,  ///< than the one that is wanted
  key_mismatch,     ///< key and certificate are no pair
  not_one_chain,    ///< duplicate or unrelated certificates
  several_in_leaf_file,
  unusable_login_key,  ///< for SSH
  bad_name,            ///< not a DNS name that a certificate may carry
  bad_subject,
  creation_failed,  ///< OpenSSL did not do it
};
std::error_code make_error_code(pki_errc code);

}  // namespace kigen::orchestrator::pki

template <>
struct std::is_error_code_enum<kigen::orchestrator::pki::pki_errc> : std::true_type {};
