// Certificates, of uploads, CAs and TLS servers. An input is the DER of one or, back to back, of several.
#include "orchestrator/pki/certificate.hpp"
#include "events/core/base64.hpp"
#include "events/core/readable.hpp"
#include "orchestrator/pki/import.hpp"
#include "tests/fuzz/der.hpp"
#include "tests/fuzz/fuzz.hpp"

namespace kigen::fuzz {
namespace {

using namespace orchestrator::pki;

void expect_fit_for_events(const Certificate& facts) {
  ensure(is_readable(facts.common_name), "a common name can be shown");
  ensure(is_readable(facts.subject) && is_readable(facts.issuer), "subject and issuer can be shown");
  for (const auto& name : facts.names) ensure(is_readable(name), "a name can be shown");
}

}  // namespace

void try_input(std::string_view input) {
  const auto pem = as_pem(input, "CERTIFICATE");
  const auto certificates = parse_certificates(pem);
  if (!certificates) return;
  for (const auto& facts : *certificates) {
    expect_fit_for_events(facts);
    const auto again = parse_certificates(facts.pem);
    ensure(again && again->size() == 1 && again->front().sha256 == facts.sha256,
           "a certificate is written as it was read");
  }
  const auto chain = order_chain(*certificates);
  ensure(chain.has_value() >= read_chain(pem).has_value(), "only a chain makes a generation");
}

}  // namespace kigen::fuzz
