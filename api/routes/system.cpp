#include "api/errors.hpp"
#include "api/openapi.hpp"
#include "api/routes/routes.hpp"
#include "api/server/answer.hpp"
#include "api/server/ask.hpp"
#include "projections/errors.hpp"

template <>
struct kigen::events::EnumWords<kigen::events::Intake> {
  static constexpr std::array<std::string_view, 4> words{"open", "full", "failed", "closed"};
};

namespace kigen::api {
namespace {

using projections::Level;

constexpr std::string_view plain = "text/plain; charset=utf-8";
/// Records that the views may lack while the product still counts as ready.
constexpr Position ready_lag = 1'000;

struct Part {
  std::string name = {};
  Level state = Level::ok;
  std::string detail = {};
  static constexpr auto fields =
      events::field_list(events::field("name", &Part::name), events::field("state", &Part::state),
                         events::field("detail", &Part::detail));
};

/// R6; as in openapi.json.
struct StateAnswer {
  std::string version = KIGEN_VERSION;
  Instant started_at = {};
  Instant now = {};
  Position log_end = 0;
  events::Intake intake = events::Intake::open;
  Position views_position = 0;
  Position views_lag = 0;
  projections::JobCounts jobs = {};
  std::uint64_t sessions = 0;
  std::vector<Part> parts = {};
  static constexpr auto fields = events::field_list(
      events::field("version", &StateAnswer::version), events::field("startedAt", &StateAnswer::started_at),
      events::field("now", &StateAnswer::now), events::field("logEnd", &StateAnswer::log_end),
      events::field("intake", &StateAnswer::intake),
      events::field("viewsPosition", &StateAnswer::views_position),
      events::field("viewsLag", &StateAnswer::views_lag), events::field("jobs", &StateAnswer::jobs),
      events::field("sessions", &StateAnswer::sessions), events::field("parts", &StateAnswer::parts));
};

Part log_part(events::Intake intake) {
  if (intake == events::Intake::open) return {"event log", Level::ok, "takes events"};
  return {"event log", Level::error, "takes no events: " + std::string(events::word_of(intake))};
}

Part views_part(const projections::RunnerState& state) {
  const auto lag = std::to_string(state.lag()) + " records behind";
  if (!state.running || !state.error.empty()) return {"views", Level::error, "stopped: " + state.error};
  return {"views", state.lag() > ready_lag ? Level::warning : Level::ok, lag};
}

Part jobs_part(const projections::JobCounts& jobs) {
  const auto numbers = std::to_string(jobs.running) + " running, " + std::to_string(jobs.waiting) +
                       " waiting, " + std::to_string(jobs.parked) + " parked";
  return {"jobs", jobs.parked > 0 ? Level::warning : Level::ok, numbers};
}

Task<Part> orchestrator_part(Backend& backend) {
  const auto health = co_await backend.orchestrator.health();
  if (!health) co_return Part{"orchestrator", Level::error, "takes no commands: " + describe(health.error())};
  co_return Part{"orchestrator", Level::ok, "decides"};
}

Task<Result<StateAnswer>> state_of(RouteParts parts) {
  auto& backend = parts.backend;
  const auto views = backend.runner.state();
  StateAnswer state;
  state.started_at = parts.started;
  state.now = backend.clock.now();
  state.log_end = backend.log.end();
  state.intake = backend.log.intake();
  state.views_position = views.position;
  state.views_lag = views.lag();
  const auto counts = co_await ask_views(
      backend, [](const projections::Views& all) -> Result<projections::Seen<projections::JobCounts>> {
        return all.jobs().counts();
      });
  // While a view is made anew, the state is what tells of it.
  if (!counts && counts.error().code != projections::projection_errc::being_made)
    co_return fail(counts.error());
  if (counts) state.jobs = counts->value;
  state.sessions = parts.gate.sessions.size();
  state.parts = {log_part(state.intake), views_part(views), jobs_part(state.jobs)};
  state.parts.push_back(co_await orchestrator_part(backend));
  co_return state;
}

Task<Result<ServerResponse>> show_state(RouteParts parts, const Call&) {
  CO_TRY(const auto state, co_await state_of(parts));
  co_return json_answer(200, state);
}

Task<Result<ServerResponse>> show_health(RouteParts, const Call&) { co_return text_answer(plain, "ok\n"); }

Task<Result<ServerResponse>> show_readiness(RouteParts parts, const Call&) {
  CO_TRY(const auto state, co_await state_of(parts));
  std::string problems;
  for (const auto& part : state.parts)
    if (part.state == Level::error) problems += part.name + ": " + part.detail + "\n";
  if (state.views_lag > ready_lag)
    problems += "views: " + std::to_string(state.views_lag) + " records behind\n";
  auto answer = text_answer(plain, problems.empty() ? "ready\n" : problems);
  answer.status = problems.empty() ? 200 : 503;
  co_return answer;
}

Task<Result<ServerResponse>> show_metrics(RouteParts parts, const Call&) {
  CO_TRY(const auto state, co_await state_of(parts));
  auto text = parts.metrics.text();
  text += gauge("kigen_log_records", "Records in the event log.", state.log_end);
  text +=
      gauge("kigen_log_takes_events", "Whether the log takes events.", state.intake == events::Intake::open);
  text += gauge("kigen_views_records", "Records that the views reflect.", state.views_position);
  text += gauge("kigen_views_lag_records", "Records not yet in the views.", state.views_lag);
  text += gauge("kigen_jobs_waiting", "Jobs that wait.", state.jobs.waiting);
  text += gauge("kigen_jobs_running", "Jobs that run.", state.jobs.running);
  text += gauge("kigen_jobs_parked", "Jobs out of attempts.", state.jobs.parked);
  text += gauge("kigen_sessions", "Browser sessions.", state.sessions);
  co_return text_answer("text/plain; version=0.0.4; charset=utf-8", std::move(text));
}

Task<Result<ServerResponse>> show_openapi(RouteParts, const Call&) {
  co_return json_answer(200, std::string(openapi_json));
}

}  // namespace

std::vector<Route> system_routes(RouteParts parts) {
  return {
      {"GET", "/api/v1/state", Need::viewer, with(parts, show_state)},
      {"GET", "/api/v1/openapi.json", Need::anyone, with(parts, show_openapi)},
      {"GET", "/healthz", Need::anyone, with(parts, show_health)},
      {"GET", "/readyz", Need::anyone, with(parts, show_readiness)},
      {"GET", "/metrics", Need::viewer, with(parts, show_metrics)},
  };
}

}  // namespace kigen::api
