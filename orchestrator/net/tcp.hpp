#pragma once

#include <filesystem>
#include <memory>
#include <optional>
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
  std::string peer = {};                   ///< its IP address; "local" over a Unix socket
  std::string came_to = {};                ///< our address that it dialled
  std::optional<unsigned> local_uid = {};  ///< over a Unix socket: whose process it is
};

/// A listening socket, on one loop.
class Listener {
 public:
  virtual ~Listener() = default;
  virtual Task<Result<Accepted>> accept() = 0;
  /// Refuses from here on; a waiting accept fails.
  virtual void close() = 0;
};

/// A listening TCP socket.
class TcpListener : public Listener {
 public:
  /// `at.host` is an IP address; port 0 lets the kernel choose. Fails with listen_failed and the reason.
  static Result<std::unique_ptr<TcpListener>> open(const asio::any_io_executor& loop, const Endpoint& at);
  virtual std::uint16_t port() const = 0;
};

/// A listening Unix socket (mode 0600, in a folder of mode 0700) that serves root and this process's own user
/// only, as the kernel names who comes (SO_PEERCRED); it closes on others. The file goes with the listener.
class LocalListener : public Listener {
 public:
  /// Makes the folder when it is not there. A socket that nobody listens on any more gives way; anything else
  /// in its place, and a folder that is another user's, fail with listen_failed.
  static Result<std::unique_ptr<LocalListener>> open(const asio::any_io_executor& loop,
                                                     const std::filesystem::path& at);
};

}  // namespace kigen::orchestrator::net
