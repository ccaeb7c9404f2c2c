#include <chrono>

#include "api/routes/routes.hpp"
#include "api/server/answer.hpp"
#include "api/server/parameters.hpp"

namespace kigen::api {
namespace {

namespace views = projections;

constexpr auto lines_of_each =
    parameter<std::uint64_t>("limit", "lines of each topic").within(1, views::max_page_rows).usually(20);
constexpr auto usual_span = std::chrono::days(365);

Task<Result<ServerResponse>> show_dashboard(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto limit, query.number(lines_of_each));
  CO_TRY(const auto page,
         co_await parts.replays.ask(call, [scope = call.caller.scope, limit](const views::Views& all) {
           return all.dashboard().page(scope, limit);
         }));
  co_return json_answer(200, page);
}

Task<Result<ServerResponse>> show_calendar(RouteParts parts, const Call& call) {
  const Query query(call);
  CO_TRY(const auto from, query.instant("from"));
  CO_TRY(const auto to, query.instant("to"));
  CO_TRY(const auto unit, query.word<views::CalendarUnit>("unit"));
  const auto first = from.value_or(parts.backend.clock.now());
  const auto last = to.value_or(first + usual_span);
  CO_TRY(const auto page,
         co_await parts.replays.ask(call,
                                    [scope = call.caller.scope, first, last,
                                     unit](const views::Views& all) -> Result<views::CalendarPage> {
                                      return all.dashboard().calendar(
                                          scope, first, last, unit.value_or(views::CalendarUnit::day));
                                    }));
  co_return json_answer(200, page);
}

}  // namespace

std::vector<Route> dashboard_routes(RouteParts parts) {
  return {
      get("/api/v1/dashboard", Need::viewer, with(parts, show_dashboard), "What needs attention")
          .takes({lines_of_each, common::at})
          .gives<views::DashboardPage>(),
      get("/api/v1/calendar", Need::viewer, with(parts, show_calendar),
          "How many current certificates expire when")
          .takes({parameter<Instant>("from", "inclusive; default now"),
                  parameter<Instant>("to", "exclusive; default a year later"),
                  parameter<views::CalendarUnit>("unit").usually("day"), common::at})
          .gives<views::CalendarPage>(),
  };
}

}  // namespace kigen::api
