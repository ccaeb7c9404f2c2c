#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/task.hpp"

namespace kigen::orchestrator {

/// A connected pair of byte pipes: TCP, TLS over one, or a simulated one. One reader and one writer at a
/// time.
class ByteStream {
 public:
  virtual ~ByteStream() = default;  ///< closes
  /// At least one byte, or 0 at the end of the stream.
  virtual Task<Result<std::size_t>> read_some(std::span<char> into) = 0;
  /// All of it.
  virtual Task<Result<>> write(std::span<const char> bytes) = 0;
  virtual void close() = 0;
};

struct Endpoint {
  std::string host = {};  ///< name, IPv4 or IPv6 without brackets
  std::uint16_t port = 0;
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};
std::string to_text(const Endpoint& endpoint);  ///< "host:port", IPv6 in brackets

enum class net_errc {
  name_not_found = 1,
  unreachable,  ///< refused, no route
  timed_out,
  connection_lost,
  tls_failed,        ///< handshake or certificate verification
  malformed_answer,  ///< not HTTP, or over a limit
  redirect_refused,
  malformed_request,  ///< not an https URL, a line break in a header
  listen_failed,      ///< the address cannot be listened on
};
std::error_code make_error_code(net_errc code);

/// Opens connections to the outside.
class Dialer {
 public:
  virtual ~Dialer() = default;
  /// All addresses of a name, in the resolver's order; the address itself when it is one.
  virtual Task<Result<std::vector<std::string>>> resolve(std::string host, Instant deadline) = 0;
  /// TCP to the first address that answers.
  virtual Task<Result<std::unique_ptr<ByteStream>>> connect(Endpoint to, Instant deadline) = 0;
};

}  // namespace kigen::orchestrator

template <>
struct std::is_error_code_enum<kigen::orchestrator::net_errc> : std::true_type {};
