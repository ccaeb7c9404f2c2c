#include "orchestrator/net/tcp_stream.hpp"

#include <fcntl.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "orchestrator/runtime/cancellation.hpp"

namespace kigen::orchestrator::net {
namespace {

std::unexpected<Error> lost(const boost::system::error_code& error, const std::string& name) {
  if (error == asio::error::operation_aborted) return cancelled(name);
  return fail(net_errc::connection_lost, name + ": " + error.message());
}

}  // namespace

void close_on_exec(int fd) { ::fcntl(fd, F_SETFD, FD_CLOEXEC); }

SocketStream::SocketStream(Socket socket, std::string name)
    : socket_(std::move(socket)), name_(std::move(name)) {
  close_on_exec(socket_.native_handle());
}

Task<Result<std::size_t>> SocketStream::read_some(std::span<char> into) {
  if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled(name_);
  const auto [error, count] = co_await socket_.async_read_some(asio::buffer(into.data(), into.size()),
                                                               asio::as_tuple(asio::use_awaitable));
  if (error == asio::error::eof) co_return std::size_t{0};
  if (error) co_return lost(error, name_);
  co_return count;
}

Task<Result<>> SocketStream::write(std::span<const char> bytes) {
  if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled(name_);
  const auto [error, count] = co_await asio::async_write(socket_, asio::buffer(bytes.data(), bytes.size()),
                                                         asio::as_tuple(asio::use_awaitable));
  if (error) co_return lost(error, name_);
  co_return Result<>{};
}

void SocketStream::close_now() noexcept {
  boost::system::error_code ignored;  // it is gone either way
  socket_.shutdown(Socket::shutdown_both, ignored);
  socket_.close(ignored);
}

TcpStream::TcpStream(TcpSocket socket, std::string name)
    : SocketStream(
          [&] {
            boost::system::error_code ignored;  // the socket works without, only slower
            socket.set_option(asio::ip::tcp::no_delay(true), ignored);
            return std::move(socket);
          }(),
          std::move(name)) {}

}  // namespace kigen::orchestrator::net
