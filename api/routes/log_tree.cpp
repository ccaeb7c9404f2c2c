#include "api/errors.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/tile_path.hpp"
#include "api/server/answer.hpp"
#include "events/log/audit.hpp"

namespace kigen::api {
namespace {

constexpr std::string_view octets = "application/octet-stream";

Task<Result<ServerResponse>> show_checkpoint(RouteParts parts, const Call&) {
  CO_TRY(auto note, co_await parts.backend.log.checkpoint());
  co_return text_answer("text/plain; charset=utf-8", std::move(note));
}

Task<Result<ServerResponse>> show_key(RouteParts parts, const Call&) {
  co_return text_answer("text/plain; charset=utf-8", parts.backend.log.verifier_key() + "\n");
}

Task<Result<ServerResponse>> show_tile(RouteParts parts, const Call& call) {
  auto& log = parts.backend.log;
  const auto path = parse_tile_path(call.parameter("tile"));
  if (!path) co_return fail(api_errc::not_found, "not a path of C2SP tlog-tiles");
  if (!path->level) {  // whole records, whatever their stream and group
    if (!call.caller.scope.is_everything())
      co_return fail(api_errc::role_too_low, "records of all groups are for auditors");
    CO_TRY(auto bundle, co_await events::entry_bundle(log, path->index, path->width));
    co_return text_answer(octets, std::move(bundle));
  }
  CO_TRY(auto tile, co_await log.tile(*path->level, path->index, path->width));
  co_return text_answer(octets, std::move(tile));
}

}  // namespace

std::vector<Route> log_tree_routes(RouteParts parts) {
  return {
      get("/api/v1/log/key", Need::viewer, with(parts, show_key),
          "The verifier key of the log's checkpoints (C2SP signed-note)")
          .gives("text/plain"),
      get("/api/v1/log/checkpoint", Need::viewer, with(parts, show_checkpoint),
          "The newest signed checkpoint (C2SP tlog-checkpoint)")
          .gives("text/plain"),
      get("/api/v1/log/tile/{tile...}", Need::auditor, with(parts, show_tile),
          "Hash tile <L>/<N>[.p/<W>] or entry bundle entries/<N>[.p/<W>] (C2SP tlog-tiles); `tile` is all of "
          "the "
          "path's rest")
          .names({parameter<std::string>("tile")})
          .gives(octets),
  };
}

}  // namespace kigen::api
