#include <algorithm>

#include "api/errors.hpp"
#include "api/routes/event_stream.hpp"
#include "api/routes/routes.hpp"
#include "api/server/answer.hpp"
#include "api/server/parameters.hpp"
#include "api/server/sieve.hpp"
#include "projections/audit/query.hpp"

namespace kigen::api {
namespace {

/// A record as it is stored and answered: told of, and never made from these.
struct Event {
  Position position = 0;
  StreamId stream = {};
  Version version = 1;
  std::optional<Position> previous = {};
  std::string type_name = {};
  std::uint16_t schema = 1;
  Instant time = {};
  events::Actor actor = {};
  Uuid correlation = {};
  std::optional<Position> causation = {};
  std::optional<std::string> command_id = {};
  kigen::api::schema::Anything payload = {};
  static constexpr auto fields = events::field_list(
      events::field("position", &Event::position), events::field("stream", &Event::stream),
      events::field("version", &Event::version), events::field("previous", &Event::previous),
      events::field("type", &Event::type_name), events::field("schema", &Event::schema),
      events::field("time", &Event::time), events::field("actor", &Event::actor),
      events::field("correlation", &Event::correlation), events::field("causation", &Event::causation),
      events::field("commandId", &Event::command_id), events::field("payload", &Event::payload));
};
struct EventPage {
  std::vector<Event> items = {};
  std::optional<std::uint64_t> next = {};
  Position end = 0;
  static constexpr auto fields =
      events::field_list(events::field("items", &EventPage::items), events::field("next", &EventPage::next),
                         events::field("end", &EventPage::end));
};

constexpr auto first_version = parameter<std::uint64_t>("fromVersion", "with stream: first version")
                                   .within(1, std::numeric_limits<std::uint64_t>::max())
                                   .usually(1);

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
  const Query query(call);
  CO_TRY_DO(query.only({"stream", "fromVersion", "limit"}));
  CO_TRY(const auto stream, stream_in(call, *query.text("stream")));
  CO_TRY(const auto from, query.number(first_version));
  CO_TRY(const auto limit, query.number(common::limit));
  const auto reader = reader_of(call.caller);
  const auto end = seen_end(parts.backend, reader);
  CO_TRY(const auto is_there, co_await has_stream(parts.backend, reader, stream));
  if (!is_there) co_return json_answer(200, page_of({}, {}, end));
  CO_TRY(auto records, co_await parts.backend.log.read_stream(stream, from, limit));
  std::erase_if(records, [end](const auto& record) { return record.position >= end; });
  const auto next = records.size() == limit ? std::optional(records.back().version + 1) : std::nullopt;
  CO_TRY(const auto seen, co_await sieve_for(parts.backend, reader)(std::move(records)));
  co_return json_answer(200, page_of(seen, next, end));
}

Result<projections::AuditFilter> filter_of(const Query& query) {
  projections::AuditFilter filter;
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
  const Query query(call);
  CO_TRY_DO(
      query.only({"type", "actorKind", "actor", "correlation", "from", "to", "since", "until", "limit"}));
  CO_TRY(auto filter, filter_of(query));
  CO_TRY(const auto limit, query.number(common::limit));
  const auto reader = reader_of(call.caller);
  const auto end = seen_end(parts.backend, reader);
  filter.to = std::min(filter.to.value_or(end), end);
  CO_TRY(const auto page,
         co_await projections::audit(parts.backend.log, sieve_for(parts.backend, reader), filter, limit));
  co_return json_answer(200, page_of(page.records, page.next, end));
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
  const Query query(call);
  StreamFilter filter;
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
  constexpr auto from = parameter<Position>("from", "first position");
  constexpr auto stream = parameter<std::string>("stream", "records of one stream only");
  constexpr auto type = parameter<std::string>("type", "event type, or all of an aggregate: \"order.\"");
  return {
      get("/api/v1/events", Need::viewer, with(parts, list_events),
          "Records by position or of one stream; to a viewer, without the streams of other users, and "
          "without "
          "their names as actors")
          .takes({from, stream, first_version, type, parameter<Position>("to", "exclusive"),
                  parameter<Instant>("since", "inclusive"), parameter<Instant>("until", "exclusive"),
                  parameter<events::ActorKind>("actorKind"), parameter<std::string>("actor"),
                  parameter<Uuid>("correlation"), common::limit})
          .gives<EventPage>(),
      get("/api/v1/events/stream", Need::viewer, with(parts, stream_events),
          "Records as they come (server-sent events), each once the views show it: id = position, data = the "
          "record. Last-Event-ID or `from` says where to begin; default: what comes from now on. A user may "
          "hold 16 open answers that stream, all users 256: 429 (`too_many_streams`)")
          .takes({from, stream, type})
          .hears({parameter<Position>("Last-Event-ID", "last position seen")})
          .gives("text/event-stream")
          .unattended(),
  };
}

}  // namespace kigen::api
