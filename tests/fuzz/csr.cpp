// Certificate signing requests that people upload. An input is the DER of one.
#include "events/core/readable.hpp"
#include "orchestrator/pki/certificate.hpp"
#include "tests/fuzz/der.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {

void try_input(std::string_view input) {
  using namespace orchestrator::pki;
  const auto csr = parse_csr(as_pem(input, "CERTIFICATE REQUEST"));
  if (!csr) return;
  ensure(is_readable(csr->common_name), "a common name can be shown");
  for (const auto& name : csr->names) ensure(is_readable(name), "a name can be shown");
  const auto again = parse_csr(csr->pem);
  ensure(again && again->public_key_sha256 == csr->public_key_sha256 && again->pem == csr->pem,
         "a CSR is written as it was read");
}

}  // namespace kigen::fuzz
