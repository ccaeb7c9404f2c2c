#include "api/errors.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/run_bodies.hpp"
#include "api/routes/run_queries.hpp"
#include "api/server/ask.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "api/server/problem.hpp"
#include "orchestrator/apply/commands.hpp"

namespace kigen::api {
namespace {

namespace views = projections;

struct RefusedApply {
  NodeId node = {};
  Problem problem = {};
  static constexpr auto fields = events::field_list(events::field("node", &RefusedApply::node),
                                                    events::field("problem", &RefusedApply::problem));
};

/// One receipt a node; as in openapi.json.
struct AppliesMade {
  std::vector<Receipt> applies = {};
  std::vector<RefusedApply> refused = {};
  static constexpr auto fields = events::field_list(events::field("applies", &AppliesMade::applies),
                                                    events::field("refused", &AppliesMade::refused));
};

Task<Result<ServerResponse>> list_applies(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto paging, query.paging());
  CO_TRY(const auto state, query.word<RunState>("state"));
  CO_TRY(auto page, co_await parts.replays.ask(call, [scope = call.caller.scope, paging,
                                                      state](const views::Views& all) {
    return state ? all.applies().open(scope, paging) : all.applies().list(scope, paging);
  }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> list_applies_of_service(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto paging, query.paging());
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(auto page,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id, paging](const views::Views& all) {
           return all.applies().of_service(scope, id, paging);
         }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> list_applies_of_node(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto paging, query.paging());
  CO_TRY(const auto id, path_id<NodeId>(call, "node"));
  CO_TRY(auto page,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id, paging](const views::Views& all) {
           return all.applies().of_node(scope, id, paging);
         }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> show_apply(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto id, path_id<ApplyId>(call, "apply"));
  CO_TRY(const auto language, language_of(query));
  CO_TRY(const auto seen,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id, language](const views::Views& all) {
           return all.applies().detail(scope, id, language);
         }));
  co_return with_version(json_answer(200, seen.value), seen.value.version);
}

orchestrator::RequestApply request_for(Backend& backend, NodeId node, const ApplyBody& body) {
  orchestrator::RequestApply command;
  command.now = backend.clock.now();
  command.id = orchestrator::fresh_id<ApplyId>(command.now, backend.random);
  command.node = node;
  command.slot = body.slot;
  command.scheduled_for = body.scheduled_for;
  command.reason = body.scheduled_for ? events::ApplyReason::scheduled : events::ApplyReason::requested;
  return command;
}

Task<Result<ServerResponse>> apply_to_node(RouteParts parts, const Call& call) {
  CO_TRY(const auto node, path_id<NodeId>(call, "node"));
  CO_TRY(const auto body, optional_body_of<ApplyBody>(call));
  co_return co_await answer_command(parts.backend, call,
                                    orchestrator::as_command(request_for(parts.backend, node, body)), 202);
}

std::optional<std::vector<NodeId>> enabled_nodes(const orchestrator::World& world, ServiceId service) {
  if (world.service(service) == nullptr) return std::nullopt;
  auto nodes = world.nodes_of(service);
  std::erase_if(nodes, [&](NodeId id) { return !world.node(id)->enabled; });
  return nodes;
}

/// Of a UUIDv7: a command id has no room for all of it.
std::string random_half(NodeId node) {
  constexpr std::size_t bytes_before = sizeof("019a9b3c-0000-7000-") - 1;
  return to_text(node).substr(bytes_before);
}

Task<Result<ServerResponse>> apply_to_all_nodes(RouteParts parts, const Call& call) {
  CO_TRY(const auto service, path_id<ServiceId>(call, "service"));
  CO_TRY(const auto body, optional_body_of<ApplyBody>(call));
  const auto nodes = co_await ask_world(
      parts.backend, call.caller.scope,
      [service](const orchestrator::World& world) { return enabled_nodes(world, service); });
  if (!nodes) co_return fail(api_errc::not_found, to_text(service));
  if (nodes->empty()) co_return fail(api_errc::no_enabled_node);
  AppliesMade made;
  for (const auto node : *nodes) {
    const auto done = co_await execute(parts.backend, call,
                                       orchestrator::as_command(request_for(parts.backend, node, body)),
                                       {.part = random_half(node)});
    if (done)
      made.applies.push_back(done->receipt);
    else if (made.applies.empty() && node == nodes->back())
      co_return fail(done.error());  // none was taken: a plain refusal
    else
      made.refused.push_back({node, problem_of(done.error(), to_text(call.id))});
  }
  co_return json_answer(202, made);
}

Task<Result<ServerResponse>> cancel_apply(RouteParts parts, const Call& call) {
  orchestrator::CancelApply command;
  CO_TRY(command.id, path_id<ApplyId>(call, "apply"));
  CO_TRY(command.reason, cancel_reason(call));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command));
}

Task<Result<ServerResponse>> retry_apply(RouteParts parts, const Call& call) {
  orchestrator::RetryRollback command;
  CO_TRY(command.id, path_id<ApplyId>(call, "apply"));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 202);
}

}  // namespace

std::vector<Route> apply_routes(RouteParts parts) {
  using namespace common;
  return {
      get("/api/v1/services/{service}/applies", Need::viewer, with(parts, list_applies_of_service),
          "Applies of a service, newest first")
          .takes({limit, cursor, at})
          .gives<ListPage<views::ApplyRow>>(),
      post("/api/v1/services/{service}/applies", Need::admin, with(parts, apply_to_all_nodes),
           "Install on all enabled nodes now or at a time")
          .may_read<ApplyBody>()
          .gives<AppliesMade>(202)
          .once(),
      get("/api/v1/nodes/{node}/applies", Need::viewer, with(parts, list_applies_of_node),
          "Applies of a node, newest first")
          .takes({limit, cursor, at})
          .gives<ListPage<views::ApplyRow>>(),
      post("/api/v1/nodes/{node}/applies", Need::admin, with(parts, apply_to_node),
           "Install a generation now or at a time")
          .may_read<ApplyBody>()
          .runs(202),
      get("/api/v1/applies", Need::viewer, with(parts, list_applies), "Applies, newest first")
          .takes({run_state, limit, cursor, at})
          .gives<ListPage<views::ApplyRow>>(),
      get("/api/v1/applies/{apply}", Need::viewer, with(parts, show_apply), "One apply with its steps")
          .takes({lang, at})
          .gives<views::ApplyDetail>()
          .with_version(),
      post("/api/v1/applies/{apply}/cancel", Need::admin, with(parts, cancel_apply),
           "Cancel before it starts, or give up a stuck one")
          .may_read<ReasonBody>()
          .matches()
          .runs(),
      post("/api/v1/applies/{apply}/retry", Need::admin, with(parts, retry_apply),
           "Put back what a stuck apply could not, after the host was seen to")
          .matches()
          .runs(202),
  };
}

}  // namespace kigen::api
