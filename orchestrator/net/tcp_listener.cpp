#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "orchestrator/net/forwarded.hpp"
#include "orchestrator/net/tcp.hpp"
#include "orchestrator/net/tcp_stream.hpp"
#include "orchestrator/runtime/cancellation.hpp"

namespace kigen::orchestrator::net {
namespace {

using asio::ip::tcp;

class AsioListener final : public TcpListener {
 public:
  explicit AsioListener(tcp::acceptor acceptor) : acceptor_(std::move(acceptor)) {}

  std::uint16_t port() const override {
    boost::system::error_code error;
    return acceptor_.local_endpoint(error).port();
  }

  Task<Result<Accepted>> accept() override {
    if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled("accept");
    auto [error, socket] = co_await acceptor_.async_accept(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::operation_aborted || !acceptor_.is_open()) co_return cancelled("accept");
    if (error) co_return fail(net_errc::connection_lost, "accept: " + error.message());
    boost::system::error_code gone;
    const auto peer = plain_address(socket.remote_endpoint(gone).address().to_string());
    const auto came_to = plain_address(socket.local_endpoint(gone).address().to_string());
    co_return Accepted{std::make_unique<TcpStream>(std::move(socket), peer), peer, came_to};
  }

  void close() override {
    boost::system::error_code ignored;  // closed either way
    acceptor_.close(ignored);
  }

 private:
  tcp::acceptor acceptor_;
};

std::unexpected<Error> refused(const Endpoint& at, const boost::system::error_code& error) {
  return fail(net_errc::listen_failed, to_text(at) + ": " + error.message());
}

}  // namespace

Result<std::unique_ptr<TcpListener>> TcpListener::open(const asio::any_io_executor& loop,
                                                       const Endpoint& at) {
  boost::system::error_code error;
  const tcp::endpoint local(asio::ip::make_address(at.host, error), at.port);
  if (error) return refused(at, error);
  tcp::acceptor acceptor(loop);
  acceptor.open(local.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(local, error);
  if (!error) acceptor.listen(tcp::acceptor::max_listen_connections, error);
  if (error) return refused(at, error);
  close_on_exec(acceptor.native_handle());
  return std::make_unique<AsioListener>(std::move(acceptor));
}

}  // namespace kigen::orchestrator::net
