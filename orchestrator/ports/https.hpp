#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "events/core/error.hpp"
#include "events/core/instant.hpp"
#include "events/core/task.hpp"

namespace kigen::orchestrator {

struct HttpRequest {
  std::string method = "GET";
  std::string url = {};  ///< absolute, https (http only where the caller says plain_allowed)
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  std::string trust_pem = {};  ///< extra trusted roots; empty = the system's trust store alone
  std::string proxy = {};      ///< "host:port"; empty = direct
  bool plain_allowed = false;
  std::size_t max_answer_bytes = 1u << 20;  ///< body; header section is limited to 64 KiB
};

struct HttpResponse {
  unsigned status = 0;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  /// First header of that name, case-insensitively.
  std::optional<std::string> header(std::string_view name) const;
};

/// The first value whose name equals `name` but for case (RFC 9110 §5.1).
std::optional<std::string> find_header(const std::vector<std::pair<std::string, std::string>>& headers,
                                       std::string_view name);

/// One HTTP/1.1 exchange with the outside. Redirects are returned, never followed.
class Https {
 public:
  virtual ~Https() = default;
  virtual Task<Result<HttpResponse>> send(HttpRequest request, Instant deadline) = 0;
};

}  // namespace kigen::orchestrator
