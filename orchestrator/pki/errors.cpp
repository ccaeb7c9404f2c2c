#include "orchestrator/pki/errors.hpp"

#include "events/core/error.hpp"

namespace kigen::orchestrator::pki {

std::error_code make_error_code(pki_errc code) {
  static const TableCategory table(
      "pki",
      {
          {int(pki_errc::malformed), "malformed", "not a certificate, CSR or key in PEM form", 28},
          {int(pki_errc::too_large), "too_large", "too large", 28, Failure::permanent, Answer::too_large},
          {int(pki_errc::encrypted_key), "encrypted_key",
           "the private key is protected by a passphrase; take it off first (openssl pkey)", 28},
          {int(pki_errc::wrong_passphrase), "wrong_passphrase",
           "the passphrase does not open the PKCS#12 file", 28},
          {int(pki_errc::unsupported_algorithm), "unsupported_algorithm",
           "only RSA of 2048 to 4096 bits and ECDSA on P-256 or P-384 are used", 2002},
          {int(pki_errc::other_algorithm), "other_algorithm",
           "the private key is of another algorithm or size than the one that is set", 2002},
          {int(pki_errc::key_mismatch), "key_mismatch", "the private key does not belong to the certificate",
           1651},
          {int(pki_errc::not_one_chain), "not_one_chain",
           "the certificates are not one single chain (a duplicate or an unrelated one is among them)", 1659},
          {int(pki_errc::several_in_leaf_file), "several_in_leaf_file",
           "the file for the server certificate alone holds several; intermediates have a file of their own",
           1660},
          {int(pki_errc::unusable_login_key), "unusable_login_key",
           "this private key cannot be used to log in", 28},
          {int(pki_errc::bad_name), "bad_name", "not a DNS name that a certificate can carry", 2003},
          {int(pki_errc::bad_subject), "bad_subject", "not usable in the subject of a CSR", 2003},
          {int(pki_errc::creation_failed), "creation_failed", "the key or CSR could not be made", 2001,
           Failure::transient, Answer::internal},
      });
  return {int(code), table};
}

}  // namespace kigen::orchestrator::pki
