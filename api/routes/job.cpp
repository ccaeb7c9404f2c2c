#include "api/routes/routes.hpp"
#include "api/routes/run_queries.hpp"
#include "api/server/execute.hpp"
#include "api/server/parameters.hpp"
#include "orchestrator/jobs/commands.hpp"

namespace kigen::api {
namespace {

namespace views = projections;

Task<Result<ServerResponse>> list_jobs(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto paging, query.paging());
  views::JobFilter filter;
  CO_TRY(filter.state, query.word<views::JobState>("state"));
  CO_TRY(filter.service, query.id<ServiceId>("service"));
  filter.pool = query.text("pool").value_or("");
  CO_TRY(auto page, co_await parts.replays.ask(
                        call, [scope = call.caller.scope, filter, paging](const views::Views& all) {
                          return all.jobs().list(scope, filter, paging);
                        }));
  co_return page_answer(std::move(page));
}

Task<Result<ServerResponse>> show_job(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<JobId>(call, "job"));
  CO_TRY(const auto seen,
         co_await parts.replays.ask(call, [scope = call.caller.scope, id](const views::Views& all) {
           return all.jobs().detail(scope, id);
         }));
  co_return with_version(json_answer(200, seen.value), seen.value.version);
}

Task<Result<ServerResponse>> retry_job(RouteParts parts, const Call& call) {
  CO_TRY(const auto id, path_id<JobId>(call, "job"));
  co_return co_await answer_command(
      parts.backend, call, orchestrator::as_command(orchestrator::RetryJob{id, parts.backend.clock.now()}),
      202);
}

Task<Result<ServerResponse>> cancel_job(RouteParts parts, const Call& call) {
  orchestrator::CancelJob command;
  CO_TRY(command.id, path_id<JobId>(call, "job"));
  CO_TRY(command.reason, cancel_reason(call));
  co_return co_await answer_command(parts.backend, call, orchestrator::as_command(command));
}

}  // namespace

std::vector<Route> job_routes(RouteParts parts) {
  using namespace common;
  return {
      get("/api/v1/jobs", Need::viewer, with(parts, list_jobs), "Jobs")
          .takes({parameter<views::JobState>("state"), parameter<std::string>("pool"),
                  parameter<ServiceId>("service"), limit, cursor, at})
          .gives<ListPage<views::JobRow>>(),
      get("/api/v1/jobs/{job}", Need::viewer, with(parts, show_job), "One job with its attempts")
          .takes({at})
          .gives<views::JobRow>()
          .with_version(),
      post("/api/v1/jobs/{job}/retry", Need::admin, with(parts, retry_job), "Run a parked or waiting job now")
          .matches()
          .runs(202),
      post("/api/v1/jobs/{job}/cancel", Need::admin, with(parts, cancel_job), "Drop a waiting or parked job")
          .may_read<ReasonBody>()
          .matches()
          .runs(),
  };
}

}  // namespace kigen::api
