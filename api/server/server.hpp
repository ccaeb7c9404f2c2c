#pragma once

#include <cstdint>
#include <string>

#include "api/backend.hpp"
#include "api/metrics/metrics.hpp"
#include "api/server/open_streams.hpp"
#include "api/server/replays.hpp"
#include "api/server/router.hpp"
#include "api/session/gate.hpp"

namespace kigen::api {

/// The REST API and the console (openapi.json): routes, roles, problems. `handle` is the handler of an
/// HttpServer and runs on its loop, as everything of this class.
class Server {
 public:
  explicit Server(Backend backend);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  Task<ServerResponse> handle(ServerRequest request);

  /// Makes the first admin, without a password, when there is no user at all; forgets the bootstrap token
  /// where it was used. Call before serving.
  Task<Result<>> prepare_first_admin();

  /// Finds the browser sessions of the runs before. Call before serving.
  Task<Result<>> recall_sessions();
  /// Writes what is due of them, and tells what was counted at the doors; with Due::all, for the end, all
  /// that is not written yet. Call often.
  enum class Due : std::uint8_t { some, all };
  Task<Result<>> keep_sessions(Due due = Due::some);

  const Router& router() const { return router_; }

 private:
  Task<Result<ServerResponse>> serve(const ServerRequest& request, Uuid id, std::string_view& pattern);
  Result<> seat(ServerResponse& answer, const Caller& caller);
  Task<Result<ServerResponse>> serve_on(const Route& route, Call& call);

  Backend backend_;
  Gate gate_;
  Replays replays_;
  OpenStreams streams_;
  Metrics metrics_;
  Router router_;
};

}  // namespace kigen::api
