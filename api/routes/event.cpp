#include <algorithm>

#include "api/errors.hpp"
#include "api/routes/event_stream.hpp"
#include "api/routes/routes.hpp"
#include "api/server/answer.hpp"
#include "api/server/parameters.hpp"
#include "projections/audit/query.hpp"

namespace kigen::api {
namespace {

constexpr std::uint64_t usual_records = 100;

/// Records as they are stored: their own bytes, not a second rendering, but where the reader does not see
/// all.
std::string page_of(const std::vector<events::Record>& records, std::optional<std::uint64_t> next,
                    Position end) {
  std::string json = "{\"items\":[";
  for (const auto& record : records) json += (json.back() == '[' ? "" : ",") + events::encode_record(record);
  return json + "],\"next\":" + (next ? std::to_string(*next) : "null") + ",\"end\":" + std::to_string(end) +
         "}";
}

Result<StreamId> stream_in(const Call& call, const std::string& text) {
  StreamId stream{text};
  if (!is_valid(stream)) return malformed_parameter("stream", "expected a stream's name like order-<id>");
  if (stream == events::security_stream && call.caller.role == events::Role::viewer)
    return fail(api_errc::role_too_low, "the stream security is for admins and auditors");
  return stream;
}

Task<Result<ServerResponse>> records_of_stream(RouteParts parts, const Call& call) {
  CO_TRY(const auto query, Query::read(call.request, {"stream", "fromVersion", "limit"}));
  CO_TRY(const auto stream, stream_in(call, *query.text("stream")));
  CO_TRY(const auto from, query.number("fromVersion", 1, 1, std::numeric_limits<std::uint64_t>::max()));
  CO_TRY(const auto limit, query.number("limit", usual_records, 1, projections::max_page_rows));
  auto& log = parts.backend.log;
  const auto reader = reader_of(call.caller);
  if (!projections::is_for(reader, stream)) co_return json_answer(200, page_of({}, {}, log.end()));
  CO_TRY(const auto records, co_await log.read_stream(stream, from, limit));
  const auto next = records.size() == limit ? std::optional(records.back().version + 1) : std::nullopt;
  std::vector<events::Record> seen;
  for (const auto& record : records)
    if (auto shown = projections::seen_by(reader, record)) seen.push_back(*std::move(shown));
  co_return json_answer(200, page_of(seen, next, log.end()));
}

Result<projections::AuditFilter> filter_of(const Query& query, const Caller& caller) {
  projections::AuditFilter filter;
  filter.reader = reader_of(caller);
  filter.type = query.text("type").value_or("");
  TRY(filter.actor_kind, query.word<events::ActorKind>("actorKind"));
  filter.actor_id = query.text("actor").value_or("");
  TRY(const auto correlation, query.id<Id<struct CorrelationTag>>("correlation"));
  if (correlation) filter.correlation = correlation->value;
  TRY(const auto from, query.number("from"));
  filter.from = from.value_or(0);
  TRY(filter.to, query.number("to"));
  TRY(filter.since, query.instant("since"));
  TRY(filter.until, query.instant("until"));
  return filter;
}

Task<Result<ServerResponse>> list_events(RouteParts parts, const Call& call) {
  if (call.request.query_value("stream")) co_return co_await records_of_stream(parts, call);
  CO_TRY(const auto query, Query::read(call.request, {"type", "actorKind", "actor", "correlation", "from",
                                                      "to", "since", "until", "limit"}));
  CO_TRY(const auto filter, filter_of(query, call.caller));
  CO_TRY(const auto limit, query.number("limit", usual_records, 1, projections::max_page_rows));
  auto& log = parts.backend.log;
  CO_TRY(const auto page, co_await projections::audit(log, filter, limit));
  co_return json_answer(200, page_of(page.records, page.next, log.end()));
}

/// Where a stream begins: behind what the client has seen, where it says, or now, that is behind what the
/// views show: a record on its way there comes too.
Result<Position> first_position(const Call& call, const Query& query, const projections::RunnerState& views) {
  const auto end = views.end;
  if (const auto last = call.request.header("Last-Event-ID")) {
    const auto position = parse_number(*last);
    if (!position) return malformed_parameter("Last-Event-ID", "expected a position");
    return std::min(*position, end) + (*position < end ? 1 : 0);
  }
  TRY(const auto from, query.number("from"));
  return std::min(from.value_or(views.position), end);
}

Task<Result<ServerResponse>> stream_events(RouteParts parts, const Call& call) {
  CO_TRY(const auto query, Query::read(call.request, {"from", "stream", "type"}));
  StreamFilter filter;
  filter.reader = reader_of(call.caller);
  if (const auto stream = query.text("stream")) {
    CO_TRY(filter.stream, stream_in(call, *stream));
  }
  filter.type = query.text("type").value_or("");
  CO_TRY(const auto from, first_position(call, query, parts.backend.runner.state()));
  auto answer = text_answer("text/event-stream", {});
  answer.headers.emplace_back("X-Accel-Buffering", "no");
  answer.stream = [&backend = parts.backend, &gate = parts.gate, caller = call.caller, filter,
                   from](orchestrator::net::ByteSink& sink) {
    return follow_events(backend, gate, caller, filter, from, sink);
  };
  co_return answer;
}

}  // namespace

std::vector<Route> event_routes(RouteParts parts) {
  return {
      {"GET", "/api/v1/events", Need::viewer, with(parts, list_events)},
      {"GET", "/api/v1/events/stream", Need::viewer, with(parts, stream_events), Proof::none,
       Attendance::unattended},
  };
}

}  // namespace kigen::api
