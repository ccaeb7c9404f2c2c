#pragma once

#include <memory>
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

/// One client's connection: requests in, answers out, one after the other. Owned by a task of the server's
/// group.
class HttpConnection {
 public:
  HttpConnection(ServerContext& context, std::unique_ptr<ByteStream> stream, std::string peer,
                 bool is_over_limit);

  /// Serves until the client goes, asks to close, misbehaves or idles too long.
  Task<Result<>> run();
  /// Ends it now unless a request is being answered.
  void close_if_free();

 private:
  enum class Activity : std::uint8_t { idle, answering, streaming };

  Task<Result<bool>> wait_for_request();
  Task<Result<HttpMessage>> read_request();
  Task<Result<bool>> serve_one();
  Task<ServerResponse> answer(HttpMessage message);
  Task<Result<bool>> send(ServerResponse response, const HttpMessage& asked, bool keep_alive);
  Task<Result<>> send_stream(const StreamWriter& writer, bool chunked);
  Task<Result<>> write_text(std::string text);
  Task<Result<>> write_all(std::string_view text);
  Task<Result<>> refuse(unsigned status);
  Task<Result<>> linger();
  Task<Result<>> discard_input();

  ServerContext& context_;
  std::unique_ptr<ByteStream> stream_;
  std::string peer_;
  bool is_over_limit_;
  HttpReader reader_;
  Activity activity_ = Activity::idle;
};

}  // namespace kigen::orchestrator::net
