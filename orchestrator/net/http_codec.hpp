#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "events/core/error.hpp"

namespace kigen::orchestrator::net {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

enum class http_errc {
  malformed = 1,  ///< not HTTP/1.x
  header_too_large,
  body_too_large,
  truncated,      ///< the stream ended inside a message
  unsafe_header,  ///< a header to send holds a line break or is no token
};
std::error_code make_error_code(http_errc code);

struct HttpLimits {
  std::size_t header_bytes = 0;
  std::size_t body_bytes = 0;
};

/// A request or a response as it came; one of `method` and `status` is set.
struct HttpMessage {
  std::string method = {};
  std::string target = {};
  unsigned status = 0;
  bool is_http_1_1 = true;
  bool keep_alive = false;
  bool expects_continue = false;  ///< RFC 9110 §10.1.1
  HttpHeaders headers = {};
  std::string body = {};
};

/// Parses one message from bytes as they come (RFC 9112).
class HttpParser {
 public:
  virtual ~HttpParser() = default;
  /// Takes a prefix of `bytes`, possibly nothing when it wants to see more at once; returns its length.
  virtual Result<std::size_t> put(std::string_view bytes) = 0;
  /// The stream ended. Fails with truncated unless that is how the message ends.
  virtual Result<> put_end() = 0;
  virtual bool header_done() const = 0;
  virtual bool done() const = 0;
  /// What is known so far; complete once done().
  virtual HttpMessage message() const = 0;
};

std::unique_ptr<HttpParser> request_parser(HttpLimits limits);
/// `bodiless`: the answer to HEAD or CONNECT, which has no body whatever its headers say.
std::unique_ptr<HttpParser> response_parser(HttpLimits limits, bool bodiless);

/// Start line, headers and the empty line. Fails with unsafe_header, naming the header.
Result<std::string> request_head(std::string_view method, std::string_view target,
                                 const HttpHeaders& headers);
Result<std::string> response_head(unsigned status, const HttpHeaders& headers);

}  // namespace kigen::orchestrator::net

template <>
struct std::is_error_code_enum<kigen::orchestrator::net::http_errc> : std::true_type {};
