#include "api/routes/routes.hpp"
#include "api/routes/run_bodies.hpp"
#include "api/routes/run_queries.hpp"
#include "api/server/body.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/input.hpp"
#include "orchestrator/order/commands.hpp"

namespace kigen::api {
namespace {

namespace views = projections;

Task<Result<ServerResponse>> list_orders(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto paging, query.paging());
  CO_TRY(const auto state, query.word<RunState>("state"));
  CO_TRY(auto page, co_await parts.replays.ask(
                        call, [scope = call.caller.scope, paging, state](const views::Views& all) {
                          return state ? all.orders().open(scope, paging) : all.orders().list(scope, paging);
                        }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> list_orders_of_service(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto paging, query.paging());
  CO_TRY(const auto id, path_id<ServiceId>(call, "service"));
  CO_TRY(auto page,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id, paging](const views::Views& all) {
           return all.orders().of_service(scope, id, paging);
         }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> show_order(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto id, path_id<OrderId>(call, "order"));
  CO_TRY(const auto language, language_of(query));
  CO_TRY(const auto seen,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id, language](const views::Views& all) {
           return all.orders().detail(scope, id, language);
         }));
  co_return with_version(json_answer(200, seen.value), seen.value.version);
}

Task<Result<ServerResponse>> request_order(RouteParts parts, const Call& call) {
  orchestrator::RequestOrder command;
  CO_TRY(command.service, path_id<ServiceId>(call, "service"));
  CO_TRY(const auto body, optional_body_of<OrderBody>(call));
  command.now = parts.backend.clock.now();
  command.id = orchestrator::fresh_id<OrderId>(command.now, parts.backend.random);
  command.scheduled_for = body.scheduled_for;
  command.apply_when_issued = body.apply;
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command), 202);
}

Task<Result<ServerResponse>> cancel_order(RouteParts parts, const Call& call) {
  orchestrator::CancelOrder command;
  CO_TRY(command.id, path_id<OrderId>(call, "order"));
  CO_TRY(command.reason, cancel_reason(call));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command));
}

}  // namespace

std::vector<Route> order_routes(RouteParts parts) {
  using namespace common;
  return {
      get("/api/v1/services/{service}/orders", Need::viewer, with(parts, list_orders_of_service),
          "Orders of a service, newest first")
          .takes({limit, cursor, at})
          .gives<ListPage<views::OrderRow>>(),
      post("/api/v1/services/{service}/orders", Need::admin, with(parts, request_order),
           "Order a certificate now or at a time")
          .may_read<OrderBody>()
          .runs(202),
      get("/api/v1/orders", Need::viewer, with(parts, list_orders), "Orders, newest first")
          .takes({run_state, limit, cursor, at})
          .gives<ListPage<views::OrderRow>>(),
      get("/api/v1/orders/{order}", Need::viewer, with(parts, show_order), "One order")
          .takes({lang, at})
          .gives<views::OrderDetail>()
          .with_version(),
      post("/api/v1/orders/{order}/cancel", Need::admin, with(parts, cancel_order),
           "Cancel it; of one that the CA has, the work ends as soon as it can")
          .may_read<ReasonBody>()
          .matches()
          .runs(),
  };
}

}  // namespace kigen::api
