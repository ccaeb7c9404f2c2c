#pragma once

#include <memory>
#include <string>
#include <vector>

#include "events/core/mutex.hpp"
#include "events/core/secret.hpp"
#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"

struct ssl_ctx_st;

namespace kigen::orchestrator::net {

/// TLS 1.2 or 1.3 over any byte stream (RFC 8446, RFC 5246). close() ends the stream below at once: the
/// length in HTTP tells the end, not close_notify; an end without close_notify is connection_lost to the
/// reader.
class TlsStream : public ByteStream {
 public:
  /// What the other side sent, PEM, leaf first; empty when it sent none.
  virtual std::vector<std::string> peer_certificates() const = 0;
};

struct TlsClientOptions {
  std::string server_name = {};  ///< name or address that the certificate must have; a name is sent as SNI
  std::string trust_pem = {};    ///< roots trusted besides the system's store
  bool verify = true;            ///< false only to look at what is served
};

/// Handshakes as client until `deadline`, reading at most 256 KiB. Fails with tls_failed, with the reason
/// behind the server's name; unreachable when the time is over; connection_lost.
Task<Result<std::unique_ptr<TlsStream>>> tls_client(std::unique_ptr<ByteStream> over,
                                                    TlsClientOptions options, Clock& clock, Instant deadline);

/// Certificate and key of a server. Any thread.
class TlsServerContext {
 public:
  /// Certificate chain in PEM, leaf first, and its key. Fails with tls_failed.
  static Result<std::unique_ptr<TlsServerContext>> make(const std::string& chain_pem, const Secret& key_pem);
  /// Connections from here on use the new pair; on failure the old one stays.
  Result<> reload(const std::string& chain_pem, const Secret& key_pem);
  std::shared_ptr<ssl_ctx_st> current() const;

 private:
  mutable Mutex mutex_;
  std::shared_ptr<ssl_ctx_st> context_ GUARDED_BY(mutex_);
};

/// Handshakes as server until `deadline`. Bounds and errors as tls_client.
Task<Result<std::unique_ptr<TlsStream>>> tls_server(std::unique_ptr<ByteStream> over,
                                                    const TlsServerContext& context, std::string peer,
                                                    Clock& clock, Instant deadline);

}  // namespace kigen::orchestrator::net
