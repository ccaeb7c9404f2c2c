#include <algorithm>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "orchestrator/net/tcp.hpp"
#include "orchestrator/net/tcp_stream.hpp"
#include "orchestrator/runtime/cancellation.hpp"
#include "orchestrator/runtime/signal.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::orchestrator::net {
namespace {

using asio::ip::tcp;

/// Outlives the caller that gave up: getaddrinfo cannot be interrupted.
struct Lookup {
  explicit Lookup(const asio::any_io_executor& loop) : resolver(loop), done(loop) {}
  tcp::resolver resolver;
  Signal done;
  bool ended = false;
  boost::system::error_code error = {};
  std::vector<std::string> addresses = {};
};

void keep(Lookup& lookup, const boost::system::error_code& error, const tcp::resolver::results_type& found) {
  lookup.error = error;
  for (const auto& entry : found) {
    auto address = entry.endpoint().address().to_string();
    if (std::ranges::find(lookup.addresses, address) == lookup.addresses.end())
      lookup.addresses.push_back(std::move(address));
  }
  lookup.ended = true;
  lookup.done.notify_all();
}

Task<Result<>> wait_for(std::shared_ptr<Lookup> lookup) {
  while (!lookup->ended) CO_TRY_DO(co_await lookup->done.wait());
  co_return Result<>{};
}

bool is_address(const std::string& host) {
  boost::system::error_code error;
  asio::ip::make_address(host, error);
  return !error;
}

bool timed_out(const Error& error) { return error.code == std::errc::timed_out; }

Task<Result<std::unique_ptr<ByteStream>>> open_socket(asio::any_io_executor loop, std::string address,
                                                      Endpoint to) {
  if (is_cancelled(co_await asio::this_coro::cancellation_state)) co_return cancelled(address);
  tcp::socket socket(loop);
  const auto [error] = co_await socket.async_connect(tcp::endpoint(asio::ip::make_address(address), to.port),
                                                     asio::as_tuple(asio::use_awaitable));
  if (error) co_return fail(net_errc::unreachable, to_text(to) + " (" + address + "): " + error.message());
  co_return std::make_unique<TcpStream>(std::move(socket), to_text(to));
}

}  // namespace

Task<Result<std::vector<std::string>>> TcpDialer::resolve(std::string host, Instant deadline) {
  if (is_address(host)) co_return std::vector{host};
  auto lookup = std::make_shared<Lookup>(loop_);
  lookup->resolver.async_resolve(
      host, "", [lookup](const auto& error, const auto& found) { keep(*lookup, error, found); });
  auto waited = co_await with_deadline(clock_, deadline, wait_for(lookup));
  if (!waited && timed_out(waited.error()))
    co_return fail(net_errc::name_not_found, host + ": no answer in time");
  CO_TRY_DO(std::move(waited));
  if (lookup->error) co_return fail(net_errc::name_not_found, host + ": " + lookup->error.message());
  co_return std::move(lookup->addresses);
}

Task<Result<std::unique_ptr<ByteStream>>> TcpDialer::connect_address(std::string address, Endpoint to,
                                                                     Instant deadline) {
  auto connected = co_await with_deadline(clock_, deadline, open_socket(loop_, address, to));
  if (!connected && timed_out(connected.error()))
    co_return fail(net_errc::unreachable, to_text(to) + " (" + address + "): no connection in time");
  co_return connected;
}

Task<Result<std::unique_ptr<ByteStream>>> TcpDialer::connect(Endpoint to, Instant deadline) {
  CO_TRY(const auto addresses, co_await resolve(to.host, deadline));
  Result<std::unique_ptr<ByteStream>> connected = fail(net_errc::name_not_found, to.host + ": no address");
  for (auto left = addresses.size(); left > 0 && !connected; --left) {
    const auto share = (deadline - clock_.now()) / static_cast<std::int64_t>(left);
    connected = co_await connect_address(addresses[addresses.size() - left], to, clock_.now() + share);
  }
  co_return connected;
}

}  // namespace kigen::orchestrator::net
