#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"

namespace kigen::orchestrator::net {

/// Connections from this machine, on one loop. Names are resolved by the system, on a thread of Asio's.
class TcpDialer final : public Dialer {
 public:
  TcpDialer(asio::any_io_executor loop, Clock& clock) : loop_(std::move(loop)), clock_(clock) {}

  Task<Result<std::vector<std::string>>> resolve(std::string host, Instant deadline) override;
  /// Tries the addresses in turn; each gets its share of the time that is left.
  Task<Result<std::unique_ptr<ByteStream>>> connect(Endpoint to, Instant deadline) override;

 private:
  Task<Result<std::unique_ptr<ByteStream>>> connect_address(std::string address, Endpoint to,
                                                            Instant deadline);

  asio::any_io_executor loop_;
  Clock& clock_;
};

/// A connection that came in.
struct Accepted {
  std::unique_ptr<ByteStream> stream = {};
  std::string peer = {};  ///< its IP address
};

/// A listening TCP socket, on one loop.
class TcpListener {
 public:
  /// `at.host` is an IP address; port 0 lets the kernel choose. Fails with listen_failed and the reason.
  static Result<std::unique_ptr<TcpListener>> open(const asio::any_io_executor& loop, const Endpoint& at);
  virtual ~TcpListener() = default;

  virtual std::uint16_t port() const = 0;
  virtual Task<Result<Accepted>> accept() = 0;
  /// Refuses from here on; a waiting accept fails.
  virtual void close() = 0;
};

}  // namespace kigen::orchestrator::net
