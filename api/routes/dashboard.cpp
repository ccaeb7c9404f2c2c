#include <chrono>

#include "api/routes/routes.hpp"
#include "api/server/answer.hpp"
#include "api/server/parameters.hpp"

namespace kigen::api {
namespace {

namespace views = projections;

constexpr std::uint64_t usual_lines = 20;
constexpr auto usual_span = std::chrono::days(365);

Task<Result<ServerResponse>> show_dashboard(RouteParts parts, const Call& call) {
  CO_TRY(const auto query, Query::read(call.request, {"limit", "at"}));
  CO_TRY(const auto limit, query.number("limit", usual_lines, 1, views::max_page_rows));
  CO_TRY(const auto page, co_await parts.replays.ask(call, [limit](const views::Views& all) {
    return all.dashboard().page(limit);
  }));
  co_return json_answer(200, page);
}

Task<Result<ServerResponse>> show_calendar(RouteParts parts, const Call& call) {
  CO_TRY(const auto query, Query::read(call.request, {"from", "to", "unit", "at"}));
  CO_TRY(const auto from, query.instant("from"));
  CO_TRY(const auto to, query.instant("to"));
  CO_TRY(const auto unit, query.word<views::CalendarUnit>("unit"));
  const auto first = from.value_or(parts.backend.clock.now());
  const auto last = to.value_or(first + usual_span);
  CO_TRY(const auto page,
         co_await parts.replays.ask(
             call, [first, last, unit](const views::Views& all) -> Result<views::CalendarPage> {
               return all.dashboard().calendar(first, last, unit.value_or(views::CalendarUnit::day));
             }));
  co_return json_answer(200, page);
}

}  // namespace

std::vector<Route> dashboard_routes(RouteParts parts) {
  return {
      {"GET", "/api/v1/dashboard", Need::viewer, with(parts, show_dashboard)},
      {"GET", "/api/v1/calendar", Need::viewer, with(parts, show_calendar)},
  };
}

}  // namespace kigen::api
