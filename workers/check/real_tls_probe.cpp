#include "workers/check/real_tls_probe.hpp"

#include <algorithm>
#include <iterator>

#include "orchestrator/net/tls.hpp"

namespace kigen::workers::check {
namespace {

using namespace orchestrator;

constexpr std::ptrdiff_t max_chain = 10;

/// What kept us from a connection; errors of other modules (a cancelled caller) pass.
Error as_connect_error(Error error) {
  if (error.code == net_errc::name_not_found) error.code = probe_errc::name_not_found;
  if (error.code == net_errc::timed_out) error.code = probe_errc::timed_out;
  if (error.code == net_errc::unreachable || error.code == net_errc::connection_lost)
    error.code = probe_errc::unreachable;
  return error;
}

/// Once connected, "unreachable" is the TLS layer's word for a handshake that took too long.
Error as_handshake_error(Error error, const std::string& where) {
  if (error.code == net_errc::unreachable) error.code = probe_errc::timed_out;
  if (error.code == net_errc::tls_failed || error.code == net_errc::connection_lost)
    error.code = probe_errc::handshake_failed;
  error.detail = where + ": " + error.detail;
  return error;
}

Result<Served> served_by(const Endpoint& address, std::vector<std::string> certificates) {
  if (certificates.empty()) return fail(probe_errc::no_certificate, to_text(address));
  Served served{.address = address.host, .leaf_pem = std::move(certificates.front())};
  const auto end = certificates.begin() + std::min(std::ssize(certificates), max_chain + 1);
  served.chain_pem.assign(std::make_move_iterator(certificates.begin() + 1), std::make_move_iterator(end));
  return served;
}

}  // namespace

Task<Result<Served>> RealTlsProbe::probe(Endpoint address, std::string server_name, std::string proxy,
                                         Instant deadline) {
  auto stream = proxy.empty() ? co_await dialer_.connect(address, deadline)
                              : co_await proxies_.tunnel(proxy, address, deadline);
  if (!stream) co_return fail(as_connect_error(std::move(stream.error())));
  const net::TlsClientOptions options{.server_name = std::move(server_name), .verify = false};
  const auto tls = co_await net::tls_client(*std::move(stream), options, clock_, deadline);
  if (!tls) co_return fail(as_handshake_error(tls.error(), to_text(address)));
  co_return served_by(address, (*tls)->peer_certificates());
}

}  // namespace kigen::workers::check
