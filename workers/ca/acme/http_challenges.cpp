#include "workers/ca/acme/http_challenges.hpp"

namespace kigen::workers::ca::acme {
namespace {

using orchestrator::net::HttpServerSettings;
using orchestrator::net::ServerRequest;
using orchestrator::net::ServerResponse;

constexpr std::string_view challenge_path = "/.well-known/acme-challenge/";

/// CAs ask from a few places, briefly; anyone may, as the port is public, and by any name.
HttpServerSettings small(orchestrator::Endpoint listen, orchestrator::Troubles& troubles) {
  return {.listen = std::move(listen),
          .max_header_bytes = 8u << 10,
          .max_body_bytes = 0,
          .places = {.all = 64, .for_known = 0, .per_source = 16},
          .idle_timeout = std::chrono::seconds(10),
          .accepting = [&troubles](const Result<>& taken) {
            troubles.note(orchestrator::Part::http01, {}, taken);
          }};
}

}  // namespace

HttpChallenges::HttpChallenges(asio::any_io_executor loop, orchestrator::Clock& clock,
                               orchestrator::Endpoint listen, orchestrator::Troubles& troubles)
    : server_(std::move(loop), clock, small(std::move(listen), troubles),
              [this](ServerRequest request) { return respond(std::move(request)); }) {}

void HttpChallenges::provide(const std::string& order, const std::string& token,
                             const std::string& key_authorization) {
  answers_[token] = {order, key_authorization};
}

void HttpChallenges::forget(const std::string& order) {
  std::erase_if(answers_, [&](const auto& entry) { return entry.second.order == order; });
}

std::optional<std::string> HttpChallenges::answer_at(std::string_view path) const {
  if (!path.starts_with(challenge_path)) return std::nullopt;
  const auto found = answers_.find(path.substr(challenge_path.size()));
  if (found == answers_.end()) return std::nullopt;
  return found->second.key_authorization;
}

Task<ServerResponse> HttpChallenges::respond(ServerRequest request) const {
  if (request.method != "GET" && request.method != "HEAD")
    co_return ServerResponse{.status = 405, .headers = {{"Allow", "GET, HEAD"}}};
  auto answer = answer_at(request.path);
  if (!answer) co_return ServerResponse{.status = 404};
  co_return ServerResponse{.headers = {{"Content-Type", "application/octet-stream"}},
                           .body = *std::move(answer)};
}

}  // namespace kigen::workers::ca::acme
