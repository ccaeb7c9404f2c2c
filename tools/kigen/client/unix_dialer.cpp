#include "tools/kigen/client/unix_dialer.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "orchestrator/runtime/cancellation.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::tools {
namespace {

using orchestrator::ByteStream;
using orchestrator::net_errc;
using Socket = asio::local::stream_protocol::socket;
using Endpoint = asio::local::stream_protocol::endpoint;

class UnixStream final : public ByteStream {
 public:
  UnixStream(Socket socket, std::string name) : socket_(std::move(socket)), name_(std::move(name)) {}

  Task<Result<std::size_t>> read_some(std::span<char> into) override {
    if (orchestrator::is_cancelled(co_await asio::this_coro::cancellation_state))
      co_return orchestrator::cancelled(name_);
    const auto [error, count] = co_await socket_.async_read_some(asio::buffer(into.data(), into.size()),
                                                                 asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return std::size_t{0};
    if (error) co_return lost(error);
    co_return count;
  }
  Task<Result<>> write(std::span<const char> bytes) override {
    if (orchestrator::is_cancelled(co_await asio::this_coro::cancellation_state))
      co_return orchestrator::cancelled(name_);
    const auto [error, count] = co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()),
                                                           asio::as_tuple(asio::use_awaitable));
    if (error) co_return lost(error);
    co_return Result<>{};
  }
  void close() override {
    boost::system::error_code ignored;  // it is gone either way
    socket_.close(ignored);
  }

 private:
  std::unexpected<Error> lost(const boost::system::error_code& error) const {
    if (error == asio::error::operation_aborted) return orchestrator::cancelled(name_);
    return fail(net_errc::connection_lost, name_ + ": " + error.message());
  }

  Socket socket_;
  std::string name_;
};

Task<Result<std::unique_ptr<ByteStream>>> open_socket(asio::any_io_executor loop,
                                                      std::filesystem::path path) {
  const auto name = path.string();
  if (name.size() > sizeof(sockaddr_un::sun_path) - 1)
    co_return fail(net_errc::malformed_request, name + ": too long for the name of a socket");
  Socket socket(loop);
  const auto [error] = co_await socket.async_connect(Endpoint(name), asio::as_tuple(asio::use_awaitable));
  if (error) co_return fail(net_errc::unreachable, name + ": " + error.message());
  co_return std::make_unique<UnixStream>(std::move(socket), name);
}

}  // namespace

Task<Result<std::vector<std::string>>> UnixDialer::resolve(std::string host, Instant) {
  co_return std::vector{std::move(host)};
}

Task<Result<std::unique_ptr<ByteStream>>> UnixDialer::connect(orchestrator::Endpoint, Instant deadline) {
  co_return co_await orchestrator::with_deadline(clock_, deadline, open_socket(loop_, socket_));
}

}  // namespace kigen::tools
