// Chains as CAs send them, read by OpenSSL's PEM reader.
#include <string>
#include <vector>

#include "orchestrator/net/openssl.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {
namespace {

std::string written(const std::vector<orchestrator::pki::X509Ptr>& chain) {
  std::string text;
  for (const auto& certificate : chain) text += orchestrator::pki::pem_of(certificate.get());
  return text;
}

}  // namespace

void try_input(std::string_view input) {
  using orchestrator::net::certificates_of;
  const auto chain = certificates_of(input);
  const auto text = written(chain);
  const auto again = certificates_of(text);
  ensure(again.size() == chain.size(), "a chain that is written anew holds as many certificates");
  ensure(written(again) == text, "and the same");
}

}  // namespace kigen::fuzz
