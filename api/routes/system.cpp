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

using namespace orchestrator;
using projections::Severity;

constexpr std::string_view plain = "text/plain; charset=utf-8";
/// Records that the views may lack while the product still counts as ready.
constexpr Position ready_lag = 1'000;

struct PartAnswer {
  Part name = {};
  Severity state = Severity::ok;
  std::string detail = {};  ///< what it says of itself; of one that does not work, what went wrong last
  std::optional<Instant> since = {};
  std::string advice = {};  ///< empty while it works
  static constexpr auto fields = events::field_list(
      events::field("name", &PartAnswer::name), events::field("state", &PartAnswer::state),
      events::field("detail", &PartAnswer::detail), events::field("since", &PartAnswer::since),
      events::field("advice", &PartAnswer::advice));
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
  std::vector<PartAnswer> parts = {};
  static constexpr auto fields = events::field_list(
      events::field("version", &StateAnswer::version), events::field("startedAt", &StateAnswer::started_at),
      events::field("now", &StateAnswer::now), events::field("logEnd", &StateAnswer::log_end),
      events::field("intake", &StateAnswer::intake),
      events::field("viewsPosition", &StateAnswer::views_position),
      events::field("viewsLag", &StateAnswer::views_lag), events::field("jobs", &StateAnswer::jobs),
      events::field("sessions", &StateAnswer::sessions), events::field("parts", &StateAnswer::parts));
};

PartAnswer log_part(const events::EventLog& log) {
  const auto trouble = log.trouble();
  if (log.intake() != events::Intake::open)
    return {Part::event_log, Severity::critical,
            "takes no events: " + std::string(events::word_of(log.intake())) +
                (trouble.empty() ? "" : ", " + trouble)};
  if (!trouble.empty()) return {Part::event_log, Severity::critical, trouble};
  return {Part::event_log, Severity::ok, "takes events"};
}

PartAnswer views_part(const projections::RunnerState& state) {
  const auto lag = std::to_string(state.lag()) + " records behind";
  if (!state.running || !state.error.empty())
    return {Part::views, Severity::critical, "stopped: " + state.error};
  return {Part::views, state.lag() > ready_lag ? Severity::warning : Severity::ok, lag};
}

PartAnswer jobs_part(const projections::JobCounts& jobs) {
  const auto numbers = std::to_string(jobs.running) + " running, " + std::to_string(jobs.waiting) +
                       " waiting, " + std::to_string(jobs.parked) + " parked";
  return {Part::jobs, jobs.parked > 0 ? Severity::warning : Severity::ok, numbers};
}

Task<PartAnswer> orchestrator_part(Backend& backend) {
  const auto health = co_await backend.orchestrator.health();
  if (!health)
    co_return PartAnswer{Part::orchestrator, Severity::critical,
                         "takes no commands: " + describe(health.error())};
  co_return PartAnswer{Part::orchestrator, Severity::ok, "decides"};
}

PartAnswer quiet_part(Part part) { return {part, Severity::ok, "no trouble"}; }

/// What was noted of a part makes it worse than it says itself.
void add_trouble(PartAnswer& part, const Trouble& trouble) {
  const auto told = (trouble.place.empty() ? "" : trouble.place + ": ") + describe(trouble.error);
  part.detail = part.since ? part.detail + "; " + told : told;
  part.since = std::min(part.since.value_or(trouble.since), trouble.since);
  part.state = Severity::critical;
}

/// In the order of Part.
Task<std::vector<PartAnswer>> parts_of(Backend& backend, const projections::RunnerState& views,
                                       const projections::JobCounts& jobs) {
  std::vector<PartAnswer> parts;
  for (std::size_t i = 0; i < part_count; ++i) parts.push_back(quiet_part(static_cast<Part>(i)));
  const auto put = [&parts](PartAnswer part) {
    parts[static_cast<std::size_t>(part.name)] = std::move(part);
  };
  put(log_part(backend.log));
  put(co_await orchestrator_part(backend));
  put(views_part(views));
  put(jobs_part(jobs));
  for (const auto& trouble : backend.troubles.all())
    add_trouble(parts[static_cast<std::size_t>(trouble.part)], trouble);
  for (auto& part : parts)
    if (part.state != Severity::ok) part.advice = advice_for(part.name);
  co_return parts;
}

/// As the caller may see it.
Task<Result<StateAnswer>> state_of(RouteParts parts, const Caller& caller) {
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
      backend,
      [scope = caller.scope](const projections::Views& all)
          -> Result<projections::Seen<projections::JobCounts>> { return all.jobs().counts(scope); });
  // While a view is made anew, the state is what tells of it.
  if (!counts && counts.error().code != projections::projection_errc::being_made)
    co_return fail(counts.error());
  if (counts) state.jobs = counts->value;
  state.sessions = parts.gate.sessions.size();
  state.parts = co_await parts_of(backend, views, state.jobs);
  co_return state;
}

Task<Result<ServerResponse>> show_state(RouteParts parts, const Call& call) {
  CO_TRY(const auto state, co_await state_of(parts, call.caller));
  co_return json_answer(200, state);
}

Task<Result<ServerResponse>> show_health(RouteParts, const Call&) { co_return text_answer(plain, "ok\n"); }

/// Anybody may ask: what exactly went wrong is told to who is logged in.
Task<Result<ServerResponse>> show_readiness(RouteParts parts, const Call& call) {
  CO_TRY(const auto state, co_await state_of(parts, call.caller));
  std::string problems;
  for (const auto& part : state.parts)
    if (part.state == Severity::critical)
      problems += std::string(events::word_of(part.name)) + ": " + part.advice + "\n";
  if (state.views_lag > ready_lag)
    problems += "views: " + std::to_string(state.views_lag) + " records behind\n";
  auto answer = text_answer(plain, problems.empty() ? "ready\n" : problems);
  answer.status = problems.empty() ? 200 : 503;
  co_return answer;
}

/// Of the enabled services, as the dashboard counts them.
std::string service_gauges(const projections::DashboardPage& page) {
  std::vector<std::pair<std::string_view, std::uint64_t>> severities;
  for (const auto& count : page.severities)
    severities.emplace_back(events::word_of(count.severity), count.services);
  std::vector<std::pair<std::string_view, std::uint64_t>> topics;
  for (const auto& count : page.counts) topics.emplace_back(events::word_of(count.topic), count.services);
  return gauge("kigen_services", "Enabled services of which this is the worst.", "severity", severities) +
         gauge("kigen_service_topics", "Enabled services of which this is to be said.", "topic", topics);
}

Task<Result<ServerResponse>> show_metrics(RouteParts parts, const Call& call) {
  CO_TRY(const auto state, co_await state_of(parts, call.caller));
  // How often services are made, say, is no matter of who sees some of them.
  auto text = call.caller.scope.is_everything() ? parts.metrics.text() : std::string();
  text += gauge("kigen_log_records", "Records in the event log.", state.log_end);
  text +=
      gauge("kigen_log_takes_events", "Whether the log takes events.", state.intake == events::Intake::open);
  text += gauge("kigen_views_records", "Records that the views reflect.", state.views_position);
  text += gauge("kigen_views_lag_records", "Records not yet in the views.", state.views_lag);
  text += gauge("kigen_jobs_waiting", "Jobs that wait.", state.jobs.waiting);
  text += gauge("kigen_jobs_running", "Jobs that run.", state.jobs.running);
  text += gauge("kigen_jobs_parked", "Jobs out of attempts.", state.jobs.parked);
  text += gauge("kigen_sessions", "Browser sessions.", state.sessions);
  std::vector<std::pair<std::string_view, std::uint64_t>> works;
  for (const auto& part : state.parts)
    works.emplace_back(events::word_of(part.name), part.state != Severity::critical);
  CO_TRY(const auto dashboard, parts.backend.views.dashboard().page(call.caller.scope, 0));
  text += service_gauges(dashboard);
  text += gauge("kigen_part_works", "Whether a part of the product works.", "part", works);
  co_return text_answer("text/plain; version=0.0.4; charset=utf-8", std::move(text));
}

Task<Result<ServerResponse>> show_openapi(RouteParts, const Call&) {
  co_return json_answer(200, std::string(openapi_json));
}

}  // namespace

std::vector<Route> system_routes(RouteParts parts) {
  return {
      get("/api/v1/state", Need::viewer, with(parts, show_state), "Version and state of every part")
          .gives<StateAnswer>(),
      get("/api/v1/openapi.json", Need::anyone, with(parts, show_openapi), "This description")
          .gives<schema::Anything>(),
      get("/healthz", Need::anyone, with(parts, show_health), "The process answers").gives("text/plain"),
      get("/readyz", Need::anyone, with(parts, show_readiness),
          "Commands are taken and the views are near the log's end; 503 otherwise")
          .gives("text/plain")
          .gives("text/plain", 503),
      get("/metrics", Need::viewer, with(parts, show_metrics), "Prometheus text format").gives("text/plain"),
  };
}

}  // namespace kigen::api
