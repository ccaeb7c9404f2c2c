#pragma once

#include "orchestrator/net/url.hpp"
#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"
#include "orchestrator/ports/https.hpp"

namespace kigen::orchestrator::net {

/// HTTP/1.1 over connections of a Dialer, a new one for every exchange, on the loop of whoever asks. A proxy
/// is asked for a tunnel (CONNECT, RFC 9110 §9.3.6), for plain http too. Errors are net_errc with "host:port"
/// in the detail: unreachable, name_not_found, tls_failed and malformed_request mean that no request was
/// sent; timed_out, connection_lost and malformed_answer that it may have been taken.
class HttpClient final : public Https {
 public:
  HttpClient(Dialer& dialer, Clock& clock) : dialer_(dialer), clock_(clock) {}

  Task<Result<HttpResponse>> send(HttpRequest request, Instant deadline) override;
  /// Bytes to and from `to`, through the proxy at "host:port". Fails with unreachable and the proxy's words.
  Task<Result<std::unique_ptr<ByteStream>>> tunnel(const std::string& proxy, const Endpoint& to,
                                                   Instant deadline);

 private:
  Task<Result<std::unique_ptr<ByteStream>>> connect(const HttpRequest& request, const Url& url,
                                                    Instant deadline);

  Dialer& dialer_;
  Clock& clock_;
};

}  // namespace kigen::orchestrator::net
