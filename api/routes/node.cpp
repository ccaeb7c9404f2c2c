#include "api/routes/routes.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/node/commands.hpp"

namespace kigen::api {
namespace {

namespace views = projections;

Task<Result<ServerResponse>> list_nodes(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(auto seen,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id](const views::Views& all) {
           return all.services().detail(scope, id);
         }));
  co_return json_answer(200, ShortList<views::ServiceNode>{seen.position, std::move(seen.value.nodes)});
}

Task<Result<ServerResponse>> show_node(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<NodeId>(call, "node"));
  CO_TRY(const auto seen,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id](const views::Views& all) {
           return all.nodes().detail(scope, id);
         }));
  co_return with_version(json_answer(200, seen.value), seen.value.version);
}

Task<Result<ServerResponse>> create_node(RouteParts parts, const Call& call) {
  orchestrator::CreateNode command;
  CO_TRY(command.service, path_id<ServiceId>(call, "service"));
  command.id = orchestrator::fresh_id<NodeId>(parts.backend.clock.now(), parts.backend.random);
  CO_TRY(command.settings, body_of<events::NodeSettings>(call));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 201);
}

Task<Result<ServerResponse>> edit_node(RouteParts parts, const Call& call) {
  orchestrator::EditNode command;
  CO_TRY(command.id, path_id<NodeId>(call, "node"));
  CO_TRY(command.settings, body_of<events::NodeSettings>(call));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 200,
                                    {.replaces = true});
}

/// A command that needs nothing but the node's id.
template <class C, unsigned status = 200>
Task<Result<ServerResponse>> command_node(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<NodeId>(call, "node"));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(C{id}), status);
}

}  // namespace

std::vector<Route> node_routes(RouteParts parts) {
  using namespace common;
  using namespace orchestrator;
  return {
      get("/api/v1/services/{service}/nodes", Need::viewer, with(parts, list_nodes), "Nodes of a service")
          .takes({at})
          .gives<ShortList<views::ServiceNode>>(),
      post("/api/v1/services/{service}/nodes", Need::admin, with(parts, create_node),
           "Add a node to a service")
          .reads<events::NodeSettings>()
          .runs(201),
      get("/api/v1/nodes/{node}", Need::viewer, with(parts, show_node),
          "One node: issued, installed and served")
          .takes({at})
          .gives<views::NodeDetail>()
          .with_version(),
      put("/api/v1/nodes/{node}", Need::admin, with(parts, edit_node), "Change a node's settings")
          .reads<events::NodeSettings>()
          .replaces()
          .runs(),
      erase("/api/v1/nodes/{node}", Need::admin, with(parts, command_node<DeleteNode>), "Delete a node")
          .matches()
          .runs(),
      post("/api/v1/nodes/{node}/enable", Need::admin, with(parts, command_node<EnableNode>),
           "Take part again")
          .matches()
          .runs(),
      post("/api/v1/nodes/{node}/disable", Need::admin, with(parts, command_node<DisableNode>),
           "No scheduled apply, no check")
          .matches()
          .runs(),
      post("/api/v1/nodes/{node}/check", Need::admin, with(parts, command_node<RequestNodeCheck, 202>),
           "Look at what it serves")
          .runs(202),
  };
}

}  // namespace kigen::api
