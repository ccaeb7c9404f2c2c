#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "orchestrator/net/http_server.hpp"
#include "orchestrator/runtime/troubles.hpp"

namespace kigen::workers::ca::acme {

/// Answers to http-01 challenges (RFC 8555 §8.3) on a listener of their own: GET
/// /.well-known/acme-challenge/TOKEN and nothing else. Answers live as long as their order is being
/// validated; after a restart the next look at the order puts them back. One loop.
class HttpChallenges {
 public:
  /// `troubles` hears how the listener fares.
  HttpChallenges(asio::any_io_executor loop, orchestrator::Clock& clock, orchestrator::Endpoint listen,
                 orchestrator::Troubles& troubles);

  /// Fails with listen_failed.
  Result<> start() { return server_.start(); }
  std::uint16_t port() const { return server_.port(); }
  Task<Result<>> stop(Duration grace) { return server_.stop(grace); }

  /// Serves `key_authorization` for `token` on behalf of `order`.
  void provide(const std::string& order, const std::string& token, const std::string& key_authorization);
  /// The order is not being validated any more.
  void forget(const std::string& order);
  std::size_t size() const { return answers_.size(); }
  /// What the listener serves at this path.
  std::optional<std::string> answer_at(std::string_view path) const;

 private:
  struct Answer {
    std::string order = {};
    std::string key_authorization = {};
  };
  Task<orchestrator::net::ServerResponse> respond(orchestrator::net::ServerRequest request) const;

  std::map<std::string, Answer, std::less<>> answers_;  // by token
  orchestrator::net::HttpServer server_;
};

}  // namespace kigen::workers::ca::acme
