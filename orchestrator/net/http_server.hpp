#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/task.hpp"
#include "orchestrator/net/forwarded.hpp"
#include "orchestrator/net/own_names.hpp"
#include "orchestrator/net/places.hpp"
#include "orchestrator/net/tls.hpp"
#include "orchestrator/ports/byte_stream.hpp"
#include "orchestrator/ports/clock.hpp"

namespace kigen::orchestrator::net {

struct ServerRequest {
  std::string method = {};
  std::string target = {};  ///< as sent: path and query
  std::string path =
      {};  ///< percent-decoded; a request with an encoded slash or NUL in it was refused before
  std::vector<std::pair<std::string, std::string>> query = {};  ///< decoded, in order
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  std::string peer = {};  ///< the client's IP address, behind trusted proxies; "local" over the Unix socket
  bool is_tls = false;
  std::optional<unsigned> local_uid =
      {};  ///< who asks over the Unix socket: the kernel's word, not the client's

  std::optional<std::string> header(std::string_view name) const;       ///< first of that name, any case
  std::optional<std::string> query_value(std::string_view name) const;  ///< first of that name
};

/// Where a streamed body goes. write() returns once the bytes are with the kernel; it fails when the client
/// is gone or takes nothing for the write timeout.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Task<Result<>> write(std::string_view bytes) = 0;
};
/// Writes a body piece by piece; cancelled when the client goes or the server stops.
using StreamWriter = std::function<Task<Result<>>(ByteSink&)>;

struct ServerResponse {
  unsigned status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  StreamWriter stream =
      {};  ///< when set: the body, of unknown length, as for server-sent events; `body` is ignored
  std::string known_as = {};  ///< whom the request was let in as: the connection is no stranger's any more
};

/// Answers one request. What it throws becomes a 500.
using Handler = std::function<Task<ServerResponse>(ServerRequest)>;

struct HttpServerSettings {
  Endpoint listen = {"127.0.0.1", 0};
  const TlsServerContext* tls = nullptr;  ///< null = plain
  /// A Unix socket where the same is served in plain to this machine's root and our own user; empty = none.
  std::filesystem::path local_socket = {};
  std::size_t max_header_bytes = 16u << 10;
  std::size_t max_body_bytes = 1u << 20;
  PlaceLimits places = {};             ///< for whom there is none: 503, or closed at once when many are
  std::optional<OwnNames> names = {};  ///< what Host may name; none = anything
  Proxies proxies = {};
  Duration handshake_timeout = std::chrono::seconds(10);
  Duration header_timeout =
      std::chrono::seconds(10);  ///< from a request's first byte to the end of its header
  Duration body_timeout = std::chrono::seconds(30);
  Duration write_timeout = std::chrono::seconds(30);  ///< for each 64 KiB
  Duration idle_timeout = std::chrono::seconds(60);   ///< between requests
  /// What the server itself answers (400, 408, 413, 421, 431, 500, 503); empty = a line of text.
  std::function<ServerResponse(unsigned status)> refusal = {};
  /// Told how each taking of a connection went, and listening itself.
  std::function<void(const Result<>&)> accepting = [](const Result<>&) {};
};

/// HTTP/1.1 server (RFC 9112) on one loop: keep-alive, pipelining, HEAD, chunked requests, streamed answers.
class HttpServer {
 public:
  HttpServer(asio::any_io_executor loop, Clock& clock, HttpServerSettings settings, Handler handler);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  /// stop() came before.
  ~HttpServer();

  /// Listens. Fails with listen_failed.
  Result<> start();
  /// The port listened on, also when the settings say 0.
  std::uint16_t port() const;
  std::size_t connections() const;
  /// Takes no more connections, ends those that idle or stream, lets running requests finish for up to
  /// `grace`, then cancels them.
  Task<Result<>> stop(Duration grace);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace kigen::orchestrator::net
