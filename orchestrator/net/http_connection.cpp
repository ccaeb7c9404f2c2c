#include "orchestrator/net/http_connection.hpp"

#include <array>

#include <spdlog/spdlog.h>
#include <boost/system/system_error.hpp>

#include "orchestrator/net/http_date.hpp"
#include "orchestrator/net/url.hpp"
#include "orchestrator/ports/https.hpp"
#include "orchestrator/runtime/with_deadline.hpp"

namespace kigen::orchestrator::net {
namespace {

constexpr std::size_t write_chunk_bytes = 64u << 10;
constexpr auto hsts = "max-age=31536000";  // RFC 6797: a year without plain HTTP
constexpr Duration linger_time = std::chrono::seconds(2);

/// The status for a request that could not be read; 0 when the client is simply gone.
unsigned status_for(const Error& error) {
  if (error.code == http_errc::header_too_large) return 431;
  if (error.code == http_errc::body_too_large) return 413;
  if (error.code == http_errc::malformed) return 400;
  if (error.code == std::errc::timed_out) return 408;
  return 0;
}

ServerResponse refusal(const HttpServerSettings& settings, unsigned status) {
  if (settings.refusal) return settings.refusal(status);
  return {.status = status,
          .headers = {{"Content-Type", "text/plain"}},
          .body = "The server refused the request with status " + std::to_string(status) + ".\n"};
}

bool has_no_body(unsigned status) { return status == 204 || status == 304; }

HttpHeaders with_framing(const ServerResponse& response, const HttpMessage& asked, bool keep_alive,
                         bool is_tls, Instant now) {
  auto headers = response.headers;
  headers.emplace_back("Date", http_date(now));
  if (is_tls) headers.emplace_back("Strict-Transport-Security", hsts);
  if (response.stream && asked.is_http_1_1) headers.emplace_back("Transfer-Encoding", "chunked");
  if (!response.stream && !has_no_body(response.status))
    headers.emplace_back("Content-Length", std::to_string(response.body.size()));
  if (!keep_alive) headers.emplace_back("Connection", "close");
  return headers;
}

/// Frames what a StreamWriter writes (RFC 9112 §7.1).
class ChunkSink final : public ByteSink {
 public:
  using Write = std::function<Task<Result<>>(std::string)>;
  ChunkSink(Write write, bool chunked) : write_(std::move(write)), chunked_(chunked) {}

  Task<Result<>> write(std::string_view bytes) override {
    if (bytes.empty()) co_return Result<>{};  // an empty chunk would end the body
    if (!chunked_) co_return co_await write_(std::string(bytes));
    co_return co_await write_(fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes));
  }
  Task<Result<>> end() {
    if (!chunked_) co_return Result<>{};
    co_return co_await write_("0\r\n\r\n");
  }

 private:
  Write write_;
  bool chunked_;
};

}  // namespace

HttpConnection::HttpConnection(ServerContext& context, std::unique_ptr<ByteStream> stream, Client client,
                               Places::Place* place)
    : context_(context),
      stream_(std::move(stream)),
      client_(std::move(client)),
      place_(place),
      reader_(*stream_) {}

void HttpConnection::close_if_free() {
  if (doing_ == Doing::idle || doing_ == Doing::streaming) stream_->close();
}

void HttpConnection::now(Doing doing) {
  doing_ = doing;
  if (place_) place_->now(doing);
}

Task<Result<>> HttpConnection::run() {
  for (bool keep_alive = true; keep_alive && !context_.draining;) {
    now(Doing::idle);
    CO_TRY(const bool more, co_await wait_for_request());
    if (!more) break;
    now(Doing::reading);
    CO_TRY(keep_alive, co_await serve_one());
  }
  co_return Result<>{};
}

Task<Result<bool>> HttpConnection::wait_for_request() {
  auto& clock = context_.clock;
  const auto more =
      co_await with_deadline(clock, clock.now() + context_.settings.idle_timeout, reader_.wait_for_more());
  co_return more && *more;  // idling too long and a broken connection end it alike
}

Task<Result<HttpMessage>> HttpConnection::read_request() {
  const auto& settings = context_.settings;
  auto& clock = context_.clock;
  const auto parser = request_parser({settings.max_header_bytes, settings.max_body_bytes});
  CO_TRY_DO(
      co_await with_deadline(clock, clock.now() + settings.header_timeout, reader_.read_header(*parser)));
  if (!parser->done() && parser->message().expects_continue)
    CO_TRY_DO(co_await write_all("HTTP/1.1 100 Continue\r\n\r\n"));
  CO_TRY_DO(co_await with_deadline(clock, clock.now() + settings.body_timeout, reader_.read_all(*parser)));
  co_return parser->message();
}

Task<Result<bool>> HttpConnection::serve_one() {
  auto request = co_await read_request();
  if (!request) {
    CO_TRY_DO(co_await refuse(status_for(request.error())));
    co_return false;
  }
  const HttpMessage asked{.method = request->method, .is_http_1_1 = request->is_http_1_1};
  const bool wants_more = request->keep_alive && place_;
  now(Doing::answering);
  auto response = co_await answer(*std::move(request));
  if (place_ && !response.known_as.empty()) place_->know(response.known_as);
  now(Doing::sending);
  co_return co_await send(std::move(response), asked, wants_more && !context_.draining);
}

/// 0 when the request is for us.
unsigned HttpConnection::status_of_host(const HttpMessage& message) const {
  if (!context_.settings.names || client_.local_uid) return 0;
  const auto host = parse_host(find_header(message.headers, "Host").value_or(""));
  if (!host) return 400;
  return context_.settings.names->include(host->name, client_.came_to) ? 0 : 421;
}

Task<ServerResponse> HttpConnection::answer(HttpMessage message) {
  if (!place_) co_return refusal(context_.settings, 503);
  if (const auto status = status_of_host(message)) co_return refusal(context_.settings, status);
  auto target = parse_target(message.target);
  if (!target) co_return refusal(context_.settings, 400);
  const auto& proxies = context_.settings.proxies;
  ServerRequest request{.method = std::move(message.method),
                        .target = std::move(message.target),
                        .path = std::move(target->path),
                        .query = std::move(target->query),
                        .headers = std::move(message.headers),
                        .body = std::move(message.body),
                        .peer = client_.peer,
                        .is_tls = is_tls(),
                        .local_uid = client_.local_uid};
  if (!client_.local_uid) request.peer = client_address(client_.peer, request.headers, proxies);
  co_return co_await handle(std::move(request));
}

Task<ServerResponse> HttpConnection::handle(ServerRequest request) {
  const auto asked = request.method + " " + request.path;
  try {
    co_return co_await context_.handler(std::move(request));
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::system::errc::operation_canceled) throw;
    spdlog::error("{}: {}", asked, error.what());
  } catch (const std::exception& error) {
    spdlog::error("{}: {}", asked, error.what());
  }
  co_return refusal(context_.settings, 500);
}

/// True when the connection can take another request.
Task<Result<bool>> HttpConnection::send(ServerResponse response, const HttpMessage& asked, bool keep_alive) {
  const bool stays = keep_alive && !response.stream;
  auto head =
      response_head(response.status, with_framing(response, asked, stays, is_tls(), context_.clock.now()));
  if (!head) {
    spdlog::error("answer to {}: {}", client_.peer, describe(head.error()));
    co_return co_await send(refusal(context_.settings, 500), asked, false);
  }
  const bool bodiless = asked.method == "HEAD" || has_no_body(response.status);
  CO_TRY_DO(co_await write_all(bodiless || response.stream ? *head : *head + response.body));
  if (response.stream && !bodiless) CO_TRY_DO(co_await send_stream(response.stream, asked.is_http_1_1));
  co_return stays;
}

/// Streams until the writer ends, or the client does: then the writer is cancelled.
Task<Result<>> HttpConnection::send_stream(const StreamWriter& writer, bool chunked) {
  now(Doing::streaming);
  ChunkSink sink([this](std::string text) { return write_text(std::move(text)); }, chunked);
  std::optional<Result<>> written;
  std::optional<Result<>> client_gone;
  std::ignore =
      co_await first_of(detail::store(writer(sink), written), detail::store(discard_input(), client_gone));
  if (!written || !*written) co_return Result<>{};  // the client knows by the missing last chunk
  co_return co_await sink.end();
}

Task<Result<>> HttpConnection::write_text(std::string text) { co_return co_await write_all(text); }

Task<Result<>> HttpConnection::write_all(std::string_view text) {
  auto& clock = context_.clock;
  while (!text.empty()) {
    const auto piece = text.substr(0, write_chunk_bytes);
    CO_TRY_DO(
        co_await with_deadline(clock, clock.now() + context_.settings.write_timeout, stream_->write(piece)));
    text.remove_prefix(piece.size());
  }
  co_return Result<>{};
}

Task<Result<>> HttpConnection::refuse(unsigned status) {
  if (status == 0) co_return Result<>{};
  CO_TRY_DO(co_await send(refusal(context_.settings, status), {}, false));
  co_return co_await linger();
}

/// Takes in what the client still sends for a moment: closing with unread bytes would reset the connection
/// and could take the answer away from the client (RFC 9112 §9.6).
Task<Result<>> HttpConnection::linger() {
  auto& clock = context_.clock;
  std::ignore = co_await with_deadline(clock, clock.now() + linger_time, discard_input());
  co_return Result<>{};
}

Task<Result<>> HttpConnection::discard_input() {
  std::array<char, 8192> unwanted;
  for (;;) {
    CO_TRY(const auto count, co_await stream_->read_some(unwanted));
    if (count == 0) co_return Result<>{};
  }
}

}  // namespace kigen::orchestrator::net
