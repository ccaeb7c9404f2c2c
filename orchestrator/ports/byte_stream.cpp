#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator {
namespace {

const TableCategory& net_category() {
  using enum net_errc;
  static const TableCategory table(
      "net",
      {{int(name_not_found), "name_not_found", "the name could not be resolved", 1839, Failure::transient,
        Answer::unavailable},
       {int(unreachable), "unreachable", "no connection", 1839, Failure::transient, Answer::unavailable},
       {int(timed_out), "timed_out", "no answer in time", 1839, Failure::unknown, Answer::unavailable},
       {int(connection_lost), "connection_lost", "the connection broke", 1839, Failure::unknown,
        Answer::unavailable},
       {int(tls_failed), "tls_failed", "no trustworthy TLS connection", 29, Failure::permanent,
        Answer::unavailable},
       {int(malformed_answer), "malformed_answer", "the answer is not valid HTTP or over a limit", 1822,
        Failure::unknown, Answer::unavailable},
       {int(redirect_refused), "redirect_refused", "the answer points to another host", 1822,
        Failure::permanent, Answer::unavailable},
       {int(malformed_request), "malformed_request", "the request cannot be sent as HTTP", 1821,
        Failure::permanent, Answer::bad_request},
       {int(listen_failed), "listen_failed", "the address cannot be listened on", 98, Failure::transient,
        Answer::internal}});
  return table;
}

}  // namespace

std::error_code make_error_code(net_errc code) { return {int(code), net_category()}; }

std::string to_text(const Endpoint& endpoint) {
  const bool is_v6 = endpoint.host.find(':') != std::string::npos;
  return (is_v6 ? "[" + endpoint.host + "]" : endpoint.host) + ":" + std::to_string(endpoint.port);
}

}  // namespace kigen::orchestrator
