#include "orchestrator/net/openssl.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace kigen::orchestrator::net {

std::vector<pki::X509Ptr> certificates_of(std::string_view pem) {
  std::vector<pki::X509Ptr> found;
  const auto bio = pki::bio_over(pem);
  while (auto* certificate = PEM_read_bio_X509(bio.get(), nullptr, pki::no_passphrase, nullptr))
    found.emplace_back(certificate);
  ERR_clear_error();  // the end of the text is an error to OpenSSL
  return found;
}

}  // namespace kigen::orchestrator::net
