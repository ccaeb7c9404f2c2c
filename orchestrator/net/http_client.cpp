#include "orchestrator/net/http_client.hpp"

#include "orchestrator/net/http_codec.hpp"
#include "orchestrator/net/http_reader.hpp"
#include "orchestrator/net/tls.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::orchestrator::net {
namespace {

constexpr std::size_t max_header_bytes = 64u << 10;
constexpr int max_interim_answers = 8;

/// What the codec says, as the caller of an exchange with `host` needs it.
Error as_net_error(Error error, const std::string& host) {
  if (error.code == http_errc::truncated)
    return {make_error_code(net_errc::connection_lost), host + ": answer cut off"};
  if (error.code == http_errc::unsafe_header)
    return {make_error_code(net_errc::malformed_request), host + ": " + describe(error)};
  if (error.code.category() == make_error_code(http_errc::malformed).category())
    return {make_error_code(net_errc::malformed_answer), host + ": " + describe(error)};
  return error;
}

Result<std::string> request_text(const HttpRequest& request, const Url& url) {
  HttpHeaders headers{
      {"Host", authority(url)}, {"User-Agent", "kigen/" KIGEN_VERSION}, {"Connection", "close"}};
  headers.insert(headers.end(), request.headers.begin(), request.headers.end());
  if (!request.body.empty() || request.method == "POST" || request.method == "PUT")
    headers.emplace_back("Content-Length", std::to_string(request.body.size()));
  TRY(auto text, request_head(request.method, url.target, headers));
  return text + request.body;
}

bool is_interim(unsigned status) { return status < 200 && status != 101; }

/// What goes out and how its answer is read.
struct Exchange {
  std::string text = {};
  HttpLimits limits = {};
  bool bodiless = false;
};

/// The first final answer; interim ones (RFC 9110 §15.2) are skipped.
Task<Result<HttpMessage>> read_answer(ByteStream& from, HttpLimits limits, bool bodiless) {
  HttpReader reader(from);
  for (int i = 0; i < max_interim_answers; ++i) {
    const auto parser = response_parser(limits, bodiless);
    CO_TRY_DO(co_await reader.read_all(*parser));
    auto answer = parser->message();
    if (!is_interim(answer.status)) co_return answer;
  }
  co_return fail(http_errc::malformed, "too many interim answers");
}

Task<Result<HttpMessage>> write_and_read(ByteStream& stream, const std::string& text, HttpLimits limits,
                                         bool bodiless) {
  CO_TRY_DO(co_await stream.write(text));
  co_return co_await read_answer(stream, limits, bodiless);
}

/// One request and its answer on an open stream to `host`.
Task<Result<HttpMessage>> ask(ByteStream& stream, const Exchange& what, const std::string& host, Clock& clock,
                              Instant deadline) {
  auto answer =
      co_await with_deadline(clock, deadline, write_and_read(stream, what.text, what.limits, what.bodiless));
  if (answer) co_return answer;
  if (answer.error().code == std::errc::timed_out) co_return fail(net_errc::timed_out, host);
  co_return fail(as_net_error(std::move(answer.error()), host));
}

/// A connection that broke before the request went out took nothing.
Error as_connect_error(Error error) {
  if (error.code == net_errc::connection_lost) error.code = net_errc::unreachable;
  return error;
}

}  // namespace

Task<Result<std::unique_ptr<ByteStream>>> HttpClient::tunnel(const std::string& proxy, const Endpoint& to,
                                                             Instant deadline) {
  CO_TRY(const auto via, parse_endpoint(proxy));
  CO_TRY(auto stream, co_await dialer_.connect(via, deadline));
  CO_TRY(auto text, request_head("CONNECT", to_text(to), {{"Host", to_text(to)}}));
  const Exchange connect{std::move(text), {max_header_bytes, 0}, true};
  const auto answer = co_await ask(*stream, connect, "proxy " + proxy, clock_, deadline);
  if (!answer) co_return fail(net_errc::unreachable, describe(answer.error()));
  if (answer->status / 100 != 2)
    co_return fail(net_errc::unreachable, "proxy " + proxy + " refused " + to_text(to) + " with status " +
                                              std::to_string(answer->status));
  co_return stream;
}

Task<Result<std::unique_ptr<ByteStream>>> HttpClient::connect(const HttpRequest& request, const Url& url,
                                                              Instant deadline) {
  auto stream = request.proxy.empty() ? co_await dialer_.connect(url.host, deadline)
                                      : co_await tunnel(request.proxy, url.host, deadline);
  if (!stream || !url.is_https) co_return stream;
  TlsClientOptions options{.server_name = url.host.host, .trust_pem = request.trust_pem};
  auto secured = co_await tls_client(*std::move(stream), std::move(options), clock_, deadline);
  if (!secured) co_return fail(as_connect_error(std::move(secured.error())));
  co_return *std::move(secured);
}

Task<Result<HttpResponse>> HttpClient::send(HttpRequest request, Instant deadline) {
  CO_TRY(const auto url, parse_url(request.url));
  const auto host = to_text(url.host);
  if (!url.is_https && !request.plain_allowed)
    co_return fail(net_errc::malformed_request, host + ": https is required");
  auto text = request_text(request, url);
  if (!text) co_return fail(as_net_error(std::move(text.error()), host));
  CO_TRY(const auto stream, co_await connect(request, url, deadline));
  const Exchange exchange{
      *std::move(text), {max_header_bytes, request.max_answer_bytes}, request.method == "HEAD"};
  CO_TRY(auto answer, co_await ask(*stream, exchange, host, clock_, deadline));
  co_return HttpResponse{answer.status, std::move(answer.headers), std::move(answer.body)};
}

}  // namespace kigen::orchestrator::net
