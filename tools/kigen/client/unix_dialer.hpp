#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <filesystem>
#include <utility>

#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"

namespace kigen::tools {

/// Connects to one Unix socket, whatever endpoint is asked for: the server on this machine, which knows from
/// the kernel who asks. On one loop.
class UnixDialer final : public orchestrator::Dialer {
 public:
  UnixDialer(asio::any_io_executor loop, orchestrator::Clock& clock, std::filesystem::path socket)
      : loop_(std::move(loop)), clock_(clock), socket_(std::move(socket)) {}

  Task<Result<std::vector<std::string>>> resolve(std::string host, Instant deadline) override;
  Task<Result<std::unique_ptr<orchestrator::ByteStream>>> connect(orchestrator::Endpoint to,
                                                                  Instant deadline) override;

 private:
  asio::any_io_executor loop_;
  orchestrator::Clock& clock_;
  std::filesystem::path socket_;
};

}  // namespace kigen::tools
