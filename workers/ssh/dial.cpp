#include "workers/ssh/dial.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::workers::ssh {
namespace {

using orchestrator::ssh_errc;
using ConnectionPtr = std::unique_ptr<Connection>;

Task<Result<ConnectionPtr>> connect(std::string address, std::uint16_t port, std::string host) {
  co_await asio::this_coro::throw_if_cancelled(false);
  Connection::Socket socket(co_await asio::this_coro::executor);
  const auto [error] = co_await socket.async_connect({asio::ip::make_address(address), port},
                                                     asio::as_tuple(asio::use_awaitable));
  if (error) co_return fail(ssh_errc::connect_failed, host + " (" + address + "): " + error.message());
  socket.set_option(asio::ip::tcp::no_delay(true));
  co_return std::make_unique<Connection>(std::move(socket), std::move(host));
}

}  // namespace

Task<Result<ConnectionPtr>> dial(orchestrator::Dialer& dialer, orchestrator::Clock& clock,
                                 orchestrator::Endpoint to, Instant deadline) {
  const auto host = orchestrator::to_text(to);
  const auto addresses = co_await dialer.resolve(to.host, deadline);
  if (!addresses) co_return fail(ssh_errc::connect_failed, describe(addresses.error()));
  Result<ConnectionPtr> connected = fail(ssh_errc::connect_failed, host + ": no address");
  for (auto left = addresses->size(); left > 0 && !connected; --left) {
    const auto share = (deadline - clock.now()) / static_cast<std::int64_t>(left);
    const auto& address = (*addresses)[addresses->size() - left];
    connected =
        co_await orchestrator::with_deadline(clock, clock.now() + share, connect(address, to.port, host));
  }
  co_return connected;
}

}  // namespace kigen::workers::ssh
