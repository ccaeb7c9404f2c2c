#pragma once

#include <string>

#include "orchestrator/net/http_codec.hpp"
#include "orchestrator/ports/byte_stream.hpp"

namespace kigen::orchestrator::net {

/// Reads HTTP messages off a stream, one after the other; keeps what came behind one for the next.
class HttpReader {
 public:
  explicit HttpReader(ByteStream& from) : from_(from) {}

  /// Reads until the parser has the header; truncated when the stream ends before.
  Task<Result<>> read_header(HttpParser& parser);
  /// Reads until the parser has everything.
  Task<Result<>> read_all(HttpParser& parser);
  /// Waits for a byte of the next message; false at the end of the stream.
  Task<Result<bool>> wait_for_more();

 private:
  Task<Result<>> step(HttpParser& parser);
  Task<Result<bool>> fill();
  void forget(std::size_t taken);

  ByteStream& from_;
  std::string waiting_;  // read, not parsed yet
};

}  // namespace kigen::orchestrator::net
