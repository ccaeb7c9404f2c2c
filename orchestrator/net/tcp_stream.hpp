#pragma once

#include <string>

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator::net {

using TcpSocket = asio::ip::tcp::socket;

/// Programs that we start do not inherit the socket; Asio opens it so that they would.
void close_on_exec(int fd);

/// A connected socket of any kind. `name` stands in its errors.
class SocketStream : public ByteStream {
 public:
  using Socket = asio::generic::stream_protocol::socket;
  SocketStream(Socket socket, std::string name);
  ~SocketStream() override { close_now(); }

  Task<Result<std::size_t>> read_some(std::span<char> into) override;
  Task<Result<>> write(std::span<const char> bytes) override;
  void close() override { close_now(); }

 private:
  void close_now() noexcept;

  Socket socket_;
  std::string name_;
};

/// A connected TCP socket with TCP_NODELAY.
class TcpStream final : public SocketStream {
 public:
  TcpStream(TcpSocket socket, std::string name);
};

}  // namespace kigen::orchestrator::net
