#pragma once

#include <string>

#include <boost/asio/ip/tcp.hpp>

#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator::net {

using TcpSocket = asio::ip::tcp::socket;

/// Programs that we start do not inherit the socket; Asio opens it so that they would.
void close_on_exec(int fd);

/// A connected TCP socket with TCP_NODELAY. `name` stands in its errors.
class TcpStream final : public ByteStream {
 public:
  TcpStream(TcpSocket socket, std::string name);
  ~TcpStream() override { close_now(); }

  Task<Result<std::size_t>> read_some(std::span<char> into) override;
  Task<Result<>> write(std::span<const char> bytes) override;
  void close() override { close_now(); }

 private:
  void close_now() noexcept;

  TcpSocket socket_;
  std::string name_;
};

}  // namespace kigen::orchestrator::net
