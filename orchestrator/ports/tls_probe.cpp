#include "orchestrator/ports/tls_probe.hpp"

namespace kigen::orchestrator {

std::error_code make_error_code(probe_errc code) {
  using enum probe_errc;
  static const TableCategory table(
      "tls_probe",
      {{int(no_certificate), "no_certificate", "the endpoint showed no certificate", 2411,
        Failure::transient},
       {int(handshake_failed), "tls_handshake_failed", "the TLS handshake failed", 1819, Failure::transient},
       {int(unreachable), "tls_unreachable", "the endpoint cannot be reached", 1819, Failure::transient},
       {int(timed_out), "tls_timed_out", "the endpoint did not answer in time", 1819, Failure::transient},
       {int(name_not_found), "name_not_found", "the name has no address", 2413, Failure::transient}});
  return {int(code), table};
}

}  // namespace kigen::orchestrator
