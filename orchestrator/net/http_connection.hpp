#pragma once

#include <memory>
#include <optional>
#include <string>

#include "orchestrator/net/http_codec.hpp"
#include "orchestrator/net/http_reader.hpp"
#include "orchestrator/net/http_server.hpp"

namespace kigen::orchestrator::net {

/// What all connections of a server share.
struct ServerContext {
  HttpServerSettings settings = {};
  Handler handler = {};
  Clock& clock;
  bool draining = false;  ///< no request after the one under way
};

/// Who is at the other end, as far as the socket says.
struct Client {
  std::string peer = {};
  std::string came_to = {};
  std::optional<unsigned> local_uid = {};
};

/// One client's connection: requests in, answers out, one after the other. Owned by a task of the server's
/// group.
class HttpConnection {
 public:
  /// `place` is the stream's own; without one every request is refused.
  HttpConnection(ServerContext& context, std::unique_ptr<ByteStream> stream, Client client,
                 Places::Place* place);

  /// Serves until the client goes, asks to close, misbehaves or idles too long.
  Task<Result<>> run();
  /// Ends it now unless a request is being answered.
  void close_if_free();

 private:
  using Doing = Places::Doing;

  void now(Doing doing);
  bool is_tls() const { return context_.settings.tls != nullptr && !client_.local_uid; }
  Task<Result<bool>> wait_for_request();
  Task<Result<HttpMessage>> read_request();
  Task<Result<bool>> serve_one();
  Task<ServerResponse> answer(HttpMessage message);
  Task<ServerResponse> handle(ServerRequest request);
  unsigned status_of_host(const HttpMessage& message) const;
  Task<Result<bool>> send(ServerResponse response, const HttpMessage& asked, bool keep_alive);
  Task<Result<>> send_stream(const StreamWriter& writer, bool chunked);
  Task<Result<>> write_text(std::string text);
  Task<Result<>> write_all(std::string_view text);
  Task<Result<>> refuse(unsigned status);
  Task<Result<>> linger();
  Task<Result<>> discard_input();

  ServerContext& context_;
  std::unique_ptr<ByteStream> stream_;
  Client client_;
  Places::Place* place_;
  HttpReader reader_;
  Doing doing_ = Doing::idle;
};

}  // namespace kigen::orchestrator::net
