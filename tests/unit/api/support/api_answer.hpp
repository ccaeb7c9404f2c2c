#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "orchestrator/net/http_server.hpp"

namespace kigen::tests {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// An answer, and the fields of its JSON by pointer (RFC 6901).
struct ApiAnswer {
  orchestrator::net::ServerResponse raw = {};

  unsigned status() const { return raw.status; }
  const std::string& body() const { return raw.body; }
  /// Empty when it is not there.
  std::string header(std::string_view name) const;
  /// A string as it is, other values as JSON; fails the test when it is not there.
  std::string at(std::string_view pointer) const;
  /// "code" of a problem.
  std::string code() const { return at("/code"); }
};

}  // namespace kigen::tests
