#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/task.hpp"
#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator {

enum class probe_errc { no_certificate = 1, handshake_failed, unreachable, timed_out, name_not_found };
std::error_code make_error_code(probe_errc code);

/// What one address answered in one TLS handshake; the certificate is read, not trusted.
struct Served {
  std::string address = {};
  std::string leaf_pem = {};
  std::vector<std::string> chain_pem = {};  ///< what was sent behind the leaf, in that order, at most 10
};

/// Asks a TLS endpoint what it serves (R26).
class TlsProbe {
 public:
  virtual ~TlsProbe() = default;
  /// One new connection to `address` (an IP address). `server_name` empty = no SNI. `proxy` "host:port" or
  /// empty.
  virtual Task<Result<Served>> probe(Endpoint address, std::string server_name, std::string proxy,
                                     Instant deadline) = 0;
};

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::probe_errc> : std::true_type {};
